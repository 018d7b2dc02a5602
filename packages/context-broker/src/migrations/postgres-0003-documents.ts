import type { Migration } from '@allmende/database';

/** Tenants, contexts, registrations and their use, entity maps and snapshots, as SQLite has them. */
export const postgresDocumentsMigration: Migration = {
  name: 'context-broker/postgres-0003-documents',
  postgres: `
    CREATE TABLE tenants (name text COLLATE "C" PRIMARY KEY);
    CREATE TABLE jsonld_contexts (
      seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      local_id text NOT NULL UNIQUE,
      tenant text NOT NULL,
      kind text NOT NULL,
      url text UNIQUE,
      document text NOT NULL,
      created_at bigint NOT NULL
    );
    CREATE TABLE registrations (
      seq bigint GENERATED ALWAYS AS IDENTITY,
      tenant text COLLATE "C" NOT NULL,
      id text COLLATE "C" NOT NULL,
      body text NOT NULL,
      PRIMARY KEY (tenant, id)
    );
    CREATE TABLE entity_maps (
      tenant text COLLATE "C" NOT NULL,
      id text COLLATE "C" NOT NULL,
      expires_at bigint NOT NULL,
      ids text NOT NULL,
      PRIMARY KEY (tenant, id)
    );
    CREATE INDEX entity_maps_by_end ON entity_maps (expires_at);
    CREATE TABLE source_uses (
      tenant text COLLATE "C" NOT NULL,
      id text COLLATE "C" NOT NULL,
      times_sent bigint NOT NULL,
      times_failed bigint NOT NULL,
      last_success text COLLATE "C",
      last_failure text COLLATE "C",
      PRIMARY KEY (tenant, id)
    );
    CREATE TABLE snapshots (
      tenant text COLLATE "C" NOT NULL,
      id text COLLATE "C" NOT NULL,
      body text NOT NULL,
      PRIMARY KEY (tenant, id)
    );
  `,
};
