import type { AttributeInstance } from '../ngsi-ld-entity.ts';
import type { ReadableRecord } from '../source/source-record.ts';
import { attributeMapper, templateReader } from './attribute-mapper.ts';
import { cellText, type ConversionSettings } from './conversion.ts';
import { toWgs84 } from './coordinates.ts';
import { dateTimeParser, utcText } from './date-time-parser.ts';
import { instantReader, type InstantReader } from './instant-reader.ts';
import type { Condition, Mapping, ObservationTime } from './mapping.ts';
import { parseNumber, parseNumberWithComma } from './number-parser.ts';
import { type FieldFinder, fieldFinder, type Problem, type Row, timeless } from './row.ts';
import { Unfit } from './unfit.ts';

/** What a record became: attribute instances of an entity in the order of `attributeNames`. */
export interface MappedRecord {
  readonly outcome: 'mapped';
  readonly entityId: string;
  /** Milliseconds since the epoch; 0 when the mapping has no time. */
  readonly observedMs: number;
  readonly instances: readonly (AttributeInstance | undefined)[];
}

export type Mapped =
  | MappedRecord
  | { readonly outcome: 'passed-over' }
  | { readonly outcome: 'refused'; readonly problems: readonly Problem[] };

/** Makes entities' attributes from records; refuses a record as a whole, with everything that is wrong with it. */
export type RecordMapper = (record: ReadableRecord) => Mapped;

const URI = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/;
const MINUTE_MS = 60_000;

const conditionTest = (condition: Condition, find: FieldFinder): ((row: Row) => boolean) => {
  const access = find(condition.field);
  const text = (row: Row): string => cellText(access(row));
  if ('equals' in condition) return (row) => text(row) === condition.equals;
  if ('in' in condition) return (row) => condition.in.includes(text(row));
  if ('notEmpty' in condition) return (row) => text(row) !== '';
  const other = find(condition.equalsField);
  return (row) => text(row) === cellText(other(row));
};

const timeReader = (
  observed: ObservationTime,
  find: FieldFinder,
  readInstant: InstantReader,
): ((row: Row) => void) => {
  const access = find(observed.field);
  const parse = dateTimeParser(observed.format ?? 'iso');
  const periodMs = (observed.periodMinutes ?? 0) * MINUTE_MS;
  const untilEndMs = observed.at === 'start' ? periodMs : 0;
  return (row) => {
    const text = cellText(access(row));
    const given = readInstant(text, parse);
    if (given instanceof Unfit) {
      row.problems.push({
        column: observed.field,
        value: text,
        reason: text === '' ? 'is empty' : given.reason,
      });
      return;
    }
    const observedMs = given + untilEndMs;
    const observedAt = utcText(observedMs);
    const periodStart = periodMs === 0 ? observedAt : utcText(observedMs - periodMs);
    row.times = { observedMs, observedAt, periodStart, periodEnd: observedAt };
  };
};

const requirements = (fields: readonly string[], find: FieldFinder): ((row: Row) => void) => {
  const accesses = fields.map((field) => [field, find(field)] as const);
  return (row) => {
    for (const [column, access] of accesses) {
      if (cellText(access(row)) === '') row.problems.push({ column, value: '', reason: 'is empty' });
    }
  };
};

const idReader = (template: string, find: FieldFinder): ((row: Row) => string) => {
  const fill = templateReader(template, find);
  return (row) => {
    const id = fill(row);
    if (id !== undefined && URI.test(id)) return id;
    const reason =
      id === undefined
        ? 'the id cannot be made, a part of it is empty'
        : 'the id is no URI; use {field|slug}';
    row.problems.push({ column: 'id', value: id ?? '', reason });
    return '';
  };
};

const settingsOf = (mapping: Mapping, readInstant: InstantReader): ConversionSettings => ({
  parseNumber:
    mapping.source.format === 'csv' && mapping.source.decimalComma === true
      ? parseNumberWithComma
      : parseNumber,
  readInstant,
  toWgs84: toWgs84(mapping.crs ?? 'EPSG:4326'),
  ...(mapping.area === undefined ? {} : { area: mapping.area }),
});

const nothing = (): void => {
  // mappings without time have no time to read
};

/** Names of the attributes in the order of the mapper's instances. */
export const mappedAttributes = (mapping: Mapping): readonly string[] => [
  ...Object.keys(mapping.attributes),
  ...Object.keys(mapping.provenance ?? {}),
];

/** Prepares a mapping for a source with these fields; `note` hears of decisions that are not errors. */
export const recordMapper = (
  mapping: Mapping,
  fields: readonly string[],
  note: (text: string) => void,
): RecordMapper => {
  const find = fieldFinder(fields);
  const readInstant = instantReader(mapping, note);
  const hasTime = mapping.observedAt !== undefined;
  const parts = { find, settings: settingsOf(mapping, readInstant), hasTime };
  const conditions = (mapping.where ?? []).map((condition) => conditionTest(condition, find));
  const require = requirements(mapping.require ?? [], find);
  const readTime =
    mapping.observedAt === undefined ? nothing : timeReader(mapping.observedAt, find, readInstant);
  const readId = idReader(mapping.entity.id, find);
  const attributes = Object.entries(mapping.attributes).map(([name, attribute]) =>
    attributeMapper(name, attribute, parts),
  );
  const provenance = Object.values(mapping.provenance ?? {}).map((value): AttributeInstance => ({
    type: 'Property',
    value,
  }));

  return ({ cells }) => {
    const row: Row = { cells, times: timeless, problems: [] };
    if (!conditions.every((holds) => holds(row))) return { outcome: 'passed-over' };
    require(row);
    readTime(row);
    const entityId = readId(row);
    const instances = attributes.map((map) => map(row));
    if (row.problems.length > 0) return { outcome: 'refused', problems: distinct(row.problems) };
    return {
      outcome: 'mapped',
      entityId,
      observedMs: row.times.observedMs,
      instances: [...instances, ...provenance],
    };
  };
};

/** A field that several attributes come from is reported once. */
const distinct = (problems: readonly Problem[]): readonly Problem[] =>
  problems.filter(
    ({ column, reason }, index) =>
      problems.findIndex((other) => other.column === column && other.reason === reason) === index,
  );
