import { MailRefused, type MailMessage, type MailSender } from './mail-sender.ts';
import type { Delivery } from './stores/delivery-store.ts';

export interface SenderParts {
  /** Absent: there is no mail server, and e-mails fail for good. */
  readonly mail: MailSender | undefined;
  readonly fetch: typeof fetch;
}

/** Why a message was not sent; undefined: it was. */
export type SendFailure = { readonly error: string; readonly isFinal: boolean } | undefined;

const timeoutMs = 30_000;
const gone = 410;

const sendMail = async ({ mail }: SenderParts, { id, target, payload }: Delivery): Promise<SendFailure> => {
  if (mail === undefined) return { error: 'No mail server is configured.', isFinal: true };
  const message = JSON.parse(payload) as Omit<MailMessage, 'id' | 'to'>;
  await mail.send({ ...message, id, to: target });
  return undefined;
};

/** Redirects are not followed, and the body of the answer is not read. */
const callWebhook = async (
  { fetch: call }: SenderParts,
  { id, target, payload }: Delivery,
  signal: AbortSignal,
): Promise<SendFailure> => {
  const response = await call(target, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': id, 'user-agent': 'allmende-alerts' },
    body: payload,
    redirect: 'manual',
    signal,
  });
  await response.body?.cancel();
  return response.ok
    ? undefined
    : { error: `The receiver answered ${String(response.status)}.`, isFinal: response.status === gone };
};

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener(
      'abort',
      () => {
        reject(signal.reason instanceof Error ? signal.reason : new Error('The attempt was broken off.'));
      },
      { once: true },
    );
  });

const reasonOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return 'unknown';
  // fetch says only "fetch failed"; its cause says why.
  const { cause: inner } = cause;
  return inner instanceof Error && inner.message !== ''
    ? `${cause.message}: ${inner.message}`
    : cause.message;
};

/** Sends one message within 30 seconds; never rejects. */
export const sendDelivery = async (
  parts: SenderParts,
  delivery: Delivery,
  stopping: AbortSignal,
): Promise<SendFailure> => {
  const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), stopping]);
  try {
    signal.throwIfAborted();
    const sending =
      delivery.channel === 'email' ? sendMail(parts, delivery) : callWebhook(parts, delivery, signal);
    return await Promise.race([sending, aborted(signal)]);
  } catch (cause) {
    return { error: reasonOf(cause).slice(0, 500), isFinal: cause instanceof MailRefused };
  }
};
