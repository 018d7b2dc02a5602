const DATE_TIME = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}([.,]\d{1,9})?Z$/;

/** What a time has to be (§4.6.3). */
export const utcTime = 'a date and time in UTC with "Z" (§4.6.3), such as 2026-01-31T12:00:00Z';

/** A time as NGSI-LD writes it in milliseconds since the epoch; its fraction may follow a comma (§4.6.3). */
export const instantMs = (text: string): number => Date.parse(text.replace(',', '.'));

/** Whether there is such a day; Date.parse takes the 30th of February for the 2nd of March. */
export const isCalendarDay = (year: number, month: number, day: number): boolean =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;

/** Whether a text is a date and time in UTC, ending in Z (CIM 009 §4.6.3). */
export const isDateTime = (value: unknown): value is string => {
  const parts = typeof value === 'string' ? DATE_TIME.exec(value) : null;
  if (parts === null) return false;
  const [text, year, month, day] = parts;
  return isCalendarDay(Number(year), Number(month), Number(day)) && !Number.isNaN(instantMs(text));
};

/** `isDateTime` that remembers the last text it accepted. */
export const createDateTimeCheck = (): ((value: unknown) => value is string) => {
  let last: unknown;
  return (value): value is string => {
    if (value === last && last !== undefined) return true;
    if (!isDateTime(value)) return false;
    last = value;
    return true;
  };
};
