import { weekdayOf } from './public-holidays.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** A wall-clock hour in the city. */
export interface LocalHour {
  readonly epochDay: number;
  /** 0–11 */
  readonly month: number;
  /** 0–23 */
  readonly hour: number;
  /** Monday 0 … Sunday 6; a public holiday counts as a Sunday. */
  readonly weekday: number;
}

export interface CityCalendar {
  at(timeMs: number): LocalHour;
  /** Value of a table of 7 weekdays × 24 hours, where each cell stands for the middle of its hour. */
  interpolate(table: readonly (readonly number[])[], timeMs: number): number;
}

const CACHED_HOURS = 2_000;

const cellOf = (table: readonly (readonly number[])[], { weekday, hour }: LocalHour): number =>
  table[weekday]?.[hour] ?? 0;

/** Local hours of a time zone, summer time and public holidays included; asks Intl once an hour of time. */
export const createCityCalendar = (timeZone = 'Europe/Berlin'): CityCalendar => {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
  });
  const hours = new Map<number, LocalHour>();

  const compute = (timeMs: number): LocalHour => {
    const parts = new Map(format.formatToParts(timeMs).map(({ type, value }) => [type, Number(value)]));
    const month = (parts.get('month') ?? 1) - 1;
    const epochDay = Date.UTC(parts.get('year') ?? 1970, month, parts.get('day') ?? 1) / DAY_MS;
    return { epochDay, month, hour: parts.get('hour') ?? 0, weekday: weekdayOf(epochDay) };
  };

  const at = (timeMs: number): LocalHour => {
    const key = Math.floor(timeMs / HOUR_MS);
    const known = hours.get(key);
    if (known !== undefined) return known;
    if (hours.size >= CACHED_HOURS) hours.clear();
    const computed = compute(timeMs);
    hours.set(key, computed);
    return computed;
  };

  return {
    at,
    interpolate: (table, timeMs) => {
      const shifted = timeMs - HOUR_MS / 2;
      const weight = shifted / HOUR_MS - Math.floor(shifted / HOUR_MS);
      return cellOf(table, at(shifted)) * (1 - weight) + cellOf(table, at(shifted + HOUR_MS)) * weight;
    },
  };
};
