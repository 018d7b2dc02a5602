import { round } from './source-files.ts';

/** Running sum and count per cell: `cells[first][second]`, for example weekday and hour. */
export interface Averages {
  add(first: number, second: number, value: number): void;
  mean(first: number, second: number): number | undefined;
  /** All means, rounded; a cell without any value takes `fallback`. */
  table(decimals: number, fallback: (first: number, second: number) => number): number[][];
}

export const averages = (rows: number, columns: number): Averages => {
  const sums = new Float64Array(rows * columns);
  const counts = new Uint32Array(rows * columns);
  const mean = (first: number, second: number): number | undefined => {
    const index = first * columns + second;
    const count = counts[index] ?? 0;
    return count === 0 ? undefined : (sums[index] ?? 0) / count;
  };
  return {
    add: (first, second, value) => {
      const index = first * columns + second;
      sums[index] = (sums[index] ?? 0) + value;
      counts[index] = (counts[index] ?? 0) + 1;
    },
    mean,
    table: (decimals, fallback) =>
      Array.from({ length: rows }, (_row, first) =>
        Array.from({ length: columns }, (_cell, second) =>
          round(mean(first, second) ?? fallback(first, second), decimals),
        ),
      ),
  };
};

/** Standard deviation of a list; 0 for fewer than two values. */
export const standardDeviation = (values: readonly number[]): number => {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
};
