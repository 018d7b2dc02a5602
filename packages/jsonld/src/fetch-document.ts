import { createOutgoingFetch, isRefusedAsPrivate, type OutgoingFetch } from '@allmende/http';
import { DomainError } from '@allmende/kernel';
import type { FetchDocument } from './context-compiler.ts';
import { contextNotAvailable, invalidContext } from './problems.ts';

export interface FetchDocumentOptions {
  /** Lets contexts come from loopback and private networks; for tests and closed networks only. */
  readonly allowPrivateAddresses?: boolean;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

type Answer = Awaited<ReturnType<OutgoingFetch>>;

const refuse = (address: string, why: string, cause?: unknown): DomainError =>
  new DomainError(contextNotAvailable, `Context ${address} cannot be had: ${why}.`, { cause });

const checkProtocol = ({ protocol, href }: URL): void => {
  if (protocol !== 'http:' && protocol !== 'https:') throw refuse(href, 'only http and https are read');
};

const readLimited = async (answer: Answer, address: string, maxBytes: number): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw refuse(address, `it is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
};

const reasonOf = (cause: unknown): string => {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return 'it is not UTF-8';
  }
  if (cause instanceof Error && cause.name === 'TimeoutError') return 'its server did not answer in time';
  if (isRefusedAsPrivate(cause)) return 'its host is in a private network';
  return 'its server cannot be reached';
};

/** Reads context documents over HTTP with limits on time, size, redirects and where they may be. */
export const fetchDocumentOverHttp = (options: FetchDocumentOptions = {}): FetchDocument => {
  const { allowPrivateAddresses = false, timeoutMs = 5000, maxBytes = 2 * 1024 * 1024 } = options;
  const fetch = createOutgoingFetch({ allowPrivateAddresses });
  const read = async (address: string, redirects: number, signal: AbortSignal): Promise<unknown> => {
    const url = new URL(address);
    checkProtocol(url);
    const headers = { accept: 'application/ld+json, application/json;q=0.9' };
    const answer = await fetch(url, { headers, redirect: 'manual', signal });
    const location = answer.headers.get('location');
    if (answer.status >= 300 && answer.status < 400 && location !== null) {
      if (redirects === 0) throw refuse(address, 'it redirects too often');
      return read(new URL(location, url).href, redirects - 1, signal);
    }
    if (!answer.ok) throw refuse(address, `its server answered ${answer.status}`);
    return JSON.parse(await readLimited(answer, address, maxBytes)) as unknown;
  };
  return async (address) => {
    try {
      return await read(address, 3, AbortSignal.timeout(timeoutMs));
    } catch (cause) {
      if (cause instanceof DomainError) throw cause;
      if (cause instanceof SyntaxError) {
        throw new DomainError(invalidContext, `Context ${address} is not JSON (${cause.message}).`, {
          cause,
        });
      }
      throw refuse(address, reasonOf(cause), cause);
    }
  };
};
