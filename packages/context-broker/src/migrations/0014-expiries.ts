import type { Migration } from '@allmende/database';

/** When entities (`attribute` is empty) and attributes end by themselves (§4.22), in milliseconds since the epoch. */
export const expiriesMigration: Migration = {
  name: 'context-broker/0014-expiries',
  sqlite: `
    CREATE TABLE expiries (
      at INTEGER NOT NULL,
      entity INTEGER NOT NULL,
      attribute TEXT NOT NULL,
      PRIMARY KEY (at, entity, attribute)
    ) STRICT, WITHOUT ROWID;
  `,
};
