import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import {
  createOutgoingFetch,
  isPrivateAddress,
  isRefusedAsPrivate,
  type OutgoingFetch,
} from '@allmende/http';
import type { Clock } from '@allmende/kernel';
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
const beginningOf = async (
  answer: Awaited<ReturnType<OutgoingFetch>>,
  maxBytes: number,
): Promise<Pick<Answered, 'body' | 'isCut'>> => {
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

const inPrivateNetwork = (): Refusal => new Refusal('private-network', 'its address is in a private network');

const refusalOf = (cause: unknown, timeoutMs: number): Refusal => {
  if (cause instanceof Refusal) return cause;
  if (isRefusedAsPrivate(cause)) return inPrivateNetwork();
  const isLate = cause instanceof Error && cause.name === 'TimeoutError';
  if (isLate) return new Refusal('timeout', `no answer within ${String(timeoutMs)} ms`);
  const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return new Refusal('unreachable', reason instanceof Error ? reason.message : 'it cannot be reached');
};

/**
 * The address of an MQTT broker, once none of its addresses is private. Plain MQTT goes to the address that was checked;
 * over TLS the certificate tells whether a name leads elsewhere meanwhile.
 */
const publicBroker = async (uri: string): Promise<string> => {
  const url = new URL(uri);
  const host = url.hostname.replace(/^\[|\]$/gu, '');
  const found =
    isIP(host) === 0 ? await lookup(host, { all: true }) : [{ address: host, family: isIP(host) }];
  if (found.some(({ address }) => isPrivateAddress(address))) throw inPrivateNetwork();
  const [first] = found;
  if (url.protocol === 'mqtts:' || first === undefined) return uri;
  url.hostname = first.family === 6 ? `[${first.address}]` : first.address;
  return url.href;
};

/** Sends trials over HTTP and MQTT. */
export const createHttpTrialClient = ({
  clock,
  allowPrivateAddresses = false,
  maxBytes = 16 * 1024,
}: HttpTrialClientOptions): TrialClient => {
  const fetch = createOutgoingFetch({ allowPrivateAddresses });

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
    const { endpoint } = message;
    const uri = allowPrivateAddresses ? endpoint.uri : await publicBroker(endpoint.uri);
    const sender = createMqttSender();
    try {
      await sender.send({ ...message, endpoint: { ...endpoint, uri } });
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
