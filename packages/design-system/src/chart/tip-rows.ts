import type { Language } from '../language.ts';
import { cityTimeZone } from '../time-range/city-time.ts';
import { toRows, type TimeSeries } from './time-series.ts';

/** What is told at a time of a chart: all its lines' values at once. */
export interface TipRow {
  readonly time: Date;
  /** Where the tip points to: the first line's value. */
  readonly value: number;
  readonly text: string;
}

/** The tips of lines in one unit; none where nothing was measured. */
export const tipRows = (
  lines: readonly TimeSeries[],
  unit: string,
  language: Language,
): readonly TipRow[] => {
  const locale = language === 'en' ? 'en-GB' : 'de-DE';
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const times = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: cityTimeZone,
  });
  return toRows(lines).flatMap(({ time, values }) => {
    const known = lines.flatMap(({ name }, index) => {
      const value = values[index] ?? null;
      return value === null ? [] : [{ name, value }];
    });
    const [first] = known;
    if (first === undefined) return [];
    const told = known.map(({ name, value }) => `${name}: ${numbers.format(value)} ${unit}`.trimEnd());
    return [{ time: new Date(time), value: first.value, text: [times.format(time), ...told].join('\n') }];
  });
};
