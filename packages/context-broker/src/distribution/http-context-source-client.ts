import { createOutgoingFetch, isRefusedAsPrivate, type OutgoingFetch } from '@allmende/http';
import type { ContextSourceClient, SourceReply, SourceRequest } from './context-source-client.ts';

export interface HttpContextSourceOptions {
  /** Lets sources be on loopback and in private networks; for tests and closed networks only. */
  readonly allowPrivateAddresses?: boolean;
  /** Largest answer that is read; default 16 MiB. */
  readonly maxBytes?: number;
}

const failure = (kind: 'timeout' | 'unreachable' | 'invalid', detail: string): SourceReply => ({
  kind: 'failure',
  failure: kind,
  detail,
});

type HttpAnswer = Awaited<ReturnType<OutgoingFetch>>;

/** The body as text; undefined when it is larger than allowed. */
const readLimited = async (answer: HttpAnswer, maxBytes: number): Promise<string | undefined> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const parsed = (text: string): { readonly json: unknown } | undefined => {
  if (text.trim() === '') return { json: undefined };
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
};

const toReply = async (answer: HttpAnswer, maxBytes: number): Promise<SourceReply> => {
  const text = await readLimited(answer, maxBytes);
  if (text === undefined) return failure('invalid', `its answer is larger than ${String(maxBytes)} bytes`);
  const content = parsed(text);
  // What an error says is of less weight than its status.
  if (content === undefined && answer.ok) return failure('invalid', 'its answer is not JSON');
  const link = answer.headers.get('link');
  const count = answer.headers.get('ngsild-results-count');
  return {
    kind: 'answer',
    status: answer.status,
    body: content?.json,
    ...(link === null ? {} : { link }),
    ...(count === null || !/^\d+$/u.test(count) ? {} : { count: Number(count) }),
  };
};

/** Calls context sources over HTTP, with limits on time, size and where they may be. */
export const createHttpContextSourceClient = (
  options: HttpContextSourceOptions = {},
): ContextSourceClient => {
  const { allowPrivateAddresses = false, maxBytes = 16 * 1024 * 1024 } = options;
  const fetch = createOutgoingFetch({ allowPrivateAddresses });
  const call = async ({ method, address, headers, body, ...limits }: SourceRequest): Promise<SourceReply> => {
    const signal = AbortSignal.any([AbortSignal.timeout(limits.timeoutMs), limits.signal]);
    const answer = await fetch(address, {
      method,
      headers,
      redirect: 'manual',
      signal,
      ...(body === undefined ? {} : { body }),
    });
    return toReply(answer, maxBytes);
  };
  return {
    send: async (request) => {
      try {
        return await call(request);
      } catch (cause) {
        if (isRefusedAsPrivate(cause)) return failure('unreachable', 'its address is in a private network');
        return cause instanceof Error && cause.name === 'TimeoutError'
          ? failure('timeout', `it did not answer within ${String(request.timeoutMs)} ms`)
          : failure('unreachable', 'it cannot be reached');
      }
    },
  };
};
