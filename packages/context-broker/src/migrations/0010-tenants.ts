import type { Migration } from '@allmende/database';

/** Tenants that exist because something was created in them (§5.5.10); the default tenant always does. */
export const tenantsMigration: Migration = {
  name: 'context-broker/0010-tenants',
  sqlite: `
    CREATE TABLE tenants (
      name TEXT PRIMARY KEY
    ) STRICT, WITHOUT ROWID;
    INSERT INTO tenants SELECT DISTINCT tenant FROM entity_shapes WHERE tenant <> '';
  `,
};
