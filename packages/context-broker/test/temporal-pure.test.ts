import { DomainError } from '@allmende/kernel';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregate } from '../src/temporal/aggregate.ts';
import { after, parseDuration } from '../src/temporal/duration.ts';
import { isInInterval, parseAggregation, parseTemporalQuery } from '../src/temporal/temporal-query.ts';

const start = Date.parse('2026-01-01T00:00:00Z');
const hour = 3_600_000;

describe('parseDuration', () => {
  it.each([
    ['P1D', { months: 0, ms: 86_400_000 }],
    ['PT15M', { months: 0, ms: 900_000 }],
    ['P1Y2M', { months: 14, ms: 0 }],
    ['P1W', { months: 0, ms: 604_800_000 }],
    ['PT1.5S', { months: 0, ms: 1500 }],
  ])('%s', (text, duration) => {
    expect(parseDuration(text)).toEqual(duration);
  });

  it.each(['P', 'PT', '1D', 'P1', 'P1H', 'P-1D', 'P1DT'])('refuses %s', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it('adds calendar months and keeps to the end of short ones', () => {
    expect(new Date(after(Date.parse('2026-01-31T06:00:00Z'), { months: 1, ms: 0 }, 1)).toISOString()).toBe(
      '2026-02-28T06:00:00.000Z',
    );
  });
});

describe('aggregate (§4.5.19)', () => {
  const values = [1, 2, 3, 4].map((value, index) => ({ ms: start + index * hour, value }));

  it('takes the whole interval for a period of zero', () => {
    const result = aggregate(values, {
      methods: ['totalCount', 'distinctCount', 'sum', 'avg', 'min', 'max', 'stddev', 'sumsq'],
      period: { months: 0, ms: 0 },
    });
    const times = ['2026-01-01T00:00:00Z', '2026-01-01T03:00:00Z'];
    expect(result).toEqual({
      totalCount: [[4, ...times]],
      distinctCount: [[4, ...times]],
      sum: [[10, ...times]],
      avg: [[2.5, ...times]],
      min: [[1, ...times]],
      max: [[4, ...times]],
      stddev: [[Math.sqrt(1.25), ...times]],
      sumsq: [[30, ...times]],
    });
  });

  it('splits into periods from the start and leaves out empty ones', () => {
    const late = [...values, { ms: start + 1000 * hour, value: 9 }];
    const result = aggregate(late, { methods: ['sum'], period: { months: 0, ms: 2 * hour }, startMs: start });
    expect(result.sum?.map(([value]) => value)).toEqual([3, 7, 9]);
    expect(result.sum?.[2]?.[1]).toBe(new Date(start + 1000 * hour).toISOString().replace('.000Z', 'Z'));
  });

  it('orders text and ignores it for sums', () => {
    const texts = ['b', 'a'].map((value, index) => ({ ms: start + index, value }));
    const result = aggregate(texts, { methods: ['min', 'max', 'sum'], period: { months: 0, ms: 0 } });
    expect([result.min?.[0]?.[0], result.max?.[0]?.[0], result.sum]).toEqual(['a', 'b', []]);
  });

  it('counts every value once whatever the period', () => {
    const times = fc.array(fc.integer({ min: 0, max: 3 * 365 * 24 }), { minLength: 1, maxLength: 30 });
    const period = fc
      .constantFrom('PT1H', 'P1D', 'P1M', 'P1Y', 'P1M3D')
      .map((text) => parseDuration(text) ?? { months: 0, ms: 0 });
    fc.assert(
      fc.property(times, period, (hours, duration) => {
        const series = hours
          .toSorted((a, b) => a - b)
          .map((value) => ({ ms: start + value * hour, value: start + value * hour }));
        const result = aggregate(series, {
          methods: ['totalCount', 'min', 'max'],
          period: duration,
          startMs: start,
        });
        const counts = result.totalCount ?? [];
        expect(counts.reduce((sum, [count]) => sum + Number(count), 0)).toBe(series.length);
        for (const [least, from] of result.min ?? [])
          expect(Number(least)).toBeGreaterThanOrEqual(Date.parse(from));
        for (const [greatest, , to] of result.max ?? [])
          expect(Number(greatest)).toBeLessThan(Date.parse(to));
      }),
    );
  });
});

describe('parseTemporalQuery (§4.11)', () => {
  const timeAt = '2026-01-01T00:00:00Z';
  const endTimeAt = '2026-01-01T23:00:00Z';

  it('reads an interval', () => {
    expect(parseTemporalQuery({ timerel: 'between', timeAt, endTimeAt, lastN: '3' })).toEqual({
      property: 'observedAt',
      relation: 'between',
      timeAt: start,
      endTimeAt: Date.parse('2026-01-01T23:00:00Z'),
      lastN: 3,
    });
  });

  it.each([
    [{ timerel: 'after' }],
    [{ timeAt }],
    [{ timerel: 'between', timeAt }],
    [{ timerel: 'between', timeAt: endTimeAt, endTimeAt: timeAt }],
    [{ timerel: 'before', timeAt, endTimeAt }],
    [{ timerel: 'after', timeAt: '2026-01-01' }],
    [{ timerel: 'after', timeAt: '2026-13-01T00:00:00Z' }],
    [{ timerel: 'during', timeAt }],
    [{ timeproperty: 'bornAt' }],
    [{ lastN: '0' }],
    [{ lastN: 'x' }],
  ])('refuses %j', (given) => {
    expect(() => parseTemporalQuery(given)).toThrow(DomainError);
  });

  it.each([[{}], [{ aggrMethods: 'median' }], [{ aggrMethods: 'avg', aggrPeriodDuration: '1 day' }]])(
    'refuses aggregation %j',
    (given) => {
      expect(() => parseAggregation(given, { property: 'observedAt' })).toThrow(DomainError);
    },
  );

  it('bounds are as the standard says', () => {
    const between = { property: 'observedAt', relation: 'between', timeAt: 1, endTimeAt: 3 } as const;
    expect([0, 1, 2, 3].map((ms) => isInInterval(ms, between))).toEqual([false, true, true, false]);
    expect(isInInterval(1, { ...between, relation: 'after' })).toBe(true);
    expect(isInInterval(1, { ...between, relation: 'before' })).toBe(false);
  });
});
