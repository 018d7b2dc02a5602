/** One measurement; `null` says that there was none. Time in milliseconds. */
export interface TimePoint {
  readonly time: number;
  readonly value: number | null;
}

/** A named line of measurements in one unit ('' when it has none). */
export interface TimeSeries {
  readonly name: string;
  readonly unit: string;
  readonly points: readonly TimePoint[];
  /** What the other lines are compared with; drawn dashed and grey. */
  readonly isReference?: boolean;
}

const narrowShare = 0.25;

/** Whether an axis should begin at zero: for amounts that vary much, not for temperatures or air pressure. */
export const includesZero = (values: readonly number[]): boolean => {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return false;
  const [low, high] = [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))];
  return low >= 0 && high - low > narrowShare * high;
};

const gapFactor = 3;
/** Distances on either side that tell what is usual there. */
const nearby = 5;

/**
 * Marks silent stretches: where a distance is over three times the usual one, a null point breaks the line.
 * Usual is what is usual before or after it, for hourly history may pass into live values of every minute.
 */
export const withGaps = (points: readonly TimePoint[]): readonly TimePoint[] => {
  const sorted = [...points].sort((a, b) => a.time - b.time);
  const distances = sorted.slice(1).map(({ time }, index) => time - (sorted[index]?.time ?? time));
  return sorted.flatMap((point, index) => {
    const before = sorted[index - 1];
    if (before === undefined) return [point];
    const usual = Math.max(
      median(distances.slice(Math.max(0, index - 1 - nearby), index - 1)),
      median(distances.slice(index, index + nearby)),
    );
    const isGap = usual > 0 && point.time - before.time > usual * gapFactor;
    return isGap ? [{ time: before.time + usual, value: null }, point] : [point];
  });
};

/** The lower median of what is above zero; 0 of nothing. */
const median = (values: readonly number[]): number => {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
};

/** Series that may share an axis, in order of first appearance of their unit. */
export const groupByUnit = (
  series: readonly TimeSeries[],
): readonly { readonly unit: string; readonly series: readonly TimeSeries[] }[] => {
  const units = [...new Set(series.map(({ unit }) => unit))];
  return units.map((unit) => ({ unit, series: series.filter((one) => one.unit === unit) }));
};

/** A table row for each time, with one value per series in the given order. */
export const toRows = (
  series: readonly TimeSeries[],
): readonly { readonly time: number; readonly values: readonly (number | null)[] }[] => {
  const bySeries = series.map(({ points }) => new Map(points.map(({ time, value }) => [time, value])));
  const times = [...new Set(series.flatMap(({ points }) => points.map(({ time }) => time)))].sort(
    (a, b) => b - a,
  );
  return times.map((time) => ({ time, values: bySeries.map((values) => values.get(time) ?? null) }));
};
