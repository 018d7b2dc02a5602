import type { Connection, Database } from '@allmende/database';
import { CatalogueSearch } from '../search/catalogue-search.ts';
import { searchDocumentOf } from '../search/search-document.ts';
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

const learnWords = (connection: Connection, words: ReadonlySet<string>): void => {
  const learn = connection.prepare('INSERT INTO portal_words (word) VALUES (?) ON CONFLICT DO NOTHING');
  const cut = connection.prepare('INSERT INTO portal_word_parts (rowid, word) VALUES (?, ?)');
  for (const word of words) {
    const { changes, lastInsertRowid } = learn.run(word);
    if (Number(changes) > 0) cut.run(lastInsertRowid, word);
  }
};

const index = (connection: Connection, seq: number, record: CatalogueRecord): void => {
  const { title, keywords, rest, facets, boxes, sortTitle } = searchDocumentOf(record);
  connection
    .prepare(
      `UPDATE portal_records SET change = ${nextChange}, facets = ?, boxes = ?, sort_title = ? WHERE seq = ?`,
    )
    .run(JSON.stringify(facets), JSON.stringify(boxes), sortTitle, seq);
  deleteTexts(connection, seq);
  connection
    .prepare('INSERT INTO portal_texts (rowid, title, keywords, rest) VALUES (?, ?, ?, ?)')
    .run(seq, title, keywords, rest);
  learnWords(
    connection,
    new Set(`${title} ${keywords} ${rest}`.split(' ').filter((word) => word.length > 2)),
  );
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
  const { tenant, id, name, kind, state, version, createdAt, modifiedAt, origin } = record;
  const { changes, lastInsertRowid } = connection
    .prepare(
      `INSERT INTO portal_records
         (tenant, id, name, kind, state, version, created_at, modified_at, source, identifier, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    )
    .run(
      ...[tenant, id, name, kind, state, version, createdAt, modifiedAt],
      origin?.source ?? null,
      origin?.identifier ?? null,
      JSON.stringify(record),
    );
  if (Number(changes) === 0) throw recordExists(record);
  index(connection, Number(lastInsertRowid), record);
  keep(connection, record, actor);
};

const replaceRecord = (connection: Connection, record: CatalogueRecord, actor: string): void => {
  const { tenant, id, name, kind, state, version, modifiedAt, origin } = record;
  const [row] = connection.rows(
    'SELECT seq, version FROM portal_records WHERE tenant = ? AND id = ?',
    tenant,
    id,
  );
  if (row === undefined) throw recordNotFound(id);
  if (Number(row[1]) !== version - 1) throw changedMeanwhile(record, Number(row[1]));
  assertFree(connection, record);
  const seq = Number(row[0]);
  connection
    .prepare(
      `UPDATE portal_records SET name = ?, kind = ?, state = ?, version = ?, modified_at = ?,
         source = ?, identifier = ?, body = ? WHERE seq = ?`,
    )
    .run(
      ...[name, kind, state, version, modifiedAt],
      origin?.source ?? null,
      origin?.identifier ?? null,
      JSON.stringify(record),
      seq,
    );
  index(connection, seq, record);
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
