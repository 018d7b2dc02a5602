import type { Database } from '@allmende/database';
import { contextKinds, type ContextStore, type KeptContext } from './context-store.ts';

const toContext = (row: Readonly<Record<string, unknown>>): KeptContext => ({
  localId: String(row['local_id']),
  tenant: String(row['tenant']),
  kind: contextKinds.find((kind) => kind === row['kind']) ?? 'Hosted',
  ...(typeof row['url'] === 'string' ? { url: row['url'] } : {}),
  document: JSON.parse(String(row['document'])) as unknown,
  createdAt: new Date(Number(row['created_at'])).toISOString(),
});

/** Most copies of contexts of others; clients choose their addresses, so that there may be any number. */
const maxCached = 1000;

/** Contexts in the table of migration 0011-contexts. */
export const createSqlContextStore = (database: Database): ContextStore => ({
  put: (context) =>
    database.write((connection) => {
      const { localId, tenant, kind, url = null, document, createdAt } = context;
      connection
        .prepare(
          `INSERT INTO jsonld_contexts (local_id, tenant, kind, url, document, created_at)
           VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (url) DO UPDATE SET document = excluded.document, created_at = excluded.created_at`,
        )
        .run(localId, tenant, kind, url, JSON.stringify(document), Date.parse(createdAt));
      if (kind !== 'Cached') return;
      connection
        .prepare(
          `DELETE FROM jsonld_contexts WHERE kind = 'Cached' AND seq <=
             (SELECT seq FROM jsonld_contexts WHERE kind = 'Cached' ORDER BY seq DESC LIMIT 1 OFFSET ?)`,
        )
        .run(maxCached);
    }),
  find: (name) => {
    const row = database.read
      .prepare('SELECT * FROM jsonld_contexts WHERE local_id = ? OR url = ?')
      .get(name, name);
    return Promise.resolve(row === undefined ? undefined : toContext(row));
  },
  list: (tenant) =>
    Promise.resolve(
      database.read
        .prepare(`SELECT * FROM jsonld_contexts WHERE tenant = ? OR kind = 'Cached' ORDER BY seq`)
        .all(tenant)
        .map(toContext),
    ),
  remove: (localId) =>
    database.write((connection) => {
      connection.prepare('DELETE FROM jsonld_contexts WHERE local_id = ?').run(localId);
    }),
});
