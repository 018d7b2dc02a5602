import type { Migration } from '@allmende/database';

const partitions = 16;

const partitionsOf = (table: string): string =>
  Array.from(
    { length: partitions },
    (_unused, remainder) => `CREATE TABLE ${table}_${String(remainder)} PARTITION OF ${table}
      FOR VALUES WITH (MODULUS ${String(partitions)}, REMAINDER ${String(remainder)}) WITH (fillfactor = 80);`,
  ).join('\n');

/**
 * Current state in PostgreSQL, partitioned by hash. `doc` and `sys` are as in SQLite (entity-document.ts); without `doc`
 * the row is the owner of a past. `types` are the last ones then. What queries look at lies in columns of its own:
 * `search` (search-values.ts), `scopes`, and `location`, where all instances are together. `shape` numbers the types and
 * kinds of attributes by their hash. Every key begins with the tenant, so that a cluster can distribute by it.
 */
export const postgresEntitiesMigration: Migration = {
  name: 'context-broker/postgres-0001-entities',
  postgres: `
    CREATE EXTENSION IF NOT EXISTS postgis;
    CREATE TABLE entities (
      tenant text COLLATE "C" NOT NULL,
      id text COLLATE "C" NOT NULL,
      doc text,
      sys text NOT NULL,
      types text[] NOT NULL,
      scopes text[],
      shape bigint,
      search jsonb,
      location geometry(Geometry, 4326),
      PRIMARY KEY (tenant, id)
    ) PARTITION BY HASH (tenant, id);
    ${partitionsOf('entities')}
    CREATE INDEX entities_by_type ON entities USING gin (types) WHERE doc IS NOT NULL;
    CREATE INDEX entities_by_value ON entities USING gin (search jsonb_path_ops);
    CREATE INDEX entities_by_location ON entities USING gist (location);
    CREATE INDEX entities_by_shape ON entities (tenant, shape) WHERE doc IS NOT NULL;
    CREATE TABLE entity_shapes (
      tenant text COLLATE "C" NOT NULL,
      key bigint NOT NULL,
      shape text NOT NULL,
      PRIMARY KEY (tenant, key)
    );
    CREATE TABLE expiries (
      at bigint NOT NULL,
      tenant text COLLATE "C" NOT NULL,
      entity text COLLATE "C" NOT NULL,
      attribute text NOT NULL,
      PRIMARY KEY (tenant, entity, attribute, at)
    );
    CREATE INDEX expiries_by_time ON expiries (at);
  `,
};
