import { after, type Duration } from './duration.ts';

export const aggregationMethods = [
  'totalCount',
  'distinctCount',
  'sum',
  'avg',
  'min',
  'max',
  'stddev',
  'sumsq',
] as const;

export type AggregationMethod = (typeof aggregationMethods)[number];

export interface TimedValue {
  readonly ms: number;
  readonly value: unknown;
}

/** One result: value, start and end of the period (§4.5.19). */
export type Aggregate = readonly [unknown, string, string];

export interface Aggregation {
  readonly methods: readonly AggregationMethod[];
  /** A duration of zero means the whole interval. */
  readonly period: Duration;
  /** Where the first period starts; the first value if absent. */
  readonly startMs?: number | undefined;
  readonly endMs?: number | undefined;
}

/** Aggregates values (in order of time) per period; periods without values are left out. */
export const aggregate = (
  values: readonly TimedValue[],
  aggregation: Aggregation,
): Readonly<Partial<Record<AggregationMethod, readonly Aggregate[]>>> => {
  const periods = periodsOf(values, aggregation);
  return Object.fromEntries(
    aggregation.methods.map((method) => [
      method,
      periods.flatMap(({ members, startMs, endMs }): Aggregate[] => {
        const value = calculate[method](members);
        return value === undefined ? [] : [[value, timeText(startMs), timeText(endMs)]];
      }),
    ]),
  );
};

/** A time in UTC; whole seconds go without a fraction. */
const timeText = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

interface Period {
  readonly startMs: number;
  readonly endMs: number;
  readonly members: unknown[];
}

const periodsOf = (values: readonly TimedValue[], aggregation: Aggregation): readonly Period[] => {
  const [first] = values;
  const last = values.at(-1);
  if (first === undefined || last === undefined) return [];
  const origin = aggregation.startMs ?? first.ms;
  const { period } = aggregation;
  if (period.months === 0 && period.ms === 0) {
    return [
      { startMs: origin, endMs: aggregation.endMs ?? last.ms, members: values.map(({ value }) => value) },
    ];
  }
  const periods: Period[] = [];
  let index = 0;
  for (const { ms, value } of values) {
    index = Math.max(index, firstGuess(ms - origin, period));
    while (after(origin, period, index + 1) <= ms) index++;
    const startMs = after(origin, period, index);
    const current = periods.at(-1);
    if (current?.startMs === startMs) current.members.push(value);
    else periods.push({ startMs, endMs: after(origin, period, index + 1), members: [value] });
  }
  return periods;
};

/** A period index that is surely not too late, so that long gaps need no long loop. */
const firstGuess = (elapsedMs: number, { months, ms }: Duration): number =>
  Math.max(0, Math.floor(elapsedMs / (months * 31 * 86_400_000 + ms)) - 1);

const numbersOf = (values: readonly unknown[]): readonly number[] =>
  values.flatMap((value) =>
    typeof value === 'number' ? [value] : typeof value === 'boolean' ? [Number(value)] : [],
  );

const textsOf = (values: readonly unknown[]): readonly string[] =>
  values.filter((value) => typeof value === 'string').sort((left, right) => (left < right ? -1 : 1));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, value) => total + value, 0);

const ofNumbers =
  (calculation: (numbers: readonly number[]) => number) =>
  (values: readonly unknown[]): number | undefined => {
    const numbers = numbersOf(values);
    return numbers.length === 0 ? undefined : calculation(numbers);
  };

const average = (numbers: readonly number[]): number => sum(numbers) / numbers.length;

const deviation = (numbers: readonly number[]): number => {
  const mean = average(numbers);
  return Math.sqrt(average(numbers.map((value) => (value - mean) ** 2)));
};

const least = (numbers: readonly number[]): number => numbers.reduce((low, value) => Math.min(low, value));
const greatest = (numbers: readonly number[]): number =>
  numbers.reduce((high, value) => Math.max(high, value));

const calculate: Readonly<Record<AggregationMethod, (values: readonly unknown[]) => unknown>> = {
  totalCount: (values) => values.length,
  distinctCount: (values) => new Set(values.map((value) => JSON.stringify(value))).size,
  sum: ofNumbers(sum),
  avg: ofNumbers(average),
  min: (values) => ofNumbers(least)(values) ?? textsOf(values)[0],
  max: (values) => ofNumbers(greatest)(values) ?? textsOf(values).at(-1),
  stddev: ofNumbers(deviation),
  sumsq: ofNumbers((numbers) => sum(numbers.map((value) => value ** 2))),
};
