/** An ISO 8601 duration; months are calendar months, the rest is fixed. */
export interface Duration {
  readonly months: number;
  readonly ms: number;
}

const pattern =
  /^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/u;

/** Parses an ISO 8601 duration such as P1D or PT15M; undefined when it is none. */
export const parseDuration = (text: string): Duration | undefined => {
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  return {
    months: years * 12 + months,
    ms: (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60_000 + Math.round(seconds * 1000),
  };
};

/** The moment `count` durations after the start, in UTC; a missing day becomes the last of its month. */
export const after = (startMs: number, duration: Duration, count: number): number => {
  const start = new Date(startMs);
  if (duration.months === 0) return startMs + duration.ms * count;
  const month = start.getUTCMonth() + duration.months * count;
  const lastDay = new Date(Date.UTC(start.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Math.min(start.getUTCDate(), lastDay);
  const timeOfDay = startMs - Date.UTC(start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate());
  return Date.UTC(start.getUTCFullYear(), month, day) + timeOfDay + duration.ms * count;
};
