import type { Migration } from '@allmende/database';

/** Entity maps (§5.5.14): which entities a query found, as a JSON array of ids in order. */
export const entityMapsMigration: Migration = {
  name: 'context-broker/0015-entity-maps',
  sqlite: `
    CREATE TABLE entity_maps (
      tenant TEXT NOT NULL,
      id TEXT NOT NULL,
      expires_at INTEGER NOT NULL,
      ids TEXT NOT NULL,
      PRIMARY KEY (tenant, id)
    ) STRICT;
    CREATE INDEX entity_maps_by_end ON entity_maps (expires_at);
  `,
};
