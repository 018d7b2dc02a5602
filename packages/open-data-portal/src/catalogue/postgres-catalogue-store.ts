import type { PostgresConnection, PostgresDatabase } from '@allmende/database';
import { CatalogueSearch } from '../search/catalogue-search.ts';
import { knownWordsOf, searchDocumentOf, type SearchDocument } from '../search/search-document.ts';
import { threesOf } from '../search/threes.ts';
import type { CatalogueRecord } from './catalogue-record.ts';
import type { CatalogueStore } from './catalogue-store.ts';
import { postgresSearchSource } from './postgres-catalogue-search.ts';
import { collectionsOverPostgres } from './postgres-collections.ts';
import { changedMeanwhile, readStoredRecord, recordExists, recordNotFound } from './stored-record.ts';

/**
 * Changes of the catalogue are made one after the other: ids and names both address an entry, and whoever follows the
 * changes by their numbers must not see a later one first.
 */
const waitForTurn = async (connection: PostgresConnection): Promise<void> => {
  await connection.rows("SELECT pg_advisory_xact_lock(hashtextextended('portal changes', 0))");
};

const assertFree = async (connection: PostgresConnection, record: CatalogueRecord): Promise<void> => {
  const { tenant, id, name } = record;
  const taken = await connection.rows(
    `SELECT 1 FROM portal_records WHERE tenant = $1 AND id IN ($2, $3) AND id <> $2
     UNION ALL SELECT 1 FROM portal_records WHERE tenant = $1 AND name IN ($2, $3) AND id <> $2`,
    ...[tenant, id, name],
  );
  if (taken.length > 0) throw recordExists(record);
};

const learnWords = async (connection: PostgresConnection, document: SearchDocument): Promise<void> => {
  // In one order, so that no two transactions wait for each other.
  const words = knownWordsOf(document).toSorted();
  const known = await connection.rows('SELECT word FROM portal_words WHERE word = ANY ($1::text[])', words);
  const old = new Set(known.map(([word]) => word));
  for (const word of words.filter((one) => !old.has(one)))
    await connection.run(
      'INSERT INTO portal_words (word, parts) VALUES ($1, $2::text[]) ON CONFLICT DO NOTHING',
      word,
      threesOf(word),
    );
};

const keep = async (
  connection: PostgresConnection,
  record: CatalogueRecord,
  actor: string,
): Promise<void> => {
  const { tenant, id, version, modifiedAt, origin } = record;
  await connection.run(
    'INSERT INTO portal_revisions (tenant, id, version, at, actor, body) VALUES ($1, $2, $3, $4, $5, $6)',
    ...[tenant, id, version, modifiedAt, actor, JSON.stringify(record)],
  );
  await connection.run('DELETE FROM portal_former_urls WHERE tenant = $1 AND id = $2', tenant, id);
  await connection.run(
    `INSERT INTO portal_former_urls (tenant, url, id)
     SELECT DISTINCT $1, url, $2 FROM unnest($3::text[]) AS given (url)`,
    ...[tenant, id, origin?.formerUrls ?? []],
  );
};

/** Columns that a change sets, in the order of the statements below. */
const columnsOf = (record: CatalogueRecord, document: SearchDocument): readonly unknown[] => {
  const { name, kind, state, version, modifiedAt, origin } = record;
  const { title, keywords, rest, sortTitle, facets, boxes } = document;
  return [
    ...[name, kind, state, version, modifiedAt, sortTitle],
    origin?.source ?? null,
    origin?.identifier ?? null,
    JSON.stringify(record),
    ...[title, keywords, rest],
    JSON.stringify(facets),
    JSON.stringify(boxes),
  ];
};

/** The stemmed words by weight; `simple`, as they are stemmed already. */
const texts = [
  ['$12', 'A'],
  ['$13', 'B'],
  ['$14', 'D'],
]
  .map(([text, weight]) => `setweight(to_tsvector('simple', ${String(text)}), '${String(weight)}')`)
  .join(' || ');

const insertRecord = async (
  connection: PostgresConnection,
  record: CatalogueRecord,
  actor: string,
): Promise<void> => {
  await waitForTurn(connection);
  await assertFree(connection, record);
  const { tenant, id, createdAt } = record;
  const document = searchDocumentOf(record);
  const [row] = await connection.rows(
    `INSERT INTO portal_records (tenant, id, name, kind, state, version, modified_at, sort_title, source, identifier,
       body, texts, facets, boxes, created_at, change)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, ${texts}, $15, $16, $17, nextval('portal_changes')) ON CONFLICT DO NOTHING RETURNING seq`,
    ...[tenant, id, ...columnsOf(record, document), createdAt],
  );
  if (row === undefined) throw recordExists(record);
  await learnWords(connection, document);
  await keep(connection, record, actor);
};

const replaceRecord = async (
  connection: PostgresConnection,
  record: CatalogueRecord,
  actor: string,
): Promise<void> => {
  const { tenant, id, version } = record;
  await waitForTurn(connection);
  await assertFree(connection, record);
  const [row] = await connection.rows(
    'SELECT version FROM portal_records WHERE tenant = $1 AND id = $2',
    ...[tenant, id],
  );
  if (row === undefined) throw recordNotFound(id);
  if (Number(row[0]) !== version - 1) throw changedMeanwhile(record, Number(row[0]));
  const document = searchDocumentOf(record);
  await connection.run(
    `UPDATE portal_records SET name = $3, kind = $4, state = $5, version = $6, modified_at = $7, sort_title = $8,
       source = $9, identifier = $10, body = $11, texts = ${texts}, facets = $15, boxes = $16,
       change = nextval('portal_changes') WHERE tenant = $1 AND id = $2`,
    ...[tenant, id, ...columnsOf(record, document)],
  );
  await learnWords(connection, document);
  await keep(connection, record, actor);
};

const purgeRecord = async (connection: PostgresConnection, tenant: string, id: string): Promise<void> => {
  await waitForTurn(connection);
  const [row] = await connection.rows(
    'DELETE FROM portal_records WHERE tenant = $1 AND id = $2 RETURNING seq',
    ...[tenant, id],
  );
  if (row === undefined) throw recordNotFound(id);
  await connection.run(
    "INSERT INTO portal_removed (change, record) VALUES (nextval('portal_changes'), $1)",
    row[0],
  );
  await connection.run('DELETE FROM portal_revisions WHERE tenant = $1 AND id = $2', tenant, id);
  await connection.run('DELETE FROM portal_former_urls WHERE tenant = $1 AND id = $2', tenant, id);
};

/** The catalogue in the tables of migration postgres-0001. */
export const createPostgresCatalogueStore = (
  database: Pick<PostgresDatabase, 'read' | 'write'>,
): CatalogueStore => {
  const { read, write } = database;
  const search = new CatalogueSearch(postgresSearchSource(read));
  const first = async (
    sql: string,
    ...parameters: readonly string[]
  ): Promise<CatalogueRecord | undefined> => {
    const [row] = await read.rows(sql, ...parameters);
    return row && readStoredRecord(row[0]);
  };
  return {
    insert: (record, actor) => write((connection) => insertRecord(connection, record, actor)),
    replace: (record, actor) => write((connection) => replaceRecord(connection, record, actor)),
    purge: (tenant, id) => write((connection) => purgeRecord(connection, tenant, id)),
    find: (tenant, idOrName) =>
      first('SELECT body FROM portal_records WHERE tenant = $1 AND (id = $2 OR name = $2)', tenant, idOrName),
    findByFormerUrl: (tenant, url) =>
      first(
        `SELECT r.body FROM portal_former_urls f JOIN portal_records r ON r.tenant = f.tenant AND r.id = f.id
         WHERE f.tenant = $1 AND f.url = $2 ORDER BY r.seq`,
        ...[tenant, url],
      ),
    findByOrigin: (tenant, source, identifier) =>
      first(
        'SELECT body FROM portal_records WHERE tenant = $1 AND source = $2 AND identifier = $3',
        ...[tenant, source, identifier],
      ),
    search: (query) => search.search(query),
    revisions: async (tenant, id) => {
      const rows = await read.rows(
        'SELECT version, at, actor, body FROM portal_revisions WHERE tenant = $1 AND id = $2 ORDER BY version DESC',
        ...[tenant, id],
      );
      return rows.map(([version, at, actor, body]) => ({
        version: Number(version),
        at: String(at),
        actor: String(actor),
        record: readStoredRecord(body),
      }));
    },
    ...collectionsOverPostgres(database),
  };
};
