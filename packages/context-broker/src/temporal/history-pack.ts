import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { PastRow } from './past-entries.ts';

/** Rows of one entity and series as one: what is alike stands together, and numbers as their differences. */
interface Columns {
  readonly at: readonly number[];
  readonly seq: readonly number[];
  /** Differences to `at`, which are mostly small. */
  readonly created: readonly number[];
  readonly modified: readonly number[];
  /** By place; most rows have none. */
  readonly deleted: Readonly<Record<string, number>>;
  readonly write: readonly string[];
  readonly body: readonly string[];
}

/** What a pack begins with, so that another form may follow. */
const formatVersion = 1;

const differences = (numbers: readonly number[]): readonly number[] =>
  numbers.map((number, index) => number - (numbers[index - 1] ?? 0));

const sums = (numbers: readonly number[]): readonly number[] => {
  let sum = 0;
  return numbers.map((number) => (sum += number));
};

/** Packs rows, which are in order of time. */
export const packRows = (rows: readonly PastRow[]): Buffer => {
  const columns: Columns = {
    at: differences(rows.map(({ at }) => at)),
    seq: differences(rows.map(({ seq }) => seq)),
    created: differences(rows.map(({ createdMs, at }) => createdMs - at)),
    modified: differences(rows.map(({ modifiedMs, at }) => modifiedMs - at)),
    deleted: Object.fromEntries(
      rows.flatMap(({ deletedMs }, place) => (deletedMs === undefined ? [] : [[place, deletedMs]])),
    ),
    write: rows.map(({ write }) => write),
    body: rows.map(({ body }) => body),
  };
  return Buffer.concat([Buffer.of(formatVersion), zstdCompressSync(JSON.stringify(columns))]);
};

/** The rows in a pack, in their order. */
export const unpackRows = (pack: Uint8Array): readonly PastRow[] => {
  if (pack[0] !== formatVersion)
    throw new Error(`The form ${String(pack[0])} of a pack of history is not known to this version.`);
  const text = zstdDecompressSync(pack.subarray(1)).toString();
  const { seq, created, modified, deleted, write, body, at } = JSON.parse(text) as Columns;
  const [times, seqs, births, changes] = [sums(at), sums(seq), sums(created), sums(modified)];
  return times.map((time, place) => ({
    at: time,
    seq: seqs[place] ?? 0,
    createdMs: time + (births[place] ?? 0),
    modifiedMs: time + (changes[place] ?? 0),
    deletedMs: deleted[place],
    write: write[place] ?? '',
    body: body[place] ?? '',
  }));
};
