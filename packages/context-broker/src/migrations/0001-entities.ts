import type { Migration } from '@allmende/database';

/**
 * Current state and past. `entities.doc` is the normalized JSON of the entity with names of the core context, `sys`
 * its times and instance ids (entity-document.ts); `attribute_history` holds superseded and
 * deleted instances only, the valid ones are in `doc`. Times are milliseconds since the epoch.
 */
export const entitiesMigration: Migration = {
  name: 'context-broker/0001-entities',
  sqlite: `
    CREATE TABLE entity_shapes (
      key INTEGER PRIMARY KEY,
      tenant TEXT NOT NULL,
      shape TEXT NOT NULL,
      UNIQUE (tenant, shape)
    ) STRICT;
    CREATE TABLE entities (
      pk INTEGER PRIMARY KEY,
      tenant TEXT NOT NULL,
      id TEXT NOT NULL,
      doc TEXT NOT NULL,
      sys TEXT NOT NULL,
      shape INTEGER NOT NULL REFERENCES entity_shapes (key),
      UNIQUE (tenant, id)
    ) STRICT;
    CREATE INDEX entities_by_shape ON entities (shape);
    CREATE TABLE entity_types (
      tenant TEXT NOT NULL,
      type TEXT NOT NULL,
      pk INTEGER NOT NULL REFERENCES entities (pk) ON DELETE CASCADE,
      PRIMARY KEY (tenant, type, pk)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX entity_types_by_pk ON entity_types (pk, type);
    CREATE VIRTUAL TABLE entity_location USING rtree (pk, minX, maxX, minY, maxY);
    CREATE TABLE attribute_history (
      seq INTEGER PRIMARY KEY,
      tenant TEXT NOT NULL,
      entity_id TEXT NOT NULL,
      types TEXT NOT NULL,
      attribute TEXT NOT NULL,
      dataset_id TEXT NOT NULL,
      instance_id TEXT NOT NULL,
      observed_at INTEGER,
      created_at INTEGER NOT NULL,
      modified_at INTEGER NOT NULL,
      deleted_at INTEGER,
      body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX attribute_history_by_time
      ON attribute_history (tenant, entity_id, attribute, observed_at);
  `,
};
