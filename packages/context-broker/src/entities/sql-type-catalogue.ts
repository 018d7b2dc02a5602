import type { Database } from '@allmende/database';
import type { EntityStore } from './entity-store.ts';

/**
 * Which types a tenant has, with their attributes and kinds (§5.7.5). Reads every entity of the tenant, so
 * the answer is kept until the database has changed, which data_version tells.
 */
export const createTypeCatalogue = (database: Database): EntityStore['types'] => {
  type Rows = Awaited<ReturnType<EntityStore['types']>>;
  const known = new Map<string, { readonly version: number; readonly rows: Rows }>();
  const versionOf = (): number =>
    Number(database.read.prepare('PRAGMA data_version').get()?.['data_version']);
  const compute = (tenant: string): Rows => {
    const types = new Map<string, { count: number; attributes: Record<string, string[]> }>();
    const counts = database.read
      .prepare('SELECT type, count(*) AS n FROM entity_types WHERE tenant = ? GROUP BY type ORDER BY type')
      .all(tenant);
    for (const row of counts) types.set(String(row['type']), { count: Number(row['n']), attributes: {} });
    const attributes = database.read
      .prepare(
        `SELECT DISTINCT t.type AS type, a.key AS name, json_extract(a.value, '$[0].kind') AS kind
         FROM entity_types t JOIN entities e ON e.pk = t.pk, json_each(e.doc, '$.attributes') a
         WHERE t.tenant = ? ORDER BY 1, 2, 3`,
      )
      .all(tenant);
    for (const row of attributes) {
      const entry = types.get(String(row['type']));
      if (entry === undefined) continue;
      (entry.attributes[String(row['name'])] ??= []).push(String(row['kind']));
    }
    return [...types].map(([type, entry]) => ({ type, ...entry }));
  };
  return (tenant) => {
    const version = versionOf();
    const cached = known.get(tenant);
    if (cached !== undefined && cached.version === version) return Promise.resolve(cached.rows);
    const rows = compute(tenant);
    known.set(tenant, { version, rows });
    return Promise.resolve(rows);
  };
};
