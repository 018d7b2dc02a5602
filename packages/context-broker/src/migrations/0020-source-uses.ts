import type { Migration } from '@allmende/database';

/** How registrations were used by distributed operations (§5.2.9). */
export const sourceUsesMigration: Migration = {
  name: 'context-broker/0020-source-uses',
  sqlite: `
    CREATE TABLE source_uses (
      tenant TEXT NOT NULL,
      id TEXT NOT NULL,
      times_sent INTEGER NOT NULL,
      times_failed INTEGER NOT NULL,
      last_success TEXT,
      last_failure TEXT,
      PRIMARY KEY (tenant, id)
    ) STRICT;
  `,
};
