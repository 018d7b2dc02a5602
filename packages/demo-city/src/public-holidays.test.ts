import { describe, expect, it } from 'vitest';
import { isPublicHoliday, weekdayOf } from './public-holidays.ts';

const dayOf = (date: string): number => Date.parse(date) / 86_400_000;

describe('public holidays of North Rhine-Westphalia', () => {
  it.each([
    ['2025-01-01', 'New Year'],
    ['2025-04-18', 'Good Friday'],
    ['2025-04-21', 'Easter Monday'],
    ['2025-05-29', 'Ascension'],
    ['2025-06-09', 'Whit Monday'],
    ['2025-06-19', 'Corpus Christi'],
    ['2026-04-06', 'Easter Monday'],
    ['2027-03-26', 'Good Friday'],
    ['2049-04-16', 'Good Friday in a year where the algorithm needs its exception'],
    ['1981-04-20', 'Easter Monday in a year where the algorithm needs its exception'],
    ['2026-11-01', 'All Saints'],
    ['2026-12-26', 'Second Christmas Day'],
  ])('counts %s (%s)', (date) => {
    expect(isPublicHoliday(dayOf(date))).toBe(true);
    expect(weekdayOf(dayOf(date))).toBe(6);
  });

  it.each(['2025-04-20', '2026-10-31', '2026-12-24', '2026-06-05'])('does not count %s', (date) => {
    expect(isPublicHoliday(dayOf(date))).toBe(false);
  });

  it('numbers weekdays from Monday, before 1970 too', () => {
    expect(weekdayOf(dayOf('2026-11-23'))).toBe(0);
    expect(weekdayOf(dayOf('2026-11-29'))).toBe(6);
    expect(weekdayOf(dayOf('1969-12-31'))).toBe(2);
  });
});
