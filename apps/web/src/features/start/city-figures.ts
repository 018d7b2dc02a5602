import type { Entity } from '../../api/entity.ts';
import { countingMinutes, toldValue } from '../../city/index.ts';

/** A number that tells how the city is doing right now. */
export interface CityFigure {
  /** Key of its texts. */
  readonly key: FigureKey;
  readonly type: string;
  readonly attribute: string;
  readonly value: number;
  /** All there is, where the value is a part of it. */
  readonly total: number | undefined;
  /** Entities that gave the value. */
  readonly count: number;
  /** Minutes that a count covers, where all entities counted over the same period. */
  readonly minutes: number | undefined;
}

export type FigureKey = 'bikes' | 'parking' | 'charging' | 'air' | 'temperature' | 'waste';

interface FigureRule {
  readonly key: FigureKey;
  readonly type: string;
  readonly attribute: string;
  /** Attribute that sums up to all there is. */
  readonly of?: string;
  readonly read: (values: readonly number[]) => number;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
/** From this share on a container is as good as full. */
export const fullFrom = 0.9;
const countFull = (values: readonly number[]): number => values.filter((value) => value >= fullFrom).length;

const rules: readonly FigureRule[] = [
  { key: 'bikes', type: 'TrafficFlowObserved', attribute: 'intensity', read: sum },
  {
    key: 'parking',
    type: 'OffStreetParking',
    attribute: 'availableSpotNumber',
    of: 'totalSpotNumber',
    read: sum,
  },
  { key: 'charging', type: 'EVChargingStation', attribute: 'availableCapacity', of: 'capacity', read: sum },
  { key: 'air', type: 'AirQualityObserved', attribute: 'no2', read: mean },
  { key: 'temperature', type: 'WeatherObserved', attribute: 'temperature', read: mean },
  { key: 'waste', type: 'WasteContainer', attribute: 'fillingLevel', read: countFull },
];

/** Types whose entities the figures are made of. */
export const figureTypes: readonly string[] = rules.map(({ type }) => type);

/** The figures a city has the data for; what is closed has nothing free. */
export const cityFigures = (byType: ReadonlyMap<string, readonly Entity[]>): readonly CityFigure[] =>
  rules.flatMap(({ key, type, attribute, of, read }) => {
    const measured = (byType.get(type) ?? []).filter(
      (entity) => typeof toldValue(entity, attribute) === 'number',
    );
    const values = numbersOf(measured, attribute);
    if (values.length === 0) return [];
    const total = of === undefined ? undefined : sum(numbersOf(measured, of));
    return [
      {
        key,
        type,
        attribute,
        value: read(values),
        total: total === 0 ? undefined : total,
        count: values.length,
        minutes: commonMinutes(measured),
      },
    ];
  });

const numbersOf = (entities: readonly Entity[], attribute: string): readonly number[] =>
  entities.flatMap((entity) => {
    const value = entity[attribute];
    return typeof value === 'number' ? [value] : [];
  });

/** The period that all entities counted over. */
const commonMinutes = (entities: readonly Entity[]): number | undefined => {
  const [minutes, ...others] = new Set(entities.map(countingMinutes));
  return others.length === 0 ? minutes : undefined;
};
