import type { TimePoint } from './time-series.ts';

/** Size of a small line in its own units. */
export interface SparklineSize {
  readonly width: number;
  readonly height: number;
}

const margin = 2;

/** The SVG path of points over time; gaps (null values) lift the pen. Empty without two points. */
export const sparklinePath = (points: readonly TimePoint[], { width, height }: SparklineSize): string => {
  const known = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || known.length < 2) return '';
  const [low, high] = [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))];
  const span = last.time - first.time;
  const x = (time: number): number => (span === 0 ? 0 : ((time - first.time) / span) * width);
  const y = (value: number): number =>
    high === low ? height / 2 : margin + ((high - value) / (high - low)) * (height - 2 * margin);
  return points
    .map(({ time, value }, index) => {
      if (value === null) return '';
      const before = points[index - 1];
      const pen = before === undefined || before.value === null ? 'M' : 'L';
      return `${pen}${x(time).toFixed(1)},${y(value).toFixed(1)}`;
    })
    .join('');
};
