/** What a local time means in a zone: the instants (ms since the epoch) that its clocks show it at. */
export type LocalTime = readonly number[];

/** A time zone's clocks. */
export interface TimeZone {
  /** None in the hour that the clocks skip, two in the hour that they show twice, else one. */
  instantsOf(localMs: number): LocalTime;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Offsets change on the quarter hour at the finest. */
const QUARTER_MS = HOUR_MS / 4;
const MAX_REMEMBERED = 10_000;

/** Whether the runtime knows an IANA zone, such as Europe/Berlin. */
export const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

/** The clocks of an IANA zone; the name must be known (`isTimeZone`). Remembers offsets, a bounded number. */
export const timeZone = (name: string): TimeZone => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const computed = (instantMs: number): number => {
    const parts = Object.fromEntries(format.formatToParts(instantMs).map(({ type, value }) => [type, value]));
    const part = (type: string): number => Number(parts[type]);
    const year = parts['era'] === 'BC' ? 1 - part('year') : part('year');
    const shown = new Date(0);
    shown.setUTCFullYear(year, part('month') - 1, part('day'));
    shown.setUTCHours(part('hour'), part('minute'), part('second'));
    return shown.getTime() - Math.floor(instantMs / 1000) * 1000;
  };
  const remembered = new Map<number, number>();
  const offsetAt = (instantMs: number): number => {
    const key = Math.floor(instantMs / QUARTER_MS);
    const known = remembered.get(key);
    if (known !== undefined) return known;
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    const offset = computed(key * QUARTER_MS);
    remembered.set(key, offset);
    return offset;
  };
  return {
    instantsOf: (localMs) => {
      const before = localMs - offsetAt(localMs - DAY_MS);
      const after = localMs - offsetAt(localMs + DAY_MS);
      const candidates = before === after ? [before] : [Math.min(before, after), Math.max(before, after)];
      return candidates.filter((instant) => instant + offsetAt(instant) === localMs);
    },
  };
};
