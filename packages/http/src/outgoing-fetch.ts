import { lookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Agent, fetch as fetchWith, type RequestInit, type Response } from 'undici';

/** The platform's `fetch`, over connections that this module decides about. */
export type OutgoingFetch = (address: string | URL, init?: RequestInit) => Promise<Response>;

export interface OutgoingFetchOptions {
  /** Lets calls go to loopback and private networks; for tests and closed networks only. */
  readonly allowPrivateAddresses: boolean;
  /** Finds the addresses of a host; the system's way unless given. */
  readonly resolve?: typeof lookup;
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

class PrivateAddressError extends Error {
  constructor(host: string) {
    super(`${host} is in a private network.`);
    this.name = 'PrivateAddressError';
  }
}

/** Whether a call failed because its host is in a private network. */
export const isRefusedAsPrivate = (cause: unknown): boolean =>
  cause instanceof PrivateAddressError || (cause instanceof Error && isRefusedAsPrivate(cause.cause));

/** Finds only hosts all of whose addresses are public. */
const publicLookup =
  (resolve: typeof lookup): LookupFunction =>
  (host, options, done) => {
    resolve(host, { ...options, all: true }, (failure, found: readonly LookupAddress[]) => {
      if (failure !== null) done(failure, []);
      else if (found.some(({ address }) => isPrivateAddress(address)))
        done(new PrivateAddressError(host), []);
      else done(null, [...found]);
    });
  };

const refusePrivateLiteral = (address: string | URL): void => {
  const host = new URL(address).hostname.replace(/^\[|\]$/gu, '');
  if (isIP(host) !== 0 && isPrivateAddress(host)) throw new PrivateAddressError(host);
};

/**
 * `fetch` for addresses that others have chosen. Unless private addresses are allowed, the address that a connection is
 * made to is the one that was checked, so that a name that is resolved anew cannot lead elsewhere (DNS rebinding).
 * A refused call rejects with a cause that `isRefusedAsPrivate` knows. Redirects to a literal address are not checked:
 * ask for `redirect: 'manual'`.
 */
export const createOutgoingFetch = (options: OutgoingFetchOptions): OutgoingFetch => {
  if (options.allowPrivateAddresses) return fetchWith;
  const dispatcher = new Agent({ connect: { lookup: publicLookup(options.resolve ?? lookup) } });
  return async (address, init) => {
    refusePrivateLiteral(address);
    return fetchWith(address, { ...init, dispatcher });
  };
};
