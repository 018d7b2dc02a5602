import { describe, expect, it } from 'vitest';
import { lifetimeOf } from './freshness.ts';

const date = 'Sun, 01 Mar 2026 12:00:00 GMT';

describe('How long a fetched document may be used (§6.3.16)', () => {
  it.each([
    [{}, undefined],
    [{ 'cache-control': 'public' }, undefined],
    [{ 'cache-control': 'max-age=60' }, 60_000],
    [{ 'cache-control': 'Max-Age="60", S-MaxAge=30' }, 30_000],
    [{ 'cache-control': 'max-age=60', age: '20' }, 40_000],
    [{ 'cache-control': 'max-age=60', age: '90' }, 0],
    [{ 'cache-control': 'max-age=60, no-cache' }, 0],
    [{ 'cache-control': 'no-store' }, 0],
    [{ 'cache-control': 'max-age=soon', expires: 'Sun, 01 Mar 2026 12:05:00 GMT', date }, 300_000],
    [{ 'cache-control': 'max-age=60', expires: 'Sun, 01 Mar 2026 12:05:00 GMT', date }, 60_000],
    [{ expires: 'Sun, 01 Mar 2026 11:00:00 GMT', date }, 0],
    [{ expires: '0', date }, 0],
    [{ expires: 'Sun, 01 Mar 2026 12:05:00 GMT' }, 0],
  ] as const)('%j: %s', (headers, lifetime) => {
    expect(lifetimeOf(new Headers(headers))).toBe(lifetime);
  });
});
