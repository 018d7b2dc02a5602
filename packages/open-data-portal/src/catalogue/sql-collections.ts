import type { Database } from '@allmende/database';
import type { Collection } from './catalogue-record.ts';
import type { CollectionStore } from './catalogue-store.ts';
import { collectionExists, collectionNotFound, readStoredCollection } from './stored-record.ts';

/** Organisations and groups in the table of migration 0001. */
export const collectionsOver = ({ read, write }: Pick<Database, 'read' | 'write'>): CollectionStore => ({
  insertCollection: (collection) =>
    write((connection) => {
      const { tenant, kind, id, name, title } = collection;
      const { changes } = connection
        .prepare(
          `INSERT INTO portal_collections (tenant, kind, id, name, title, body) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT DO NOTHING`,
        )
        .run(tenant, kind, id, name, title, JSON.stringify(collection));
      if (Number(changes) === 0) throw collectionExists(collection);
    }),
  replaceCollection: (collection) =>
    write((connection) => {
      const { tenant, kind, id, name, title } = collection;
      const taken = connection.rows(
        'SELECT 1 FROM portal_collections WHERE tenant = ? AND kind = ? AND name = ? AND id <> ?',
        ...[tenant, kind, name, id],
      );
      if (taken.length > 0) throw collectionExists(collection);
      const { changes } = connection
        .prepare(
          'UPDATE portal_collections SET name = ?, title = ?, body = ? WHERE tenant = ? AND kind = ? AND id = ?',
        )
        .run(name, title, JSON.stringify(collection), tenant, kind, id);
      if (Number(changes) === 0) throw collectionNotFound(id);
    }),
  purgeCollection: (tenant, kind, id) =>
    write((connection) => {
      const { changes } = connection
        .prepare('DELETE FROM portal_collections WHERE tenant = ? AND kind = ? AND id = ?')
        .run(tenant, kind, id);
      if (Number(changes) === 0) throw collectionNotFound(id);
    }),
  findCollection: (tenant, kind, idOrName) => {
    const [row] = read.rows(
      'SELECT body FROM portal_collections WHERE tenant = ? AND kind = ? AND (id = ? OR name = ?)',
      ...[tenant, kind, idOrName, idOrName],
    );
    return Promise.resolve(row && readStoredCollection(row[0]));
  },
  listCollections: (tenant, kind) =>
    Promise.resolve(
      read
        .rows(
          'SELECT body FROM portal_collections WHERE tenant = ? AND kind = ? ORDER BY title, name',
          tenant,
          kind,
        )
        .map(([body]): Collection => readStoredCollection(body)),
    ),
});
