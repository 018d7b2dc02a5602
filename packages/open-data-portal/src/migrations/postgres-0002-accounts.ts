import type { Migration } from '@allmende/database';

/** The same on PostgreSQL. */
export const postgresAccounts: Migration = {
  name: 'open-data-portal/postgres-0002-accounts',
  postgres: `
    CREATE TABLE portal_accounts (
      tenant text NOT NULL,
      id text NOT NULL,
      name text COLLATE "C" NOT NULL,
      body text NOT NULL,
      PRIMARY KEY (tenant, id),
      UNIQUE (tenant, name)
    );
    CREATE TABLE portal_tokens (
      seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      tenant text NOT NULL,
      id text NOT NULL,
      account text NOT NULL,
      name text NOT NULL,
      hash text NOT NULL UNIQUE,
      created_at text NOT NULL,
      last_used_at text,
      UNIQUE (tenant, id)
    );
    CREATE INDEX portal_tokens_of ON portal_tokens (tenant, account, seq);`,
};
