import { describe, expect, it } from 'vitest';
import { checkLinks, isDeadLink, type LinkFetch } from './check-links.ts';

const answer = (status: number, location?: string) => ({
  status,
  headers: { get: (name: string) => (name === 'location' ? (location ?? null) : null) },
  body: null,
});

const options = { concurrency: 3, timeoutMs: 200 };

describe('a check of addresses', () => {
  it('asks each address once, never more than so many at a time, and answers in order', async () => {
    const asked: string[] = [];
    const running = { now: 0, most: 0 };
    const fetch: LinkFetch = async (address) => {
      asked.push(address);
      running.most = Math.max(running.most, ++running.now);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running.now -= 1;
      return answer(200);
    };
    const addresses = Array.from({ length: 10 }, (_, index) => `https://a.example/${String(index)}`);
    const states = await checkLinks(addresses, { fetch, ...options });
    expect(states.map(({ address }) => address)).toEqual(addresses);
    expect(asked).toHaveLength(10);
    expect(running.most).toBe(3);
  });

  it('asks with GET where HEAD is not known, and follows redirects, but not for ever', async () => {
    const fetch: LinkFetch = (address, { method }) => {
      if (address.endsWith('/get')) return Promise.resolve(answer(method === 'HEAD' ? 405 : 200));
      if (address.endsWith('/moved')) return Promise.resolve(answer(301, '/get'));
      return Promise.resolve(answer(302, '/loop'));
    };
    const states = await checkLinks(
      ['https://a.example/get', 'https://a.example/moved', 'https://a.example/loop'],
      {
        fetch,
        ...options,
      },
    );
    expect(states.map(isDeadLink)).toEqual([false, false, true]);
    expect(states[2]?.reason).toBe('too many redirects');
  });

  it('tells what is dead, fails and never answers', async () => {
    const fetch: LinkFetch = (address, { signal }) => {
      if (address.endsWith('/gone')) return Promise.resolve(answer(404));
      if (address.endsWith('/broken')) return Promise.reject(new Error('no such host'));
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('timeout'));
        });
      });
    };
    const states = await checkLinks(
      ['https://a.example/gone', 'https://a.example/broken', 'https://a.example/slow'],
      {
        fetch,
        ...options,
      },
    );
    expect(states).toEqual([
      { address: 'https://a.example/gone', status: 404 },
      { address: 'https://a.example/broken', reason: 'no such host' },
      { address: 'https://a.example/slow', reason: 'timeout' },
    ]);
    expect(states.every(isDeadLink)).toBe(true);
  });
});
