import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createNewsCollector, type ReaderNews } from './reader-news.ts';

describe('news for the process that writes', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const setUp = () => {
    const told: (readonly ReaderNews[])[] = [];
    return { told, news: createNewsCollector((some) => told.push(some)) };
  };

  it('are told some times a second, uses of a context as one sum', () => {
    const { told, news } = setUp();
    news.add({ kind: 'contextUsed', key: 'a', hits: 1 });
    news.add({ kind: 'contextUsed', key: 'a', hits: 1 });
    news.add({ kind: 'used', tenant: '', name: 'speed' });
    news.add({ kind: 'used', tenant: '', name: 'speed' });
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1000);
    news.add({ kind: 'used', tenant: 'harbour', name: 'speed' });
    vi.advanceTimersByTime(1000);
    expect(told).toEqual([
      [
        { kind: 'contextUsed', key: 'a', hits: 2 },
        { kind: 'used', tenant: '', name: 'speed' },
      ],
      [{ kind: 'used', tenant: 'harbour', name: 'speed' }],
    ]);
  });

  it('tell each scan for an attribute at once, and what waits at the end', () => {
    const { told, news } = setUp();
    news.add({ kind: 'missed', tenant: '', name: 'speed', tookMs: 6 });
    news.add({ kind: 'missed', tenant: '', name: 'speed', tookMs: 7 });
    expect(told.flat()).toMatchObject([{ tookMs: 6 }, { tookMs: 7 }]);
    news.add({ kind: 'used', tenant: '', name: 'speed' });
    news.stop();
    expect(told.flat()).toHaveLength(3);
  });
});
