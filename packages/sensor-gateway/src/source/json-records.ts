import { isUtf8 } from 'node:buffer';
import { DomainError, isJsonObject } from '@allmende/kernel';
import { importProblems } from '../problems.ts';
import { JsonCutter, JsonFormError, type JsonPiece } from './json-cutter.ts';
import type { OpenSource } from './open-source.ts';
import type { RecordBatch, SourceRecord } from './source-record.ts';

/** Where the records of a JSON file are, and which of their members are wanted. */
export interface JsonForm {
  /** Member names with dots between them; empty when the file is an array. */
  readonly path: string;
  /** Takes `properties` members, `@id` and `@geometry` of GeoJSON features. */
  readonly isGeoJson: boolean;
  readonly fields: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

const member = (value: unknown, name: string): unknown =>
  isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

const memberAt = (record: Json, path: string): unknown =>
  Object.hasOwn(record, path)
    ? record[path]
    : path.split('.').reduce<unknown>((value, name) => member(value, name), record);

const featureMember = (feature: Json, field: string): unknown => {
  if (field === '@id') return feature['id'];
  if (field === '@geometry') return feature['geometry'];
  return isJsonObject(feature['properties']) ? memberAt(feature['properties'], field) : undefined;
};

const recordOf = ({ bytes, line }: JsonPiece, number: number, form: JsonForm): SourceRecord => {
  const broken = (reason: string): SourceRecord => ({
    number,
    line,
    column: '',
    value: bytes.toString('utf8').slice(0, 200),
    reason,
  });
  if (!isUtf8(bytes)) return broken('not valid UTF-8');
  const record = parsed(bytes);
  if (record === undefined) return broken('not valid JSON');
  if (!isJsonObject(record)) return broken('not an object');
  if (form.isGeoJson && record['type'] !== 'Feature') return broken('not a GeoJSON feature');
  const read = form.isGeoJson ? featureMember : memberAt;
  return { number, line, cells: form.fields.map((field) => read(record, field)) };
};

const parsed = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
};

const asDomainError = (cause: unknown, file: string): unknown => {
  if (!(cause instanceof JsonFormError)) return cause;
  const { line, column, message } = cause;
  return new DomainError(
    importProblems.fileNotUnderstood,
    `${file}, line ${line}, column ${column}: ${message}.`,
    { cause },
  );
};

/** Reads the elements of an array in a JSON file as a stream: each is cut out and parsed on its own. */
export async function* readJson(
  source: OpenSource,
  file: string,
  form: JsonForm,
): AsyncGenerator<RecordBatch> {
  const cutter = new JsonCutter(form.path === '' ? [] : form.path.split('.'));
  let count = 0;
  try {
    for await (const block of source.blocks) {
      const records = cutter.pieces(block).map((piece) => recordOf(piece, ++count, form));
      if (records.length > 0) yield { fields: form.fields, records };
    }
    cutter.finish();
  } catch (cause) {
    throw asDomainError(cause, file);
  }
}
