import type { Language } from '../language.ts';
import { cityTimeZone, fromWallClock, wallClock } from '../time-range/city-time.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  minute,
  5 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  28 * day,
];

/** Round times of the city's clock within a period, at most as many as there is room for. */
export const timeTicks = (from: number, to: number, most: number): readonly number[] => {
  const step = steps.find((one) => (to - from) / one <= most) ?? 91 * day;
  const first = Math.ceil(wallClock(from) / step) * step;
  const count = Math.max(0, Math.floor((wallClock(to) - first) / step) + 1);
  return Array.from({ length: count }, (_, index) => fromWallClock(first + index * step)).filter(
    (time) => time >= from && time <= to,
  );
};

/** Words for a tick: the date at midnight, the time of day otherwise. */
export const tickText = (time: number, language: Language): string => {
  const locale = language === 'en' ? 'en-GB' : 'de-DE';
  const isMidnight = wallClock(time) % day === 0;
  return new Intl.DateTimeFormat(locale, {
    timeZone: cityTimeZone,
    ...(isMidnight
      ? { weekday: 'short', day: 'numeric', month: 'numeric' }
      : { hour: '2-digit', minute: '2-digit' }),
  }).format(time);
};
