import type { Connection, Database } from '@allmende/database';
import { CatalogueSearch } from '../search/catalogue-search.ts';
import { knownWordsOf, searchDocumentOf, type SearchDocument } from '../search/search-document.ts';
import type { CatalogueRecord } from './catalogue-record.ts';
import type { CatalogueStore } from './catalogue-store.ts';
import { collectionsOver } from './sql-collections.ts';
import { sqlSearchSource } from './sql-catalogue-search.ts';
import { changedMeanwhile, readStoredRecord, recordExists, recordNotFound } from './stored-record.ts';

/** Number of the next change of the catalogue. */
const nextChange = `(SELECT 1 + max(
  coalesce((SELECT max(change) FROM portal_records), 0), coalesce((SELECT max(change) FROM portal_removed), 0)))`;

/**
 * A deletion in FTS5 may leave the number of one of its own pages as the connection's last rowid, which no number can
 * hold: it is read as a bigint. An insertion has to follow, so that later statements find an ordinary one.
 */
const deleteTexts = (connection: Connection, seq: number): void => {
  const remove = connection.prepare('DELETE FROM portal_texts WHERE rowid = ?');
  remove.setReadBigInts(true);
  remove.run(seq);
};

const learnWords = (connection: Connection, words: readonly string[]): void => {
  const learn = connection.prepare('INSERT INTO portal_words (word) VALUES (?) ON CONFLICT DO NOTHING');
  const cut = connection.prepare('INSERT INTO portal_word_parts (rowid, word) VALUES (?, ?)');
  for (const word of words) {
    const { changes, lastInsertRowid } = learn.run(word);
    if (Number(changes) > 0) cut.run(lastInsertRowid, word);
  }
};

const indexTexts = (connection: Connection, seq: number, document: SearchDocument): void => {
  const { title, keywords, rest } = document;
  connection
    .prepare('INSERT INTO portal_texts (rowid, title, keywords, rest) VALUES (?, ?, ?, ?)')
    .run(seq, title, keywords, rest);
  learnWords(connection, knownWordsOf(document));
};

/** Columns that every change sets, in the order of the statements below. */
const columnsOf = (record: CatalogueRecord, { sortTitle, facets, boxes }: SearchDocument) => {
  const { name, kind, state, version, modifiedAt, origin } = record;
  return [
    ...[name, kind, state, version, modifiedAt, sortTitle],
    origin?.source ?? null,
    origin?.identifier ?? null,
    JSON.stringify(facets),
    JSON.stringify(boxes),
    JSON.stringify(record),
  ];
};

const keep = (connection: Connection, record: CatalogueRecord, actor: string): void => {
  const { tenant, id, version, modifiedAt, origin } = record;
  connection
    .prepare('INSERT INTO portal_revisions (tenant, id, version, at, actor, body) VALUES (?, ?, ?, ?, ?, ?)')
    .run(tenant, id, version, modifiedAt, actor, JSON.stringify(record));
  connection.prepare('DELETE FROM portal_former_urls WHERE tenant = ? AND id = ?').run(tenant, id);
  const former = connection.prepare('INSERT INTO portal_former_urls (tenant, url, id) VALUES (?, ?, ?)');
  for (const url of new Set(origin?.formerUrls)) former.run(tenant, url, id);
};

/** A name must not be another's id, as both address an entry. */
const assertFree = (connection: Connection, record: CatalogueRecord): void => {
  const { tenant, id, name } = record;
  const taken = connection.rows(
    `SELECT id FROM portal_records WHERE tenant = ? AND id IN (?, ?)
     UNION ALL SELECT id FROM portal_records WHERE tenant = ? AND name IN (?, ?)`,
    ...[tenant, id, name, tenant, id, name],
  );
  if (taken.some(([holder]) => holder !== id)) throw recordExists(record);
};

const insertRecord = (connection: Connection, record: CatalogueRecord, actor: string): void => {
  assertFree(connection, record);
  const document = searchDocumentOf(record);
  const { changes, lastInsertRowid } = connection
    .prepare(
      `INSERT INTO portal_records (tenant, id, created_at, name, kind, state, version, modified_at, sort_title,
         source, identifier, facets, boxes, body, change)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${nextChange}) ON CONFLICT DO NOTHING`,
    )
    .run(record.tenant, record.id, record.createdAt, ...columnsOf(record, document));
  if (Number(changes) === 0) throw recordExists(record);
  indexTexts(connection, Number(lastInsertRowid), document);
  keep(connection, record, actor);
};

const replaceRecord = (connection: Connection, record: CatalogueRecord, actor: string): void => {
  const { tenant, id, version } = record;
  const [row] = connection.rows(
    'SELECT seq, version FROM portal_records WHERE tenant = ? AND id = ?',
    tenant,
    id,
  );
  if (row === undefined) throw recordNotFound(id);
  if (Number(row[1]) !== version - 1) throw changedMeanwhile(record, Number(row[1]));
  assertFree(connection, record);
  const seq = Number(row[0]);
  const document = searchDocumentOf(record);
  connection
    .prepare(
      `UPDATE portal_records SET name = ?, kind = ?, state = ?, version = ?, modified_at = ?, sort_title = ?,
         source = ?, identifier = ?, facets = ?, boxes = ?, body = ?, change = ${nextChange} WHERE seq = ?`,
    )
    .run(...columnsOf(record, document), seq);
  deleteTexts(connection, seq);
  indexTexts(connection, seq, document);
  keep(connection, record, actor);
};

const purgeRecord = (connection: Connection, tenant: string, id: string): void => {
  const [row] = connection.rows('SELECT seq FROM portal_records WHERE tenant = ? AND id = ?', tenant, id);
  if (row === undefined) throw recordNotFound(id);
  deleteTexts(connection, Number(row[0]));
  connection
    .prepare(`INSERT INTO portal_removed (change, record) VALUES (${nextChange}, ?)`)
    .run(Number(row[0]));
  connection.prepare('DELETE FROM portal_records WHERE seq = ?').run(Number(row[0]));
  connection.prepare('DELETE FROM portal_revisions WHERE tenant = ? AND id = ?').run(tenant, id);
  connection.prepare('DELETE FROM portal_former_urls WHERE tenant = ? AND id = ?').run(tenant, id);
};

/** The catalogue in the tables of migration 0001. */
export const createSqlCatalogueStore = (database: Pick<Database, 'read' | 'write'>): CatalogueStore => {
  const { read, write } = database;
  const search = new CatalogueSearch(sqlSearchSource(read));
  const first = (sql: string, ...parameters: readonly string[]): Promise<CatalogueRecord | undefined> => {
    const [row] = read.rows(sql, ...parameters);
    return Promise.resolve(row && readStoredRecord(row[0]));
  };
  return {
    insert: (record, actor) =>
      write((connection) => {
        insertRecord(connection, record, actor);
      }),
    replace: (record, actor) =>
      write((connection) => {
        replaceRecord(connection, record, actor);
      }),
    purge: (tenant, id) =>
      write((connection) => {
        purgeRecord(connection, tenant, id);
      }),
    find: (tenant, idOrName) =>
      first(
        `SELECT body FROM portal_records WHERE tenant = ? AND id = ?
         UNION ALL SELECT body FROM portal_records WHERE tenant = ? AND name = ? LIMIT 1`,
        ...[tenant, idOrName, tenant, idOrName],
      ),
    findByFormerUrl: (tenant, url) =>
      first(
        `SELECT r.body FROM portal_former_urls f JOIN portal_records r ON r.tenant = f.tenant AND r.id = f.id
         WHERE f.tenant = ? AND f.url = ? ORDER BY r.seq`,
        ...[tenant, url],
      ),
    findByOrigin: (tenant, source, identifier) =>
      first(
        'SELECT body FROM portal_records WHERE tenant = ? AND source = ? AND identifier = ?',
        ...[tenant, source, identifier],
      ),
    search: (query) => search.search(query),
    revisions: (tenant, id) =>
      Promise.resolve(
        read
          .rows(
            'SELECT version, at, actor, body FROM portal_revisions WHERE tenant = ? AND id = ? ORDER BY version DESC',
            ...[tenant, id],
          )
          .map(([version, at, actor, body]) => ({
            version: Number(version),
            at: String(at),
            actor: String(actor),
            record: readStoredRecord(body),
          })),
      ),
    ...collectionsOver(database),
  };
};
