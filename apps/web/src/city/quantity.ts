import type { Language, TimePoint, TimeSeries } from '@allmende/design-system';
import { measuredName } from './counting-period.ts';
import { unitSymbol } from './units.ts';

/** How the numbers of an attribute are read: times the factor, in the unit. */
export interface Quantity {
  readonly factor: number;
  /** '' where there is none. */
  readonly unit: string;
}

/** Smart Data Models give these as shares from 0 to 1; people read percent. */
const shares: ReadonlySet<string> = new Set(['fillingLevel', 'occupancy', 'relativeHumidity']);

/** Shares as percent; everything else as it is, with the symbol of its unit. */
export const quantity = (attribute: string, unitCode: string | undefined): Quantity =>
  isShare(attribute) && (unitCode === undefined || unitCode === 'C62')
    ? { factor: 100, unit: '%' }
    : { factor: 1, unit: unitSymbol(unitCode) };

const isShare = (attribute: string): boolean => shares.has(attribute);

/** The name of an attribute where its number is typed as it is stored; a count's period as the entity tells it. */
export const inputName = (
  attribute: string,
  language: Language,
  entity?: Readonly<Record<string, unknown>>,
): string => {
  const range = language === 'de' ? '0 bis 1' : '0 to 1';
  const name = measuredName(attribute, language, entity);
  return isShare(attribute) ? `${name} (${range})` : name;
};

/** A line of a chart in the unit people read. */
export const toSeries = (
  name: string,
  { factor, unit }: Quantity,
  points: readonly TimePoint[],
): TimeSeries => ({
  name,
  unit,
  points:
    factor === 1
      ? points
      : points.map(({ time, value }) => ({ time, value: value === null ? null : value * factor })),
});
