import type { DatasetRecord } from '../catalogue/catalogue-record.ts';

/** What an address answered. */
export interface LinkState {
  readonly address: string;
  /** Status of HTTP; absent if there was no answer. */
  readonly status?: number;
  /** Why there was none. */
  readonly reason?: string;
}

/** What a check asks of `fetch`. */
export type LinkFetch = (
  address: string,
  init: { readonly method: 'HEAD' | 'GET'; readonly redirect: 'manual'; readonly signal: AbortSignal },
) => Promise<{
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: { cancel(): Promise<void> } | null;
}>;

export interface LinkCheckOptions {
  readonly fetch: LinkFetch;
  /** Most checks at once. */
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  onProgress?(done: number, all: number): void;
}

const maxRedirects = 5;

/** Some servers answer HEAD with these although GET works. */
const needsGet: readonly number[] = [400, 403, 404, 405, 501];

const ask = async (
  address: string,
  method: 'HEAD' | 'GET',
  { fetch, timeoutMs, signal }: LinkCheckOptions,
): Promise<number> => {
  const limit = AbortSignal.timeout(timeoutMs);
  const stop = signal === undefined ? limit : AbortSignal.any([limit, signal]);
  const follow = async (url: string, left: number): Promise<number> => {
    const answer = await fetch(url, { method, redirect: 'manual', signal: stop });
    await answer.body?.cancel();
    const target = answer.headers.get('location');
    if (answer.status < 300 || answer.status >= 400 || target === null) return answer.status;
    if (left === 0) throw new Error('too many redirects');
    return follow(new URL(target, url).href, left - 1);
  };
  return follow(address, maxRedirects);
};

const check = async (address: string, options: LinkCheckOptions): Promise<LinkState> => {
  try {
    const status = await ask(address, 'HEAD', options);
    return { address, status: needsGet.includes(status) ? await ask(address, 'GET', options) : status };
  } catch (cause) {
    return { address, reason: cause instanceof Error ? cause.message : String(cause) };
  }
};

export const isDeadLink = ({ status }: LinkState): boolean => status === undefined || status >= 400;

/** The addresses of all distributions, each once. */
export const addressesOf = (records: readonly DatasetRecord[]): readonly string[] => [
  ...new Set(records.flatMap(({ content }) => content.distributions.flatMap((one) => one.accessUrls))),
];

/** Asks every address once, a bounded number at a time, each within a bounded time; answers in the same order. */
export const checkLinks = async (
  addresses: readonly string[],
  options: LinkCheckOptions,
): Promise<readonly LinkState[]> => {
  const states = new Map<string, LinkState>();
  const waiting = [...new Set(addresses)].values();
  const work = async (): Promise<void> => {
    for (const address of waiting) {
      if (options.signal?.aborted === true) return;
      states.set(address, await check(address, options));
      options.onProgress?.(states.size, addresses.length);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, work));
  return addresses.flatMap((address) => states.get(address) ?? []);
};
