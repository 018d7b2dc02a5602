import type { Connection, Database } from '@allmende/database';
import type { TenantStore } from './tenant-store.ts';

const insert = (connection: Connection, tenant: string): void => {
  connection.prepare('INSERT OR IGNORE INTO tenants (name) VALUES (?)').run(tenant);
};

/** Tenants in the table of migration 0010-tenants; committed ones are remembered, as they never go away. */
export const createSqlTenantStore = (database: Database): TenantStore => {
  const known = new Set(['']);
  const has = (tenant: string): boolean => {
    if (known.has(tenant)) return true;
    const row = database.read.prepare('SELECT 1 FROM tenants WHERE name = ?').get(tenant);
    if (row !== undefined) known.add(tenant);
    return row !== undefined;
  };
  return {
    has,
    list: () => [
      '',
      ...database.read
        .prepare('SELECT name FROM tenants ORDER BY name')
        .all()
        .map(({ name }) => String(name))
        .filter((name) => name !== ''),
    ],
    register: async (tenant) => {
      if (has(tenant)) return;
      await database.write((connection) => {
        insert(connection, tenant);
      });
    },
    registerWithin: (connection, tenant) => {
      if (!known.has(tenant)) insert(connection, tenant);
    },
  };
};
