import type { Connection, Database } from '@allmende/database';
import type { Clock } from '@allmende/kernel';
import type { Attributes, Entity } from '../entities/entity.ts';
import { matchesQuery } from '../query-language/matches.ts';
import type { EntityQuery } from '../query-language/query.ts';
import { isInInterval, timeOf } from './temporal-query.ts';
import type {
  PastInstance,
  TemporalEntity,
  TemporalPage,
  TemporalQuery,
  TemporalStore,
} from './temporal-store.ts';
import { writeHistory } from './sql-history-writer.ts';

/** One instance in order of time. */
interface Entry {
  readonly attribute: string;
  readonly instance: PastInstance;
  readonly ms: number | undefined;
}

interface Evolution {
  readonly entity: TemporalEntity;
  readonly entries: readonly Entry[];
}

/**
 * Reads how entities evolved: superseded instances from attribute_history, the valid ones from entities.
 * Built over the tables of migration 0001-entities.
 */
export const createSqlTemporalStore = (parts: {
  readonly database: Database;
  readonly clock: Clock;
}): TemporalStore => {
  const { database, clock } = parts;
  return {
    find: (tenant, entityId, query, maxInstances) =>
      Promise.resolve(readEvolution(database.read, { tenant, entityId, query, maxInstances })?.entity),
    query: (tenant, entities, query, maxInstances) =>
      Promise.resolve(queryEvolutions(database.read, tenant, entities, { query, maxInstances })),
    addHistory: (tenant, entity, instances: Attributes) =>
      database.write((connection) =>
        writeHistory(connection, { tenant, ...entity, at: clock.now() }, instances),
      ),
  };
};

interface Reading {
  readonly tenant: string;
  readonly entityId: string;
  readonly query: TemporalQuery;
  readonly maxInstances: number;
}

const readEvolution = (connection: Connection, reading: Reading): Evolution | undefined => {
  const current = readCurrent(connection, reading);
  const types = current?.types ?? readPastTypes(connection, reading);
  if (types === undefined) return undefined;
  const { query, maxInstances } = reading;
  const entries = inOrder([...readPast(connection, reading), ...currentEntries(current, query)]);
  const asked = query.lastN === undefined ? entries : lastOfEach(entries, query.lastN);
  const kept = query.lastN === undefined ? asked.slice(0, maxInstances) : asked.slice(-maxInstances);
  const { scopes, createdAt, modifiedAt } = current ?? {};
  return {
    entries: kept,
    entity: {
      id: reading.entityId,
      types,
      ...(scopes === undefined ? {} : { scopes }),
      ...(createdAt === undefined ? {} : { createdAt }),
      ...(modifiedAt === undefined ? {} : { modifiedAt }),
      attributes: byAttribute(kept),
      isCut: kept.length < asked.length,
    },
  };
};

const readCurrent = (connection: Connection, { tenant, entityId }: Reading): Entity | undefined => {
  const row = connection
    .prepare('SELECT doc FROM entities WHERE tenant = ? AND id = ?')
    .get(tenant, entityId);
  return row === undefined ? undefined : (JSON.parse(String(row['doc'])) as Entity);
};

const readPastTypes = (
  connection: Connection,
  { tenant, entityId }: Reading,
): readonly string[] | undefined => {
  const row = connection
    .prepare(
      'SELECT types FROM attribute_history WHERE tenant = ? AND entity_id = ? ORDER BY rowid DESC LIMIT 1',
    )
    .get(tenant, entityId);
  return row === undefined ? undefined : (JSON.parse(String(row['types'])) as readonly string[]);
};

const columns = {
  observedAt: 'observed_at',
  createdAt: 'created_at',
  modifiedAt: 'modified_at',
  deletedAt: 'deleted_at',
} as const satisfies Record<TemporalQuery['property'], string>;

/** One row more than `maxInstances` tells that there are more. */
const readPast = (
  connection: Connection,
  { tenant, entityId, query, maxInstances }: Reading,
): readonly Entry[] => {
  const column = columns[query.property];
  const conditions = ['tenant = ?', 'entity_id = ?'];
  const parameters: (string | number)[] = [tenant, entityId];
  if (query.attributes !== undefined) {
    conditions.push('attribute IN (SELECT value FROM json_each(?))');
    parameters.push(JSON.stringify(query.attributes));
  }
  const { relation, timeAt = 0, endTimeAt = 0 } = query;
  if (relation === 'before') conditions.push(`${column} < ?`);
  if (relation === 'after') conditions.push(`${column} > ?`);
  if (relation === 'between') conditions.push(`${column} >= ?`, `${column} < ?`);
  if (relation !== undefined) parameters.push(timeAt, ...(relation === 'between' ? [endTimeAt] : []));
  const isNewest = query.lastN !== undefined;
  const rank = `row_number() OVER (PARTITION BY attribute, dataset_id ORDER BY ${column} DESC)`;
  const rows = connection
    .prepare(
      `SELECT attribute, body, deleted_at FROM (
         SELECT attribute, body, deleted_at, ${column} AS ms, ${isNewest ? rank : '0'} AS age
         FROM attribute_history WHERE ${conditions.join(' AND ')})
       WHERE age <= ? ORDER BY ms ${isNewest ? 'DESC' : 'ASC'} LIMIT ?`,
    )
    .all(...parameters, query.lastN ?? 0, maxInstances + 1);
  return rows.map((row) => toEntry(String(row['attribute']), pastInstance(row), query));
};

const pastInstance = (row: Readonly<Record<string, unknown>>): PastInstance => {
  const body = JSON.parse(String(row['body'])) as PastInstance;
  const deletedAt = row['deleted_at'];
  return typeof deletedAt === 'number' ? { ...body, deletedAt: new Date(deletedAt).toISOString() } : body;
};

const toEntry = (attribute: string, instance: PastInstance, query: TemporalQuery): Entry => ({
  attribute,
  instance,
  ms: timeOf(instance, query.property),
});

const currentEntries = (current: Entity | undefined, query: TemporalQuery): readonly Entry[] =>
  Object.entries(current?.attributes ?? {})
    .filter(([attribute]) => query.attributes === undefined || query.attributes.includes(attribute))
    .flatMap(([attribute, instances]) => instances.map((instance) => toEntry(attribute, instance, query)))
    .filter(({ ms }) => isInInterval(ms, query));

/** Sorted by time; an instance that is both current and past is kept once. */
const inOrder = (entries: readonly Entry[]): readonly Entry[] => {
  const known = new Set<string>();
  return entries
    .filter(({ attribute, instance: { instanceId } }) => {
      if (instanceId === undefined) return true;
      const key = `${attribute} ${instanceId}`;
      return known.size < known.add(key).size;
    })
    .toSorted((left, right) => (left.ms ?? 0) - (right.ms ?? 0));
};

const lastOfEach = (entries: readonly Entry[], lastN: number): readonly Entry[] => {
  const taken = new Map<string, number>();
  return entries
    .toReversed()
    .filter(({ attribute, instance: { datasetId = '' } }) => {
      const key = `${attribute} ${datasetId}`;
      const count = (taken.get(key) ?? 0) + 1;
      taken.set(key, count);
      return count <= lastN;
    })
    .toReversed();
};

const byAttribute = (entries: readonly Entry[]): Readonly<Record<string, readonly PastInstance[]>> =>
  Object.fromEntries(
    [...Map.groupBy(entries, ({ attribute }) => attribute)].map(([name, members]) => [
      name,
      members.map(({ instance }) => instance),
    ]),
  );

/** Ids of all entities that exist or existed, in order; skips from id to id through the index. */
const entityIds = (connection: Connection, tenant: string): readonly string[] =>
  connection
    .prepare(
      `WITH RECURSIVE past(id) AS (
         SELECT min(entity_id) FROM attribute_history WHERE tenant = ?1
         UNION ALL
         SELECT (SELECT min(entity_id) FROM attribute_history WHERE tenant = ?1 AND entity_id > past.id)
         FROM past WHERE past.id IS NOT NULL)
       SELECT id FROM past WHERE id IS NOT NULL UNION SELECT id FROM entities WHERE tenant = ?1 ORDER BY id`,
    )
    .all(tenant)
    .map((row) => String(row['id']));

const queryEvolutions = (
  connection: Connection,
  tenant: string,
  entities: EntityQuery,
  { query, maxInstances }: Pick<Reading, 'query' | 'maxInstances'>,
): TemporalPage => {
  const found: TemporalEntity[] = [];
  let count = 0;
  let remaining = maxInstances;
  for (const entityId of entities.ids?.toSorted() ?? entityIds(connection, tenant)) {
    const reading = { tenant, entityId, query, maxInstances: Math.max(1, remaining) };
    const evolution = readEvolution(connection, reading);
    if (evolution === undefined || evolution.entries.length === 0 || !fits(evolution.entity, entities))
      continue;
    count += 1;
    if (count > entities.offset && found.length < entities.limit) {
      found.push(evolution.entity);
      remaining -= evolution.entries.length;
    }
    if (entities.count !== true && found.length >= entities.limit) break;
  }
  return { entities: found, ...(entities.count === true ? { count } : {}) };
};

/** Conditions hold when some instance in the interval fulfils them: the instances stand side by side. */
const fits = (entity: TemporalEntity, query: EntityQuery): boolean => {
  const { createdAt = '', modifiedAt = '', ...rest } = entity;
  return matchesQuery({ ...rest, createdAt, modifiedAt }, query);
};
