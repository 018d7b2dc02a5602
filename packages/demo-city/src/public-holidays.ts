const DAY_MS = 86_400_000;

/** Easter Sunday as days since 1970-01-01 (Gauss's algorithm for the Gregorian calendar, valid 1900–2099). */
const easterSunday = (year: number): number => {
  const lunar = (19 * (year % 19) + 24) % 30;
  const weekday = (2 * (year % 4) + 4 * (year % 7) + 6 * lunar + 5) % 7;
  const late = lunar + weekday;
  const isException = late === 35 || (lunar === 28 && weekday === 6 && year % 19 > 10);
  return Date.UTC(year, 2, 22 + late - (isException ? 7 : 0)) / DAY_MS;
};

/** Month and day of the holidays with a fixed date in North Rhine-Westphalia. */
const fixedHolidays = ['01-01', '05-01', '10-03', '11-01', '12-25', '12-26'];

/** Good Friday, Easter Monday, Ascension, Whit Monday, Corpus Christi: days after Easter Sunday. */
const daysAfterEaster = [-2, 1, 39, 50, 60];

/** Whether a calendar day (days since 1970-01-01) is a public holiday in North Rhine-Westphalia. */
export const isPublicHoliday = (epochDay: number): boolean => {
  const date = new Date(epochDay * DAY_MS);
  return (
    fixedHolidays.includes(date.toISOString().slice(5, 10)) ||
    daysAfterEaster.includes(epochDay - easterSunday(date.getUTCFullYear()))
  );
};

/** Monday 0 … Sunday 6; a public holiday counts as a Sunday. */
export const weekdayOf = (epochDay: number): number =>
  isPublicHoliday(epochDay) ? 6 : (((epochDay + 3) % 7) + 7) % 7;
