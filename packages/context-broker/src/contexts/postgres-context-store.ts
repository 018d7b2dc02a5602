import type { PostgresDatabase } from '@allmende/database';
import { notify } from '../stores/postgres-news.ts';
import { contextKinds, type ContextStore, type KeptContext } from './context-store.ts';

const columns = 'local_id, tenant, kind, url, document, created_at';

const contextOf = ([localId, tenant, kind, url, document, createdAt]: readonly unknown[]): KeptContext => ({
  localId: String(localId),
  tenant: String(tenant),
  kind: contextKinds.find((known) => known === kind) ?? 'Hosted',
  ...(typeof url === 'string' ? { url } : {}),
  document: JSON.parse(String(document)) as unknown,
  createdAt: new Date(Number(createdAt)).toISOString(),
});

/** Most copies of contexts of others; clients choose their addresses, so that there may be any number. */
const maxCached = 1000;

/** Number of the advisory lock under which copies are counted. */
const cacheLock = 4_711_002;

/** Contexts in table jsonld_contexts; other processes are told of what they may have compiled. */
export const createPostgresContextStore = (database: PostgresDatabase): ContextStore => ({
  put: (context) =>
    database.write(async (connection) => {
      const { localId, tenant, kind, url = null, document, createdAt } = context;
      if (kind === 'Cached') await connection.rows('SELECT pg_advisory_xact_lock($1)', cacheLock);
      await connection.run(
        `INSERT INTO jsonld_contexts (${columns}) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (url) DO UPDATE SET document = excluded.document, created_at = excluded.created_at`,
        localId,
        tenant,
        kind,
        url,
        JSON.stringify(document),
        Date.parse(createdAt),
      );
      if (kind !== 'Cached') return;
      await connection.run(
        `DELETE FROM jsonld_contexts WHERE kind = 'Cached' AND seq <=
           (SELECT seq FROM jsonld_contexts WHERE kind = 'Cached' ORDER BY seq DESC LIMIT 1 OFFSET $1)`,
        maxCached,
      );
      if (url !== null) await notify(connection, 'allmende_contexts', url);
    }),
  find: async (name) => {
    const [row] = await database.read.rows(
      `SELECT ${columns} FROM jsonld_contexts WHERE local_id = $1 OR url = $1`,
      name,
    );
    return row === undefined ? undefined : contextOf(row);
  },
  list: async (tenant) => {
    const rows = await database.read.rows(
      `SELECT ${columns} FROM jsonld_contexts WHERE tenant = $1 OR kind = 'Cached' ORDER BY seq`,
      tenant,
    );
    return rows.map(contextOf);
  },
  remove: (localId) =>
    database.write(async (connection) => {
      const [row] = await connection.rows(
        'DELETE FROM jsonld_contexts WHERE local_id = $1 RETURNING coalesce(url, local_id)',
        localId,
      );
      if (row !== undefined) await notify(connection, 'allmende_contexts', String(row[0]));
    }),
});
