/** Calendar and clock values as written; the offset in minutes when the text has one. */
export interface WrittenTime {
  /** The written calendar and clock values as if they were UTC. */
  readonly localMs: number;
  /** Minutes east of UTC; absent when the text has no zone. */
  readonly offsetMinutes?: number;
}

export type DateTimeParser = (text: string) => WrittenTime | undefined;

const MINUTE_MS = 60_000;

interface ClockParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

const daysIn = (year: number, month: number): number =>
  month === 2
    ? (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31;

/** Milliseconds of calendar values that exist; 24:00 is the end of the day, and there are no leap seconds. */
const localMsOf = (parts: ClockParts): number | undefined => {
  const { year, month, day, hour, minute, second, millisecond } = parts;
  const isDay = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  const isTime = hour <= 23 && minute <= 59 && second <= 59;
  const isEndOfDay = hour === 24 && minute === 0 && second === 0 && millisecond === 0;
  if (!isDay || !(isTime || isEndOfDay)) return undefined;
  if (year >= 100) return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  const early = new Date(Date.UTC(2000, month - 1, day, hour, minute, second, millisecond));
  early.setUTCFullYear(year, month - 1, day);
  return early.getTime();
};

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?$/;

/** Minutes east of UTC of a zone as ISO 8601 writes it. */
const offsetOf = (zone: string): number | undefined => {
  if (zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || 0);
  if (hours > 18 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
};

/** Reads ISO 8601 date and time; seconds, fraction and zone may be missing. */
export const parseIsoDateTime: DateTimeParser = (text) => {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone] = match;
  const localMs = localMsOf({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    millisecond: Number(fraction.slice(0, 3).padEnd(3, '0')),
  });
  if (localMs === undefined || zone === undefined) return localMs === undefined ? undefined : { localMs };
  const offsetMinutes = offsetOf(zone);
  return offsetMinutes === undefined ? undefined : { localMs, offsetMinutes };
};

const epoch =
  (unitMs: number): DateTimeParser =>
  (text) =>
    /^-?\d{1,13}$/.test(text) ? { localMs: Number(text) * unitMs, offsetMinutes: 0 } : undefined;

const tokens: Readonly<Record<string, string>> = {
  yyyy: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
};

const compile = (format: string): RegExp =>
  new RegExp(
    `^${format.replace(/yyyy|MM?|dd?|HH?|mm|ss|[^A-Za-z]|./g, (part) => tokens[part] ?? part.replace(/[^\w\s]/g, '\\$&'))}$`,
  );

/** Whether a mapping may name this format: iso, epoch-s, epoch-ms, or a pattern such as dd.MM.yyyy HH:mm. */
export const isDateFormat = (format: string): boolean => {
  if (['iso', 'epoch-s', 'epoch-ms'].includes(format)) return true;
  const found = format.match(/yyyy|MM?|dd?|HH?|mm|ss|[A-Za-z]/g) ?? [];
  const isKnown = found.every((token) => Object.hasOwn(tokens, token) || token === 'T');
  const kinds = found.map((token) => (token === 'mm' ? 'minute' : token[0]));
  return (
    isKnown && ['y', 'M', 'd'].every((kind) => kinds.includes(kind)) && new Set(kinds).size === kinds.length
  );
};

/** A parser of one date format; the format must be known (`isDateFormat`). Dates without time are midnight. */
export const dateTimeParser = (format: string): DateTimeParser => {
  if (format === 'iso') return (text) => parseIsoDateTime(text) ?? parseIsoDate(text);
  if (format === 'epoch-s') return epoch(1000);
  if (format === 'epoch-ms') return epoch(1);
  const pattern = compile(format);
  return (text) => {
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) return undefined;
    const part = (name: string): number => Number(groups[name] ?? 0);
    const localMs = localMsOf({
      year: part('year'),
      month: part('month'),
      day: part('day'),
      hour: part('hour'),
      minute: part('minute'),
      second: part('second'),
      millisecond: 0,
    });
    return localMs === undefined ? undefined : { localMs };
  };
};

const parseIsoDate: DateTimeParser = (text) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseIsoDateTime(`${text}T00:00`) : undefined;

/** The instant of a written time that has its zone, in ms since the epoch. */
export const instantOf = ({ localMs, offsetMinutes = 0 }: WrittenTime): number =>
  localMs - offsetMinutes * MINUTE_MS;

/** UTC text of an instant, without milliseconds when there are none. */
export const utcText = (instantMs: number): string => {
  const text = new Date(instantMs).toISOString();
  return instantMs % 1000 === 0 ? `${text.slice(0, -5)}Z` : text;
};
