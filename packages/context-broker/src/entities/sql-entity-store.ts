import type { Connection, Database } from '@allmende/database';
import type { Clock, Logger } from '@allmende/kernel';
import { boundsOf, isGeometry } from '../query-language/geometry.ts';
import type { AttributeInstance, Entity, EntityChange } from './entity.ts';
import type { ChangeListener, EntityStore, Transition } from './entity-store.ts';
import { createEntityQuery } from './sql-entity-query.ts';
import { createEntityShapes, type EntityShapes } from './sql-entity-shapes.ts';
import { entityOfRow, rowOfEntity } from './sql-entity-row.ts';
import { supersededInstances } from './superseded-instances.ts';
import { createTypeCatalogue } from './sql-type-catalogue.ts';
import { createSqlValueIndex, type ValueIndex } from './sql-value-index.ts';
import { createWriteIds } from './write-id.ts';

const LOCATION = 'https://uri.etsi.org/ngsi-ld/location';

export interface SqlEntityStoreOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told of changes after their commit. */
  readonly onCommitted: ChangeListener;
  /** Told of the changes of each write inside its transaction; what it writes commits with them, or not at all. */
  readonly recordChanges?: (connection: Connection, changes: readonly EntityChange[]) => void;
}

interface Step {
  readonly tenant: string;
  readonly entityId: string;
  readonly transition: Transition;
}

/** What a write step works with. */
interface Writing {
  readonly connection: Connection;
  readonly nowMs: number;
  readonly index: ValueIndex;
  readonly nextWriteId: () => string;
  readonly shapes: EntityShapes;
}

const writeLocation = (
  connection: Connection,
  pk: number,
  before: Entity | undefined,
  after: Entity,
): void => {
  const next = after.attributes[LOCATION];
  const previous = before?.attributes[LOCATION];
  if (next === previous) return;
  if (previous !== undefined) connection.prepare('DELETE FROM entity_location WHERE pk = ?').run(pk);
  const bounds = (next ?? []).flatMap(({ kind, value }) =>
    kind === 'GeoProperty' && isGeometry(value) ? (boundsOf(value.coordinates) ?? []) : [],
  );
  if (bounds.length === 0) return;
  connection
    .prepare('INSERT INTO entity_location VALUES (?, ?, ?, ?, ?)')
    .run(
      pk,
      Math.min(...bounds.map(({ minX }) => minX)),
      Math.max(...bounds.map(({ maxX }) => maxX)),
      Math.min(...bounds.map(({ minY }) => minY)),
      Math.max(...bounds.map(({ maxY }) => maxY)),
    );
};

const writeTypes = (connection: Connection, pk: number, step: Step, types: readonly string[]): void => {
  const insert = connection.prepare('INSERT INTO entity_types (tenant, type, pk) VALUES (?, ?, ?)');
  for (const type of types) insert.run(step.tenant, type, pk);
};

const insertEntity = (writing: Writing, step: Step, after: Entity): void => {
  const { connection, index, nextWriteId, shapes } = writing;
  const { doc, sys } = rowOfEntity(after, nextWriteId());
  const { lastInsertRowid } = connection
    .prepare('INSERT INTO entities (tenant, id, doc, sys, shape) VALUES (?, ?, ?, ?, ?)')
    .run(step.tenant, step.entityId, doc, sys, shapes.keyOf(connection, step.tenant, after));
  const pk = Number(lastInsertRowid);
  writeTypes(connection, pk, step, after.types);
  writeLocation(connection, pk, undefined, after);
  index.update(connection, step.tenant, pk, { after });
};

const updateEntity = (writing: Writing, pk: number, step: Step, change: Both): void => {
  const { connection, index, nextWriteId, shapes } = writing;
  const { before, after } = change;
  const { doc, sys } = rowOfEntity(after, nextWriteId());
  const shape = shapes.keyOf(connection, step.tenant, after);
  if (shape === shapes.keyOf(connection, step.tenant, before)) {
    connection.prepare('UPDATE entities SET doc = ?, sys = ? WHERE pk = ?').run(doc, sys, pk);
  } else {
    connection
      .prepare('UPDATE entities SET doc = ?, sys = ?, shape = ? WHERE pk = ?')
      .run(doc, sys, shape, pk);
  }
  if (before.types.join('\n') !== after.types.join('\n')) {
    connection.prepare('DELETE FROM entity_types WHERE pk = ?').run(pk);
    writeTypes(connection, pk, step, after.types);
  }
  writeLocation(connection, pk, before, after);
  index.update(connection, step.tenant, pk, change);
};

interface Both {
  readonly before: Entity;
  readonly after: Entity;
}

const deleteEntity = ({ connection, index }: Writing, pk: number, { tenant }: Step, before: Entity): void => {
  index.update(connection, tenant, pk, { before });
  connection.prepare('DELETE FROM entity_location WHERE pk = ?').run(pk);
  connection.prepare('DELETE FROM entity_types WHERE pk = ?').run(pk);
  connection.prepare('DELETE FROM entities WHERE pk = ?').run(pk);
};

const millis = (time: string | undefined): number | null =>
  time === undefined ? null : Date.parse(time.replace(',', '.'));

const writePast = (connection: Connection, step: Step, before: Entity, past: PastOf): void => {
  const { attribute, instance, deletedAt } = past;
  connection
    .prepare(
      `INSERT INTO attribute_history (tenant, entity_id, types, attribute, dataset_id, instance_id,
         observed_at, created_at, modified_at, deleted_at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      step.tenant,
      step.entityId,
      JSON.stringify(before.types),
      attribute,
      instance.datasetId ?? '',
      instance.instanceId ?? '',
      millis(instance.observedAt),
      millis(instance.createdAt),
      millis(instance.modifiedAt),
      deletedAt ?? null,
      JSON.stringify(instance),
    );
};

interface PastOf {
  readonly attribute: string;
  readonly instance: AttributeInstance;
  readonly deletedAt?: number;
}

/** Attributes whose instances differ, by expanded name. */
const changedAttributes = (before: Entity | undefined, after: Entity | undefined): readonly string[] => {
  const names = new Set([...Object.keys(before?.attributes ?? {}), ...Object.keys(after?.attributes ?? {})]);
  return [...names].filter((name) => before?.attributes[name] !== after?.attributes[name]);
};

/** What a step makes of an entity; nothing is changed yet. */
interface Decision {
  readonly step: Step;
  readonly pk: number;
  readonly before: Entity | undefined;
  readonly after: Entity | undefined;
}

/** Runs the transition on the stored state; it may refuse by throwing. */
const decide = ({ connection }: Writing, step: Step): Decision => {
  const row = connection
    .prepare('SELECT pk, doc, sys FROM entities WHERE tenant = ? AND id = ?')
    .get(step.tenant, step.entityId);
  const before = row === undefined ? undefined : entityOfRow(row);
  return { step, pk: Number(row?.['pk']), before, after: step.transition(before) };
};

const perform = (writing: Writing, { step, pk, before, after }: Decision): EntityChange | undefined => {
  const { connection, nowMs } = writing;
  if (after === before) return undefined;
  if (before === undefined) {
    if (after !== undefined) insertEntity(writing, step, after);
  } else if (after === undefined) deleteEntity(writing, pk, step, before);
  else updateEntity(writing, pk, step, { before, after });
  if (before !== undefined) {
    for (const past of supersededInstances(before, after, nowMs)) writePast(connection, step, before, past);
  }
  return {
    tenant: step.tenant,
    entityId: step.entityId,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    changedAttributes: changedAttributes(before, after),
    at: new Date(nowMs).toISOString(),
  };
};

type Reads = Omit<EntityStore, 'apply' | 'applyAll'>;

const createReads = (database: Database, index: ValueIndex): Reads => {
  const select = createEntityQuery(database.read, index);
  const findRow = (tenant: string, entityId: string, columns = 'doc, sys') =>
    database.read
      .prepare(`SELECT ${columns} FROM entities WHERE tenant = ? AND id = ?`)
      .get(tenant, entityId);
  return {
    find: (tenant, entityId) => {
      const row = findRow(tenant, entityId);
      return Promise.resolve(row === undefined ? undefined : entityOfRow(row));
    },
    findDocument: (tenant, entityId) => {
      const doc = findRow(tenant, entityId, 'doc')?.['doc'];
      return Promise.resolve(typeof doc === 'string' ? doc : undefined);
    },
    query: (tenant, query) => {
      const { rows, ...rest } = select(tenant, query, 'e.doc, e.sys');
      return Promise.resolve({ entities: rows.map(entityOfRow), ...rest });
    },
    queryDocuments: (tenant, query) => {
      const { rows, ...rest } = select(tenant, query, 'e.doc');
      return Promise.resolve({ documents: rows.map(({ doc }) => String(doc)), ...rest });
    },
    types: createTypeCatalogue(database),
  };
};

/** The entity store over the tables of migrations 0001-entities and 0002-value-index. */
export const createSqlEntityStore = (options: SqlEntityStoreOptions): EntityStore => {
  const { database, clock, onCommitted, recordChanges } = options;
  const index = createSqlValueIndex(options);
  const nextWriteId = createWriteIds();
  const shapes = createEntityShapes();
  const writingOver = (connection: Connection): Writing => ({
    connection,
    nowMs: clock.now(),
    index,
    nextWriteId,
    shapes,
  });
  const write = async <Value>(work: (connection: Connection) => Value): Promise<Value> => {
    try {
      return await database.writeChecked(work);
    } catch (cause) {
      shapes.forget();
      throw cause;
    }
  };
  return {
    apply: async (tenant, entityId, transition) => {
      const change = await write((connection) => {
        const writing = writingOver(connection);
        const made = perform(writing, decide(writing, { tenant, entityId, transition }));
        if (made !== undefined) recordChanges?.(connection, [made]);
        return made;
      });
      if (change !== undefined) onCommitted([change]);
      return change;
    },
    applyAll: async (tenant, steps) => {
      const { outcomes, changes } = await write((connection) => {
        const writing = writingOver(connection);
        const made = steps.map((step) => applyAlone(writing, { tenant, ...step }));
        const changed = made.flatMap((outcome) =>
          outcome === undefined || outcome instanceof Error ? [] : [outcome],
        );
        if (changed.length > 0) recordChanges?.(connection, changed);
        return { outcomes: made, changes: changed };
      });
      if (changes.length > 0) onCommitted(changes);
      return outcomes;
    },
    ...createReads(database, index),
  };
};

/** A step that is refused leaves no trace, as it is refused before anything changes; its neighbours stay. */
const applyAlone = (writing: Writing, step: Step): EntityChange | Error | undefined => {
  let decision: Decision;
  try {
    decision = decide(writing, step);
  } catch (cause) {
    return cause instanceof Error ? cause : new Error(String(cause));
  }
  return perform(writing, decision);
};
