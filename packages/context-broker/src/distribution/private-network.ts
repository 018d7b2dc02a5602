import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPrivateAddress } from '@allmende/jsonld';

/** Whether the host of an address is on loopback or in a private network, or any of its names' addresses is. */
export const isInPrivateNetwork = async (address: string): Promise<boolean> => {
  const host = new URL(address).hostname.replace(/^\[|\]$/gu, '');
  const found = isIP(host) === 0 ? await lookup(host, { all: true }) : [{ address: host }];
  return found.some((one) => isPrivateAddress(one.address));
};
