import type { Migration } from '@allmende/database';

/**
 * The past in PostgreSQL, in rows as in temporal/series.ts, partitioned by month (made by
 * temporal/postgres-history-partitions.ts; what has none lies in the default partition), or where TimescaleDB is
 * installed as its hypertable. Rows of old months lie together in `history_packs` (temporal/history-pack.ts).
 * Every key begins with tenant and entity, by which a cluster can distribute it; `history_series` is small, and the same
 * everywhere. Times in milliseconds since the epoch.
 */
export const postgresHistoryMigration: Migration = {
  name: 'context-broker/postgres-0002-history',
  postgres: `
    CREATE SEQUENCE history_seq;
    CREATE TABLE history_series (
      key integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      -- SHA-256 of columns, which may be too long for an index.
      digest bytea NOT NULL UNIQUE,
      columns text NOT NULL,
      -- Expanded names of all attributes, and of those with a time of observation.
      attributes text[] NOT NULL,
      observed text[] NOT NULL
    );
    DO $do$
    DECLARE
      has_timescale boolean := EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb');
      partitioning text := CASE WHEN has_timescale THEN '' ELSE 'PARTITION BY RANGE (at)' END;
    BEGIN
      EXECUTE 'CREATE TABLE history (
        at bigint NOT NULL,
        seq bigint NOT NULL,
        created_at bigint NOT NULL,
        modified_at bigint NOT NULL,
        deleted_at bigint,
        series integer NOT NULL,
        tenant text COLLATE "C" NOT NULL,
        entity text COLLATE "C" NOT NULL,
        write text NOT NULL,
        body text NOT NULL,
        PRIMARY KEY (tenant, entity, series, at, seq)
      ) ' || partitioning;
      IF has_timescale THEN
        PERFORM create_hypertable('history', 'at', chunk_time_interval => 2592000000, create_default_indexes => false);
        ALTER TABLE history SET (timescaledb.compress,
          timescaledb.compress_segmentby = 'tenant, entity, series', timescaledb.compress_orderby = 'at, seq');
      ELSE
        CREATE TABLE history_default PARTITION OF history DEFAULT;
      END IF;
    END
    $do$;
    CREATE INDEX history_at ON history USING brin (at);
    CREATE TABLE history_upkeep (task text PRIMARY KEY, done_at bigint NOT NULL);
    CREATE TABLE history_packs (
      first_at bigint NOT NULL,
      last_at bigint NOT NULL,
      first_seq bigint NOT NULL,
      first_created_at bigint NOT NULL,
      last_created_at bigint NOT NULL,
      first_modified_at bigint NOT NULL,
      last_modified_at bigint NOT NULL,
      first_deleted_at bigint,
      last_deleted_at bigint,
      series integer NOT NULL,
      size integer NOT NULL,
      tenant text COLLATE "C" NOT NULL,
      entity text COLLATE "C" NOT NULL,
      packed bytea NOT NULL,
      PRIMARY KEY (tenant, entity, series, first_at, first_seq)
    ) PARTITION BY RANGE (first_at);
    ALTER TABLE history_packs ALTER COLUMN packed SET STORAGE EXTERNAL;
    CREATE TABLE history_packs_default PARTITION OF history_packs DEFAULT;
  `,
};
