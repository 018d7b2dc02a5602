import type { AttributeInstance } from '../ngsi-ld-entity.ts';
import {
  cellText,
  conversionOf,
  type ConversionSettings,
  isInside,
  joinedList,
  numberFinish,
} from './conversion.ts';
import type { AttributeMapping, Computation } from './mapping.ts';
import type { FieldAccess, FieldFinder, Row } from './row.ts';
import { parseTemplate } from './template.ts';
import { unitCodeOf } from './unit-codes.ts';
import { Unfit } from './unfit.ts';

/** Makes one attribute of a row; nothing when it has none. Reports problems in the row. */
export type AttributeMapper = (row: Row) => AttributeInstance | undefined;

/** What attribute mappers of one source have in common. */
export interface AttributeMapperParts {
  readonly find: FieldFinder;
  readonly settings: ConversionSettings;
}

/** The value of an attribute of a row; nothing when it has none. */
type ValueReader = (row: Row) => unknown;

const fitOrReport = (row: Row, column: string, raw: unknown, value: unknown): unknown => {
  if (!(value instanceof Unfit)) return value;
  row.problems.push({ column, value: cellText(raw).slice(0, 200), reason: value.reason });
  return undefined;
};

const fieldReader = (
  field: string,
  attribute: AttributeMapping,
  parts: AttributeMapperParts,
): ValueReader => {
  const access = parts.find(field);
  const convert = conversionOf(attribute, parts.settings);
  return (row) => {
    const raw = access(row);
    return fitOrReport(row, field, raw, convert(raw));
  };
};

/** A template filled with the fields of a row. */
export const templateReader = (text: string, find: FieldFinder): ((row: Row) => string | undefined) => {
  const template = parseTemplate(text);
  const accesses = new Map(template.fields.map((field) => [field, find(field)]));
  return (row) => template.fill((field) => cellText(accesses.get(field)?.(row)));
};

const listReader = (
  fields: readonly string[],
  attribute: AttributeMapping,
  parts: AttributeMapperParts,
): ValueReader => {
  const readers = fields.map((field) => fieldReader(field, attribute, parts));
  return (row) => joinedList(readers.map((read) => read(row)));
};

const pointReader = (
  { x, y }: { readonly x: string; readonly y: string },
  { find, settings }: AttributeMapperParts,
): ValueReader => {
  const number: AttributeMapping = { as: 'number' };
  const readX = fieldReader(x, number, { find, settings });
  const readY = fieldReader(y, number, { find, settings });
  return (row) => {
    const east = readX(row);
    const north = readY(row);
    if (typeof east !== 'number' || typeof north !== 'number') return undefined;
    const position = settings.toWgs84(east, north);
    if (position !== undefined && isInside(position, settings.area)) {
      return { type: 'Point', coordinates: position };
    }
    const reason = position === undefined ? 'is no place on Earth' : 'lies outside the area of the mapping';
    row.problems.push({ column: `${x}, ${y}`, value: `${east}, ${north}`, reason });
    return undefined;
  };
};

const operandReader = (operand: Computation, parts: AttributeMapperParts): ValueReader => {
  if (typeof operand === 'string') return fieldReader(operand, { as: 'number' }, parts);
  const isSubtraction = 'subtract' in operand;
  const [left, right] = isSubtraction ? operand.subtract : operand.ratio;
  const readLeft = operandReader(left, parts);
  const readRight = operandReader(right, parts);
  return (row) => {
    const a = readLeft(row);
    const b = readRight(row);
    if (typeof a !== 'number' || typeof b !== 'number') return undefined;
    if (isSubtraction) return a - b;
    return b === 0 ? new Unfit('cannot be computed: division by zero') : a / b;
  };
};

const DECIMALS = 1e6;

const computedReader = (
  computation: Computation,
  attribute: AttributeMapping,
  { name, parts }: { readonly name: string; readonly parts: AttributeMapperParts },
): ValueReader => {
  const compute = operandReader(computation, parts);
  const finish = numberFinish(attribute);
  return (row) => {
    const result = compute(row);
    const value = typeof result === 'number' ? Math.round(result * DECIMALS) / DECIMALS : result;
    return fitOrReport(row, name, typeof value === 'number' ? value : '', finish(value));
  };
};

const languageReader = (languages: Readonly<Record<string, string>>, find: FieldFinder): ValueReader => {
  const accesses: readonly (readonly [string, FieldAccess])[] = Object.entries(languages).map(
    ([tag, field]) => [tag, find(field)],
  );
  return (row) => {
    const texts = accesses.map(([tag, access]) => [tag, cellText(access(row))] as const);
    const filled = texts.filter(([, text]) => text !== '');
    return filled.length === 0 ? undefined : Object.fromEntries(filled);
  };
};

const valueReader = (name: string, attribute: AttributeMapping, parts: AttributeMapperParts): ValueReader => {
  const { from, constant, template, compute, point, languages, list } = attribute;
  if (from !== undefined) return fieldReader(from, attribute, parts);
  if (template !== undefined) return templateReader(template, parts.find);
  if (compute !== undefined) return computedReader(compute, attribute, { name, parts });
  if (point !== undefined) return pointReader(point, parts);
  if (languages !== undefined) return languageReader(languages, parts.find);
  if (list !== undefined) return listReader(list, attribute, parts);
  return () => constant;
};

const kindOf = ({ kind, as, point }: AttributeMapping): AttributeInstance['type'] =>
  kind ?? (as === 'geometry' || point !== undefined ? 'GeoProperty' : 'Property');

const isTexts = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((text) => typeof text === 'string');

const content = (type: AttributeInstance['type'], value: unknown): Omit<AttributeInstance, 'type'> => {
  if (type === 'Relationship') return { object: String(value) };
  if (type === 'LanguageProperty' && isTexts(value)) return { languageMap: value };
  return { value };
};

const unitCode = ({ unit }: AttributeMapping): { readonly unitCode?: string } =>
  unit === undefined ? {} : { unitCode: unitCodeOf(typeof unit === 'string' ? unit : unit.to) };

/** Whether an attribute carries observedAt: those of a time series that come from the record. */
export const isTimed = (attribute: AttributeMapping, hasTime: boolean): boolean =>
  hasTime && (attribute.history ?? (attribute.constant === undefined ? 'all' : 'none')) !== 'none';

/** Prepares one attribute of a mapping for the fields of a source. */
export const attributeMapper = (
  name: string,
  attribute: AttributeMapping,
  parts: AttributeMapperParts & { readonly hasTime: boolean },
): AttributeMapper => {
  const read = valueReader(name, attribute, parts);
  const type = kindOf(attribute);
  const timed = isTimed(attribute, parts.hasTime);
  const unit = unitCode(attribute);
  const dataset =
    attribute.datasetId === undefined ? undefined : templateReader(attribute.datasetId, parts.find);
  return (row) => {
    const value = read(row);
    if (value === undefined) return undefined;
    const datasetId = dataset?.(row);
    return {
      type,
      ...content(type, value),
      ...(timed ? { observedAt: row.times.observedAt } : undefined),
      ...unit,
      ...(datasetId === undefined ? undefined : { datasetId }),
    };
  };
};
