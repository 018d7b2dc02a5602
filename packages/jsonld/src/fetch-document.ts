import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { DomainError } from '@allmende/kernel';
import type { FetchDocument } from './context-compiler.ts';
import { contextNotAvailable, invalidContext } from './problems.ts';

export interface FetchDocumentOptions {
  /** Lets contexts come from loopback and private networks; for tests and closed networks only. */
  readonly allowPrivateAddresses?: boolean;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

const privateNetworks = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  privateNetworks.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  privateNetworks.addSubnet(network, bits, 'ipv6');
}

/** Whether an IP address is loopback, private, link-local or otherwise not of the public internet. */
export const isPrivateAddress = (address: string): boolean => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  return privateNetworks.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
};

const refuse = (address: string, why: string, cause?: unknown): DomainError =>
  new DomainError(contextNotAvailable, `Context ${address} cannot be had: ${why}.`, { cause });

const checkHost = async (url: URL): Promise<void> => {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw refuse(url.href, 'only http and https are read');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const found = isIP(host) === 0 ? await lookup(host, { all: true }) : [{ address: host }];
  if (found.some(({ address }) => isPrivateAddress(address))) {
    throw refuse(url.href, 'its host is in a private network');
  }
};

const readLimited = async (answer: Response, address: string, maxBytes: number): Promise<string> => {
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
  return 'its server cannot be reached';
};

/** Reads context documents over HTTP with limits on time, size, redirects and where they may be. */
export const fetchDocumentOverHttp = (options: FetchDocumentOptions = {}): FetchDocument => {
  const { allowPrivateAddresses = false, timeoutMs = 5000, maxBytes = 2 * 1024 * 1024 } = options;
  const read = async (address: string, redirects: number, signal: AbortSignal): Promise<unknown> => {
    const url = new URL(address);
    if (!allowPrivateAddresses) await checkHost(url);
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
