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

/** Text of a `datetime-local` field for an instant, in local time. */
export const toLocalField = (time: number): string => {
  const date = new Date(time - new Date(time).getTimezoneOffset() * 60 * 1000);
  return date.toISOString().slice(0, 16);
};
