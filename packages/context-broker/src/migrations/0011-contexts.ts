import type { Migration } from '@allmende/database';

/** JSON-LD contexts that the broker keeps (§5.13): hosted ones, copies of others, and those of subscriptions. */
export const contextsMigration: Migration = {
  name: 'context-broker/0011-contexts',
  sqlite: `
    CREATE TABLE jsonld_contexts (
      seq INTEGER PRIMARY KEY,
      local_id TEXT NOT NULL UNIQUE,
      tenant TEXT NOT NULL,
      kind TEXT NOT NULL,
      url TEXT UNIQUE,
      document TEXT NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT;
  `,
};
