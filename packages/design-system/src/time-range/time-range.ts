import { fromWallClock, wallClock } from './city-time.ts';

/** A period: the last hours up to now, or fixed ends (milliseconds). */
export type TimeRange =
  | { readonly kind: 'last'; readonly hours: number }
  | { readonly kind: 'custom'; readonly from: number; readonly to: number };

const hour = 60 * 60 * 1000;

/** The ends of a period in milliseconds, seen from `now`. */
export const resolveTimeRange = (
  range: TimeRange,
  now: number,
): { readonly from: number; readonly to: number } =>
  range.kind === 'custom' ? { from: range.from, to: range.to } : { from: now - range.hours * hour, to: now };

/** Text of a `datetime-local` field for an instant, in the city's time. */
export const toLocalField = (time: number): string => new Date(wallClock(time)).toISOString().slice(0, 16);

/** The instant of a `datetime-local` field's text; NaN for text that is none. */
export const fromLocalField = (text: string): number => {
  const wall = Date.parse(`${text}Z`);
  return Number.isNaN(wall) ? wall : fromWallClock(wall);
};
