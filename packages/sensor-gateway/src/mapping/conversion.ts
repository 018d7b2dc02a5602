import { readGeometry, type ToWgs84, type Wgs84Position } from './coordinates.ts';
import { dateTimeParser, utcText } from './date-time-parser.ts';
import type { InstantReader } from './instant-reader.ts';
import type { AttributeMapping } from './mapping.ts';
import type { NumberParser } from './number-parser.ts';
import { Unfit } from './unfit.ts';
import { unitConversion } from './unit-codes.ts';

/** A stored value, nothing when there is none, or why the value is unfit. */
export type Conversion = (raw: unknown) => unknown;

/** What conversions of one mapping have in common. */
export interface ConversionSettings {
  readonly parseNumber: NumberParser;
  readonly readInstant: InstantReader;
  readonly toWgs84: ToWgs84;
  readonly area?: readonly [west: number, south: number, east: number, north: number];
}

/** The text of a cell without the white space around it; nothing is the empty text. */
export const cellText = (raw: unknown): string => {
  if (typeof raw === 'string') return raw.trim();
  if (raw === undefined || raw === null) return '';
  return typeof raw === 'object' ? JSON.stringify(raw) : String(raw);
};

const truths: Readonly<Record<string, boolean>> = {
  true: true,
  false: false,
  '1': true,
  '0': false,
  yes: true,
  no: false,
  ja: true,
  nein: false,
};

const toBoolean: Conversion = (raw) =>
  truths[cellText(raw).toLowerCase()] ?? new Unfit('is not true or false');

const toNumber =
  (parse: NumberParser): Conversion =>
  (raw) => {
    const value = typeof raw === 'number' ? raw : parse(cellText(raw));
    return value === undefined || !Number.isFinite(value) ? new Unfit('is not a number') : value;
  };

const toInteger = (parse: NumberParser): Conversion => {
  const number = toNumber(parse);
  return (raw) => {
    const value = number(raw);
    return typeof value === 'number' && !Number.isSafeInteger(value)
      ? new Unfit('is not a whole number')
      : value;
  };
};

/** NGSI-LD writes times as typed values (CIM 009 §4.6.3). */
const typedValue = (type: 'DateTime' | 'Date', value: string): unknown => ({
  '@type': type,
  '@value': value,
});

const toDateTime = (format: string, { readInstant }: ConversionSettings): Conversion => {
  const parse = dateTimeParser(format);
  return (raw) => {
    const instant = readInstant(cellText(raw), parse);
    return typeof instant === 'number' ? typedValue('DateTime', utcText(instant)) : instant;
  };
};

const toDate = (format: string): Conversion => {
  const parse = dateTimeParser(format);
  return (raw) => {
    const written = parse(cellText(raw));
    return written === undefined
      ? new Unfit(`is not a date (${format})`)
      : typedValue('Date', utcText(written.localMs).slice(0, 10));
  };
};

/** Refuses positions outside the area that the mapping allows. */
export const isInside = ([longitude, latitude]: Wgs84Position, area: ConversionSettings['area']): boolean => {
  if (area === undefined) return true;
  const [west, south, east, north] = area;
  return longitude >= west && longitude <= east && latitude >= south && latitude <= north;
};

const firstPosition = (coordinates: unknown): Wgs84Position | undefined => {
  if (!Array.isArray(coordinates)) return undefined;
  const [first, second]: readonly unknown[] = coordinates;
  return typeof first === 'number' && typeof second === 'number' ? [first, second] : firstPosition(first);
};

const toGeometry =
  ({ toWgs84, area }: ConversionSettings, wanted: string | undefined): Conversion =>
  (raw) => {
    const geometry = readGeometry(parsedGeometry(raw), toWgs84, wanted);
    if (typeof geometry === 'string') return new Unfit(geometry);
    const position = firstPosition(geometry.coordinates);
    return position !== undefined && isInside(position, area)
      ? geometry
      : new Unfit('lies outside the area of the mapping');
  };

/** In CSV, a geometry is GeoJSON as text. */
const parsedGeometry = (raw: unknown): unknown => {
  if (typeof raw !== 'string') return raw;
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    return raw;
  }
};

const formConversion = (attribute: AttributeMapping, settings: ConversionSettings): Conversion => {
  const { as = 'text', format = 'iso', geometryType } = attribute;
  switch (as) {
    case 'text':
      return cellText;
    case 'json':
      return (raw) => raw;
    case 'number':
      return toNumber(settings.parseNumber);
    case 'integer':
      return toInteger(settings.parseNumber);
    case 'boolean':
      return toBoolean;
    case 'date-time':
      return toDateTime(format, settings);
    case 'date':
      return toDate(format);
    case 'geometry':
      return toGeometry(settings, geometryType);
  }
};

/** Scale, unit and range of a number. */
export const numberFinish = ({ scale, unit, range }: AttributeMapping): Conversion => {
  const toTarget =
    unit === undefined || typeof unit === 'string' ? undefined : unitConversion(unit.from, unit.to);
  const { min = -Infinity, max = Infinity } = range ?? {};
  return (raw) => {
    if (typeof raw !== 'number') return raw;
    const scaled = scale === undefined ? raw : Number((raw * scale).toPrecision(12));
    const value = toTarget === undefined ? scaled : toTarget(scaled);
    if (value < min) return new Unfit(`is less than ${min}`);
    return value > max ? new Unfit(`is more than ${max}`) : value;
  };
};

const mapped = (map: Readonly<Record<string, unknown>>): Conversion => {
  const values = new Map(Object.entries(map));
  const other = values.has('*') ? values.get('*') : new Unfit(`is none of ${[...values.keys()].join(', ')}`);
  return (raw) => {
    const text = cellText(raw);
    const value = values.has(text) ? values.get(text) : other;
    return value === null ? undefined : value;
  };
};

/** The conversion of one cell of an attribute: no value, value map, form, unit, range. */
export const conversionOf = (attribute: AttributeMapping, settings: ConversionSettings): Conversion => {
  const missing = new Set(['', ...(attribute.missing ?? [])]);
  const nothing = attribute.emptyMeans === 'refuse' ? new Unfit('is empty') : undefined;
  const form = attribute.map === undefined ? formConversion(attribute, settings) : mapped(attribute.map);
  const finish = numberFinish(attribute);
  const convert: Conversion = (raw) => (missing.has(cellText(raw)) ? nothing : finish(form(raw)));
  return attribute.split === undefined ? convert : listConversion(convert, attribute.split);
};

const listConversion =
  (convert: Conversion, separator: string): Conversion =>
  (raw) =>
    joinedList(cellText(raw).split(separator).map(convert));

/** Converted items as a list without repetitions; nothing when it is empty. */
export const joinedList = (items: readonly unknown[]): unknown => {
  const unfit = items.find((item) => item instanceof Unfit);
  if (unfit !== undefined) return unfit;
  const values = [...new Set(items.flat().filter((item) => item !== undefined))];
  return values.length === 0 ? undefined : values;
};
