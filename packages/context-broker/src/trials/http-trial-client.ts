import type { Clock } from '@allmende/kernel';
import { isInPrivateNetwork } from '../distribution/private-network.ts';
import { createMqttSender, type MqttMessage } from '../subscriptions/mqtt-sender.ts';
import type { TrialClient, TrialFailure, TrialReply, TrialRequest } from './trial-client.ts';

export interface HttpTrialClientOptions {
  readonly clock: Clock;
  /** Lets addresses be on loopback and in private networks; for tests and closed networks only. */
  readonly allowPrivateAddresses?: boolean;
  /** How much of an answer is told; default 16 KiB. */
  readonly maxBytes?: number;
}

type Answered = Omit<Extract<TrialReply, { readonly kind: 'answer' }>, 'kind' | 'durationMs'>;

class Refusal extends Error {
  readonly failure: TrialFailure;

  constructor(failure: TrialFailure, detail: string) {
    super(detail);
    this.failure = failure;
  }
}

/** The beginning of a body; what is beyond is not read. */
const beginningOf = async (answer: Response, maxBytes: number): Promise<Pick<Answered, 'body' | 'isCut'>> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    chunks.push(chunk);
    if (size > maxBytes) break;
  }
  return {
    body: Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8'),
    isCut: size > maxBytes,
  };
};

const refusalOf = (cause: unknown, timeoutMs: number): Refusal => {
  if (cause instanceof Refusal) return cause;
  const isLate = cause instanceof Error && cause.name === 'TimeoutError';
  if (isLate) return new Refusal('timeout', `no answer within ${String(timeoutMs)} ms`);
  const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return new Refusal('unreachable', reason instanceof Error ? reason.message : 'it cannot be reached');
};

/** Sends trials over HTTP and MQTT. */
export const createHttpTrialClient = ({
  clock,
  allowPrivateAddresses = false,
  maxBytes = 16 * 1024,
}: HttpTrialClientOptions): TrialClient => {
  const refusePrivate = async (address: string): Promise<void> => {
    if (allowPrivateAddresses || !(await isInPrivateNetwork(address))) return;
    throw new Refusal('private-network', 'its address is in a private network');
  };

  /** Runs a trial, and tells how it ended and how long it took. */
  const timed = async (timeoutMs: number, work: () => Promise<Answered>): Promise<TrialReply> => {
    const startedAt = clock.now();
    try {
      const answered = await work();
      return { kind: 'answer', ...answered, durationMs: clock.now() - startedAt };
    } catch (cause) {
      const { failure, message } = refusalOf(cause, timeoutMs);
      return { kind: 'failure', failure, detail: message, durationMs: clock.now() - startedAt };
    }
  };

  const send = async ({ method, address, headers, body, ...limits }: TrialRequest): Promise<Answered> => {
    await refusePrivate(address);
    const answer = await fetch(address, {
      method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(limits.timeoutMs), limits.signal]),
      ...(body === undefined ? {} : { body }),
    });
    const contentType = answer.headers.get('content-type');
    return {
      status: answer.status,
      ...(contentType === null ? {} : { contentType }),
      ...(await beginningOf(answer, maxBytes)),
    };
  };

  const publish = async (message: MqttMessage): Promise<Answered> => {
    await refusePrivate(message.endpoint.uri);
    const sender = createMqttSender();
    try {
      await sender.send(message);
      return { body: '', isCut: false };
    } finally {
      await sender.stop();
    }
  };

  return {
    send: (request) => timed(request.timeoutMs, () => send(request)),
    publish: (message) => timed(message.timeoutMs, () => publish(message)),
  };
};
