import type { PostgresDatabase } from '@allmende/database';
import type { Collection } from './catalogue-record.ts';
import type { CollectionStore } from './catalogue-store.ts';
import { collectionExists, collectionNotFound, readStoredCollection } from './stored-record.ts';

/** Organisations and groups in the table of migration postgres-0001. */
export const collectionsOverPostgres = ({
  read,
  write,
}: Pick<PostgresDatabase, 'read' | 'write'>): CollectionStore => ({
  insertCollection: async (collection) => {
    const { tenant, kind, id, name, title } = collection;
    const made = await read.run(
      `INSERT INTO portal_collections (tenant, kind, id, name, title, body) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT DO NOTHING`,
      ...[tenant, kind, id, name, title, JSON.stringify(collection)],
    );
    if (made === 0) throw collectionExists(collection);
  },
  replaceCollection: (collection) =>
    write(async (connection) => {
      const { tenant, kind, id, name, title } = collection;
      const taken = await connection.rows(
        'SELECT 1 FROM portal_collections WHERE tenant = $1 AND kind = $2 AND name = $3 AND id <> $4',
        ...[tenant, kind, name, id],
      );
      if (taken.length > 0) throw collectionExists(collection);
      const changed = await connection.run(
        `UPDATE portal_collections SET name = $4, title = $5, body = $6 WHERE tenant = $1 AND kind = $2 AND id = $3`,
        ...[tenant, kind, id, name, title, JSON.stringify(collection)],
      );
      if (changed === 0) throw collectionNotFound(id);
    }),
  purgeCollection: async (tenant, kind, id) => {
    const gone = await read.run(
      'DELETE FROM portal_collections WHERE tenant = $1 AND kind = $2 AND id = $3',
      ...[tenant, kind, id],
    );
    if (gone === 0) throw collectionNotFound(id);
  },
  findCollection: async (tenant, kind, idOrName) => {
    const [row] = await read.rows(
      'SELECT body FROM portal_collections WHERE tenant = $1 AND kind = $2 AND (id = $3 OR name = $3)',
      ...[tenant, kind, idOrName],
    );
    return row && readStoredCollection(row[0]);
  },
  listCollections: async (tenant, kind) => {
    const rows = await read.rows(
      'SELECT body FROM portal_collections WHERE tenant = $1 AND kind = $2 ORDER BY title, name',
      ...[tenant, kind],
    );
    return rows.map(([body]): Collection => readStoredCollection(body));
  },
});
