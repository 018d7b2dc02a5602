import type { PostgresConnection, PostgresDatabase } from '@allmende/database';
import type { TenantStore } from './tenant-store.ts';

const insert = 'INSERT INTO tenants (name) VALUES ($1) ON CONFLICT DO NOTHING';

/** Tenants in table tenants; committed ones are remembered, as they never go away. */
export const createPostgresTenantStore = (database: PostgresDatabase): TenantStore<PostgresConnection> => {
  const known = new Set(['']);
  const has = async (tenant: string): Promise<boolean> => {
    if (known.has(tenant)) return true;
    const [row] = await database.read.rows('SELECT 1 FROM tenants WHERE name = $1', tenant);
    if (row !== undefined) known.add(tenant);
    return row !== undefined;
  };
  return {
    has,
    list: async () => {
      const rows = await database.read.rows("SELECT name FROM tenants WHERE name <> '' ORDER BY name");
      return ['', ...rows.map(([name]) => String(name))];
    },
    register: async (tenant) => {
      if (!(await has(tenant))) await database.read.run(insert, tenant);
    },
    registerWithin: async (connection, tenant) => {
      if (!known.has(tenant)) await connection.run(insert, tenant);
    },
  };
};
