import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateTimeParser, instantOf, isDateFormat, parseIsoDateTime, utcText } from './date-time-parser.ts';

const utc = (text: string, format = 'iso'): string | undefined => {
  const written = dateTimeParser(format)(text);
  return written === undefined ? undefined : utcText(instantOf(written));
};

describe('date and time parser', () => {
  it.each([
    ['2025-09-01T00:15+02:00', '2025-08-31T22:15:00Z'],
    ['2025-09-01 00:15:30.25Z', '2025-09-01T00:15:30.250Z'],
    ['2025-09-01T24:00Z', '2025-09-02T00:00:00Z'],
    ['2025-09-01T00:15-0330', '2025-09-01T03:45:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
  ])('reads %s as %s', (text, expected) => {
    expect(utc(text)).toBe(expected);
  });

  it.each([
    '2025-02-29T00:00Z',
    '2025-13-01T00:00Z',
    '2025-00-10T00:00Z',
    '2025-01-01T25:00Z',
    '2025-01-01T10:60Z',
    '2025-01-01T10:00:60Z',
    '2025-01-01T10:00+19:00',
    '2025-1-1',
    '01.02.2025',
    '',
  ])('does not take %j for ISO 8601', (text) => {
    expect(utc(text)).toBeUndefined();
  });

  it('tells whether a text has a zone', () => {
    expect(parseIsoDateTime('2025-09-01T00:15')?.offsetMinutes).toBeUndefined();
    expect(parseIsoDateTime('2025-09-01T00:15-01:30')?.offsetMinutes).toBe(-90);
  });

  it.each([
    ['07.03.2022', 'dd.MM.yyyy', '2022-03-07T00:00:00Z'],
    ['7.3.2022 9:05', 'd.M.yyyy H:mm', '2022-03-07T09:05:00Z'],
    ['2022/03/07T09:05:01', 'yyyy/MM/ddTHH:mm:ss', '2022-03-07T09:05:01Z'],
    ['1646643600', 'epoch-s', '2022-03-07T09:00:00Z'],
    ['1646643600123', 'epoch-ms', '2022-03-07T09:00:00.123Z'],
    ['31.02.2022', 'dd.MM.yyyy', undefined],
    ['07-03-2022', 'dd.MM.yyyy', undefined],
  ])('reads %s by %s as %s', (text, format, expected) => {
    expect(utc(text, format)).toBe(expected);
  });

  it('knows which patterns are date formats', () => {
    const formats = ['iso', 'dd.MM.yyyy', 'yyyyMMdd HH:mm', 'MM.yyyy', 'dd.MM.yyyy dd', 'tt.MM.jjjj', ''];
    expect(formats.map(isDateFormat)).toEqual([true, true, true, false, false, false, false]);
  });

  it('reads back every instant as written by toISOString', () => {
    const date = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(date, (given) => {
        const written = parseIsoDateTime(given.toISOString());
        expect(written && instantOf(written)).toBe(given.getTime());
      }),
    );
  });

  it('agrees with the calendar of the runtime about which days exist', () => {
    const part = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), part(14), part(33), (year, month, day) => {
        const pad = (value: number, width: number): string => String(value).padStart(width, '0');
        const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
        const date = new Date(`${text}T00:00:00Z`);
        const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
        expect(utc(text) !== undefined).toBe(exists);
      }),
    );
  });

  it('never throws on arbitrary text (fuzz)', () => {
    fc.assert(fc.property(fc.string(), (text) => void utc(text)));
  });
});
