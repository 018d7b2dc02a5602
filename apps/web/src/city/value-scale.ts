import type { Language } from '@allmende/design-system';
import type { Entity } from '../api/entity.ts';
import { toldValue } from './closed-place.ts';

/** Classes of a measured value and their colours: five shades of one hue, told apart by lightness alone. */
export interface ValueScale {
  readonly attribute: string;
  /** Lower ends of the second and later classes, in the attribute's own numbers. */
  readonly breaks: readonly number[];
  /** Low values are drawn strongly, because they are scarce. */
  readonly isReversed: boolean;
  /** What the classes are called where numbers say little. */
  readonly names: Readonly<Record<Language, readonly string[]>> | undefined;
}

type Ramp = readonly [string, string, string, string, string];

const blue: Ramp = ['#c9dcf8', '#8fb8ee', '#4f8cdc', '#2259b0', '#0d3273'];
const violet: Ramp = ['#e0d5f8', '#bfa6ee', '#9670db', '#6a3bbb', '#3f1b7c'];
const teal: Ramp = ['#c2ebe0', '#7fcfbb', '#36a48c', '#0a7560', '#044639'];
const orange: Ramp = ['#fde0c5', '#f9b27c', '#ea7a32', '#b9480a', '#732a03'];
const ochre: Ramp = ['#f3e6bd', '#dcc06c', '#b28e28', '#7f6110', '#4c3a08'];
const green: Ramp = ['#d2edc2', '#9dd382', '#5dab3c', '#357c1a', '#1c4a09'];

interface KnownScale extends ValueScale {
  readonly ramp: Ramp;
}

const scale = (
  attribute: string,
  breaks: readonly number[],
  ramp: Ramp,
  more: Partial<Pick<ValueScale, 'isReversed' | 'names'>> = {},
): KnownScale => ({ attribute, breaks, ramp, isReversed: false, names: undefined, ...more });

const scales: ReadonlyMap<string, KnownScale> = new Map([
  ['TrafficFlowObserved', scale('intensity', [10, 30, 60, 120], blue)],
  ['OffStreetParking', scale('occupancy', [0.25, 0.5, 0.75, 0.9], violet)],
  [
    'AirQualityObserved',
    scale('airQualityIndex', [2, 3, 4, 5], teal, {
      names: {
        de: ['sehr gut', 'gut', 'mäßig', 'schlecht', 'sehr schlecht'],
        en: ['very good', 'good', 'moderate', 'poor', 'very poor'],
      },
    }),
  ],
  ['WeatherObserved', scale('temperature', [0, 10, 20, 30], orange)],
  ['WasteContainer', scale('fillingLevel', [0.25, 0.5, 0.75, 0.9], ochre)],
  [
    'EVChargingStation',
    scale('availableCapacity', [1, 2], green, {
      isReversed: true,
      names: { de: ['belegt', '1 frei', '2 und mehr'], en: ['taken', '1 free', '2 and more'] },
    }),
  ],
]);

/** How values of a type are told by colour; undefined where they are not. */
export const valueScale = (type: string): ValueScale | undefined => scales.get(type);

/** The class of a value, from 0 on. */
export const classOf = ({ breaks }: ValueScale, value: number): number =>
  breaks.filter((lowest) => value >= lowest).length;

/** Colours of the classes of a type. On dark ground much is bright, as much is dark on light ground. */
export const scaleColors = (type: string, isDark: boolean): readonly string[] => {
  const known = scales.get(type);
  if (known === undefined) return [];
  const last = known.breaks.length;
  const colors = [...known.breaks, 0].map(
    (_, index) => known.ramp[Math.round((index * (known.ramp.length - 1)) / last)] ?? known.ramp[0],
  );
  return known.isReversed === isDark ? colors : colors.reverse();
};

/** The edge of the points of a type, which parts them from the ground. */
export const scaleStroke = (type: string, isDark: boolean): string | undefined =>
  scales.get(type)?.ramp[isDark ? 0 : 4];

/** The colour of a point without a value. */
export const hollow = 'rgba(0, 0, 0, 0)';

/** The colour of an entity by its value: hollow without one or while closed, undefined where its type has no scale. */
export const valueColor = (entity: Entity, isDark: boolean): string | undefined => {
  const known = scales.get(entity.type);
  if (known === undefined) return undefined;
  const value = toldValue(entity, known.attribute);
  return typeof value === 'number' ? scaleColors(entity.type, isDark)[classOf(known, value)] : hollow;
};
