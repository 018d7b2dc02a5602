import type { Migration } from '@allmende/database';

/** Who may work with the portal, and the tokens of programs. */
export const accounts: Migration = {
  name: 'open-data-portal/0002-accounts',
  sqlite: `
    CREATE TABLE portal_accounts (
      tenant TEXT NOT NULL,
      id TEXT NOT NULL,
      name TEXT NOT NULL,
      body TEXT NOT NULL,
      PRIMARY KEY (tenant, id),
      UNIQUE (tenant, name)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE portal_tokens (
      seq INTEGER PRIMARY KEY,
      tenant TEXT NOT NULL,
      id TEXT NOT NULL,
      account TEXT NOT NULL,
      name TEXT NOT NULL,
      hash TEXT NOT NULL UNIQUE,
      created_at TEXT NOT NULL,
      last_used_at TEXT,
      UNIQUE (tenant, id)
    ) STRICT;
    CREATE INDEX portal_tokens_of ON portal_tokens (tenant, account, seq);`,
};
