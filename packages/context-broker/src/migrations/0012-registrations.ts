import type { Migration } from '@allmende/database';

/** Context source registrations (§5.9), as JSON with expanded names. */
export const registrationsMigration: Migration = {
  name: 'context-broker/0012-registrations',
  sqlite: `
    CREATE TABLE registrations (
      seq INTEGER PRIMARY KEY,
      tenant TEXT NOT NULL,
      id TEXT NOT NULL,
      body TEXT NOT NULL,
      UNIQUE (tenant, id)
    ) STRICT;
  `,
};
