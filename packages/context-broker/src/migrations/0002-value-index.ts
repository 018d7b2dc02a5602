import type { Migration } from '@allmende/database';

/** Values of the attributes that are worth an index; numbers sort before text. */
export const valueIndexMigration: Migration = {
  name: 'context-broker/0002-value-index',
  sqlite: `
    CREATE TABLE learned_attributes (
      key INTEGER PRIMARY KEY,
      tenant TEXT NOT NULL,
      name TEXT NOT NULL,
      is_ready INTEGER NOT NULL,
      UNIQUE (tenant, name)
    ) STRICT;
    CREATE TABLE entity_values (
      attribute INTEGER NOT NULL,
      value ANY NOT NULL,
      pk INTEGER NOT NULL,
      PRIMARY KEY (attribute, value, pk)
    ) STRICT, WITHOUT ROWID;
  `,
};
