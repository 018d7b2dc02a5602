import type { Connection, Database } from '@allmende/database';
import type { Clock } from '@allmende/kernel';
import { boundsOf, isGeometry } from '../query-language/geometry.ts';
import { matchesQuery } from '../query-language/matches.ts';
import type { EntityQuery } from '../query-language/query.ts';
import { toSql } from '../query-language/sql-entity-filter.ts';
import type { AttributeInstance, Entity, EntityChange } from './entity.ts';
import type { ChangeListener, EntityStore, QueryPage, Transition } from './entity-store.ts';
import { supersededInstances } from './superseded-instances.ts';
import { createTypeCatalogue } from './sql-type-catalogue.ts';

const LOCATION = 'https://uri.etsi.org/ngsi-ld/location';

export interface SqlEntityStoreOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** Told of changes after their commit. */
  readonly onCommitted: ChangeListener;
  /** Told of the changes of each write inside its transaction; what it writes commits with them, or not at all. */
  readonly recordChanges?: (connection: Connection, changes: readonly EntityChange[]) => void;
}

const parseDoc = (doc: unknown): Entity => JSON.parse(String(doc)) as Entity;

interface Step {
  readonly tenant: string;
  readonly entityId: string;
  readonly transition: Transition;
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

const insertEntity = (connection: Connection, step: Step, after: Entity): void => {
  const { lastInsertRowid } = connection
    .prepare('INSERT INTO entities (tenant, id, doc) VALUES (?, ?, ?)')
    .run(step.tenant, step.entityId, JSON.stringify(after));
  const pk = Number(lastInsertRowid);
  writeTypes(connection, pk, step, after.types);
  writeLocation(connection, pk, undefined, after);
};

const updateEntity = (connection: Connection, pk: number, step: Step, change: Both): void => {
  const { before, after } = change;
  connection.prepare('UPDATE entities SET doc = ? WHERE pk = ?').run(JSON.stringify(after), pk);
  if (before.types.join('\n') !== after.types.join('\n')) {
    connection.prepare('DELETE FROM entity_types WHERE pk = ?').run(pk);
    writeTypes(connection, pk, step, after.types);
  }
  writeLocation(connection, pk, before, after);
};

interface Both {
  readonly before: Entity;
  readonly after: Entity;
}

const deleteEntity = (connection: Connection, pk: number): void => {
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

const applyStep = (connection: Connection, step: Step, nowMs: number): EntityChange | undefined => {
  const row = connection
    .prepare('SELECT pk, doc FROM entities WHERE tenant = ? AND id = ?')
    .get(step.tenant, step.entityId);
  const before = row === undefined ? undefined : parseDoc(row['doc']);
  const after = step.transition(before);
  if (after === before) return undefined;
  const pk = Number(row?.['pk']);
  if (before === undefined) {
    if (after !== undefined) insertEntity(connection, step, after);
  } else if (after === undefined) deleteEntity(connection, pk);
  else updateEntity(connection, pk, step, { before, after });
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

const selectFiltered = (connection: Connection, tenant: string, query: EntityQuery): QueryPage => {
  const { where, parameters, exact } = toSql(query);
  const from = `FROM entities e WHERE e.tenant = ? AND (${where})`;
  if (!exact) return streamMatches(connection, { from, parameters: [tenant, ...parameters] }, query);
  const rows = connection
    .prepare(`SELECT e.doc ${from} ORDER BY e.pk LIMIT ? OFFSET ?`)
    .all(tenant, ...parameters, query.limit, query.offset);
  const entities = rows.map((row) => parseDoc(row['doc']));
  if (query.count !== true) return { entities };
  const counted = connection.prepare(`SELECT count(*) AS n ${from}`).get(tenant, ...parameters);
  return { entities, count: Number(counted?.['n']) };
};

const streamMatches = (
  connection: Connection,
  { from, parameters }: { readonly from: string; readonly parameters: readonly (string | number)[] },
  query: EntityQuery,
): QueryPage => {
  const entities: Entity[] = [];
  let count = 0;
  for (const row of connection.prepare(`SELECT e.doc ${from} ORDER BY e.pk`).iterate(...parameters)) {
    const entity = parseDoc(row['doc']);
    if (!matchesQuery(entity, query)) continue;
    count += 1;
    if (count > query.offset && entities.length < query.limit) entities.push(entity);
    if (query.count !== true && entities.length === query.limit) break;
  }
  return { entities, ...(query.count === true ? { count } : {}) };
};

/** The entity store over the tables of migration 0001-entities. */
export const createSqlEntityStore = (options: SqlEntityStoreOptions): EntityStore => {
  const { database, clock, onCommitted, recordChanges } = options;
  /** A step that is refused must leave no trace while its neighbours stay. */
  const runAlone = (connection: Connection, step: Step): EntityChange | Error | undefined => {
    connection.prepare('SAVEPOINT step').run();
    try {
      return applyStep(connection, step, clock.now());
    } catch (cause) {
      connection.prepare('ROLLBACK TO step').run();
      return cause instanceof Error ? cause : new Error(String(cause));
    } finally {
      connection.prepare('RELEASE step').run();
    }
  };
  return {
    apply: async (tenant, entityId, transition) => {
      const change = await database.write((connection) => {
        const made = applyStep(connection, { tenant, entityId, transition }, clock.now());
        if (made !== undefined) recordChanges?.(connection, [made]);
        return made;
      });
      if (change !== undefined) onCommitted([change]);
      return change;
    },
    applyAll: async (tenant, steps) => {
      const { outcomes, changes } = await database.write((connection) => {
        const made = steps.map((step) => runAlone(connection, { tenant, ...step }));
        const changed = made.flatMap((outcome) =>
          outcome === undefined || outcome instanceof Error ? [] : [outcome],
        );
        if (changed.length > 0) recordChanges?.(connection, changed);
        return { outcomes: made, changes: changed };
      });
      if (changes.length > 0) onCommitted(changes);
      return outcomes;
    },
    find: (tenant, entityId) => {
      const row = database.read
        .prepare('SELECT doc FROM entities WHERE tenant = ? AND id = ?')
        .get(tenant, entityId);
      return Promise.resolve(row === undefined ? undefined : parseDoc(row['doc']));
    },
    query: (tenant, query) => Promise.resolve(selectFiltered(database.read, tenant, query)),
    types: createTypeCatalogue(database),
  };
};
