import type { Migration } from '@allmende/database';

/** Snapshots (§5.16): `body` is what is told of one; its entities are kept as those of a tenant of its own. */
export const snapshotsMigration: Migration = {
  name: 'context-broker/0016-snapshots',
  sqlite: `
    CREATE TABLE snapshots (
      tenant TEXT NOT NULL,
      id TEXT NOT NULL,
      body TEXT NOT NULL,
      PRIMARY KEY (tenant, id)
    ) STRICT;
  `,
};
