import type { Migration } from '@allmende/database';

/**
 * The same on PostgreSQL. Changes take their number under a lock that they hold until their commit, so that they are seen in
 * its order. `words` and `parts` (groups of three letters) are arrays that GIN indexes.
 */
export const postgresCatalogue: Migration = {
  name: 'open-data-portal/postgres-0001-catalogue',
  postgres: `
    CREATE TABLE portal_records (
      seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      tenant text NOT NULL,
      id text NOT NULL,
      name text NOT NULL,
      kind text NOT NULL,
      state text NOT NULL,
      version bigint NOT NULL,
      created_at text COLLATE "C" NOT NULL,
      modified_at text COLLATE "C" NOT NULL,
      sort_title text COLLATE "C" NOT NULL,
      source text,
      identifier text,
      change bigint NOT NULL,
      facets text NOT NULL,
      boxes text NOT NULL,
      texts tsvector NOT NULL,
      body text NOT NULL,
      UNIQUE (tenant, id),
      UNIQUE (tenant, name)
    );
    CREATE INDEX portal_records_by_change ON portal_records (change);
    CREATE INDEX portal_records_by_origin ON portal_records (tenant, source, identifier);
    CREATE INDEX portal_records_by_text ON portal_records USING gin (texts);
    CREATE SEQUENCE portal_changes;
    CREATE TABLE portal_removed (change bigint PRIMARY KEY, record bigint NOT NULL);
    CREATE TABLE portal_words (word text COLLATE "C" PRIMARY KEY, parts text[] NOT NULL);
    CREATE INDEX portal_words_by_part ON portal_words USING gin (parts);
    CREATE TABLE portal_former_urls (
      tenant text NOT NULL,
      url text NOT NULL,
      id text NOT NULL,
      PRIMARY KEY (tenant, url, id)
    );
    CREATE INDEX portal_former_urls_of ON portal_former_urls (tenant, id);
    CREATE TABLE portal_revisions (
      tenant text NOT NULL,
      id text NOT NULL,
      version bigint NOT NULL,
      at text NOT NULL,
      actor text NOT NULL,
      body text NOT NULL,
      PRIMARY KEY (tenant, id, version)
    );
    CREATE TABLE portal_collections (
      tenant text NOT NULL,
      kind text NOT NULL,
      id text NOT NULL,
      name text NOT NULL,
      title text COLLATE "C" NOT NULL,
      body text NOT NULL,
      PRIMARY KEY (tenant, kind, id),
      UNIQUE (tenant, kind, name)
    );`,
};
