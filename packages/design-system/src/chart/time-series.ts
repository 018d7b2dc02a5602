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
}

const gapFactor = 3;

/** Marks silent stretches: where a distance is over three times the usual one, a null point breaks the line. */
export const withGaps = (points: readonly TimePoint[]): readonly TimePoint[] => {
  const sorted = [...points].sort((a, b) => a.time - b.time);
  const usual = medianDistance(sorted);
  if (usual === undefined) return sorted;
  return sorted.flatMap((point, index) => {
    const before = sorted[index - 1];
    const isGap = before !== undefined && point.time - before.time > usual * gapFactor;
    return isGap ? [{ time: before.time + usual, value: null }, point] : [point];
  });
};

const medianDistance = (sorted: readonly TimePoint[]): number | undefined => {
  const distances = sorted
    .slice(1)
    .map((point, index) => point.time - (sorted[index]?.time ?? point.time))
    .filter((distance) => distance > 0)
    .sort((a, b) => a - b);
  return distances[Math.floor((distances.length - 1) / 2)];
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
