import type { Migration } from '@allmende/database';

/**
 * History in rows of one write each. `history.body` holds one slot per column of its series (temporal/series.ts), so
 * that names, kinds and units are kept once; rows lie together by entity, series and time. Entities that are no more
 * keep their row, without `doc`, as the owner of their past. Types of entities are numbers. The R*Tree holds a location
 * that is one point exactly.
 */
export const seriesHistoryMigration: Migration = {
  name: 'context-broker/0003-series-history',
  sqlite: `
    CREATE TABLE entity_type_names (
      key INTEGER PRIMARY KEY,
      tenant TEXT NOT NULL,
      name TEXT NOT NULL,
      UNIQUE (tenant, name)
    ) STRICT;
    INSERT INTO entity_type_names (tenant, name) SELECT DISTINCT tenant, type FROM entity_types;
    CREATE TABLE entity_types_by_key (
      type INTEGER NOT NULL,
      pk INTEGER NOT NULL,
      PRIMARY KEY (type, pk)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO entity_types_by_key
      SELECT n.key, t.pk FROM entity_types t JOIN entity_type_names n ON n.tenant = t.tenant AND n.name = t.type;
    DROP TABLE entity_types;
    ALTER TABLE entity_types_by_key RENAME TO entity_types;

    CREATE TABLE entities_and_gone (
      pk INTEGER PRIMARY KEY,
      tenant TEXT NOT NULL,
      id TEXT NOT NULL,
      doc TEXT,
      sys TEXT NOT NULL,
      shape INTEGER NOT NULL,
      UNIQUE (tenant, id)
    ) STRICT;
    INSERT INTO entities_and_gone SELECT pk, tenant, id, doc, sys, shape FROM entities;
    CREATE TEMP TABLE gone AS
      SELECT h.tenant, h.entity_id AS id, json_object('types', json(h.types), 'attributes', json('{}')) AS shape
      FROM attribute_history h
      JOIN (SELECT max(seq) AS seq FROM attribute_history GROUP BY tenant, entity_id) newest USING (seq)
      WHERE NOT EXISTS (SELECT 1 FROM entities e WHERE e.tenant = h.tenant AND e.id = h.entity_id);
    INSERT OR IGNORE INTO entity_shapes (tenant, shape) SELECT tenant, shape FROM gone;
    INSERT INTO entities_and_gone (tenant, id, sys, shape)
      SELECT g.tenant, g.id, '', s.key FROM gone g JOIN entity_shapes s USING (tenant, shape);
    DROP TABLE gone;
    DROP TABLE entities;
    ALTER TABLE entities_and_gone RENAME TO entities;
    CREATE INDEX entities_by_shape ON entities (shape);
    CREATE INDEX entities_gone ON entities (tenant, id) WHERE doc IS NULL;

    CREATE VIRTUAL TABLE entity_place USING rtree (pk, minX, maxX, minY, maxY, +point);
    INSERT INTO entity_place
      SELECT l.pk, l.minX, l.maxX, l.minY, l.maxY,
        CASE json_extract(e.doc, '$.location.value.type') WHEN 'Point' THEN json_extract(e.doc, '$.location.value') END
      FROM entity_location l JOIN entities e ON e.pk = l.pk;
    DROP TABLE entity_location;
    ALTER TABLE entity_place RENAME TO entity_location;

    CREATE TABLE history_series (
      key INTEGER PRIMARY KEY,
      columns TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE history (
      entity INTEGER NOT NULL,
      series INTEGER NOT NULL,
      at INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      modified_at INTEGER NOT NULL,
      deleted_at INTEGER,
      write TEXT NOT NULL,
      body TEXT NOT NULL,
      PRIMARY KEY (entity, series, at, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE TEMP TABLE past AS
      SELECT h.*, json_array(json_array(
        h.attribute, 'instance', CASE WHEN h.observed_at IS NULL THEN 0 ELSE 3 END, '', h.dataset_id)) AS columns
      FROM attribute_history h;
    INSERT INTO history_series (columns) SELECT DISTINCT columns FROM past;
    INSERT INTO history
      SELECT e.pk, s.key, coalesce(p.observed_at, p.modified_at), p.seq, p.created_at, p.modified_at, p.deleted_at,
        '', json_array(json(p.body))
      FROM past p JOIN history_series s USING (columns) JOIN entities e ON e.tenant = p.tenant AND e.id = p.entity_id;
    DROP TABLE past;
    DROP TABLE attribute_history;
  `,
};
