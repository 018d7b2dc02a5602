/** What a process that only reads has found of the index over values. */
export type IndexNews =
  /** A query scanned for an attribute; worth an index when that happens again. */
  | { readonly kind: 'missed'; readonly tenant: string; readonly name: string; readonly tookMs: number }
  /** The index over an attribute's values was of use. */
  | { readonly kind: 'used'; readonly tenant: string; readonly name: string };

/** What a process that only reads tells the one that writes; nothing depends on its arrival. */
export type ReaderNews =
  | IndexNews
  /** A context was used so often. */
  | { readonly kind: 'contextUsed'; readonly key: string; readonly hits: number };

export interface NewsCollector {
  add(news: ReaderNews): void;
  /** Tells what waits, and stops. */
  stop(): void;
}

const keyOf = (news: ReaderNews): string =>
  news.kind === 'contextUsed' ? news.key : `${news.kind}\n${news.tenant}\n${news.name}`;

const pauseMs = 250;

/** Gathers news that would be told again and again, and tells them some times a second. */
export const createNewsCollector = (tell: (news: readonly ReaderNews[]) => void): NewsCollector => {
  const waiting = new Map<string, ReaderNews>();
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    if (waiting.size > 0) tell([...waiting.values()]);
    waiting.clear();
  };
  return {
    add: (news) => {
      // Each miss counts, and there are few, as the second one makes the writer learn.
      if (news.kind === 'missed') {
        tell([news]);
        return;
      }
      const key = keyOf(news);
      const known = waiting.get(key);
      const isSum = news.kind === 'contextUsed' && known?.kind === 'contextUsed';
      waiting.set(key, isSum ? { ...news, hits: known.hits + news.hits } : news);
      timer ??= setTimeout(flush, pauseMs).unref();
    },
    stop: () => {
      clearTimeout(timer);
      flush();
    },
  };
};
