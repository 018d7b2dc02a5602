import type { Migration } from '@allmende/database';

/** Tenants, contexts, registrations, entity maps and snapshots, as in migrations 0010 to 0012, 0015 and 0016. */
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
    CREATE TABLE snapshots (
      tenant text COLLATE "C" NOT NULL,
      id text COLLATE "C" NOT NULL,
      body text NOT NULL,
      PRIMARY KEY (tenant, id)
    );
  `,
};
