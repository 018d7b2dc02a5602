import type { Connection, Database } from '@allmende/database';
import type { Clock } from '@allmende/kernel';
import type { EntityQuery } from '../query-language/query.ts';
import { readCurrent } from './sql-current-entity.ts';
import {
  currentEntries,
  hasPast,
  readPast,
  readPastTypes,
  type Entry,
  type HistorySelection,
} from './sql-history-reader.ts';
import { writeHistory } from './sql-history-writer.ts';
import { candidates, type Candidate } from './sql-temporal-candidates.ts';
import { fulfils } from './sql-temporal-conditions.ts';
import type {
  PastInstance,
  TemporalEntity,
  TemporalPage,
  TemporalQuery,
  TemporalStore,
} from './temporal-store.ts';

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
      Promise.resolve(findEvolution(database.read, { tenant, entityId, query }, maxInstances)),
    query: (tenant, entities, query, maxInstances) =>
      Promise.resolve(queryEvolutions(database.read, { tenant, query, maxInstances }, entities)),
    addHistory: (tenant, entity, instances) =>
      database.write((connection) =>
        writeHistory(connection, { tenant, ...entity, at: clock.now() }, instances),
      ),
  };
};

const findEvolution = (
  connection: Connection,
  selection: HistorySelection,
  maxInstances: number,
): TemporalEntity | undefined => {
  const { entityId: id, query } = selection;
  const current = readCurrent(connection, selection);
  const types = current?.types ?? readPastTypes(connection, selection);
  if (types === undefined) return undefined;
  const candidate = { id, types, ...(current === undefined ? {} : { current }) };
  const { attributes } = query;
  const isKnown =
    attributes === undefined ||
    attributes.some((name) => current?.attributes[name] !== undefined) ||
    hasPast(connection, { ...selection, query: { property: 'modifiedAt', attributes } });
  return isKnown ? readEvolution(connection, { ...selection, candidate, maxInstances }) : undefined;
};

interface Reading {
  readonly tenant: string;
  readonly candidate: Candidate;
  readonly query: TemporalQuery;
  readonly maxInstances: number;
}

const readEvolution = (connection: Connection, reading: Reading): TemporalEntity => {
  const { tenant, candidate, query, maxInstances } = reading;
  const { id, types, current } = candidate;
  // One more than asked for tells that there are more.
  const past = readPast(connection, { tenant, entityId: id, query }, maxInstances + 1);
  const entries = inOrder([...past, ...currentEntries(current, query)]);
  const asked = query.lastN === undefined ? entries : lastOfEach(entries, query.lastN);
  const kept = query.lastN === undefined ? asked.slice(0, maxInstances) : asked.slice(-maxInstances);
  const { scopes, createdAt, modifiedAt } = current ?? {};
  return {
    id,
    types,
    ...(scopes === undefined ? {} : { scopes }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(modifiedAt === undefined ? {} : { modifiedAt }),
    attributes: byAttribute(kept),
    isCut: kept.length < asked.length,
  };
};

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

const sizeOf = ({ attributes }: TemporalEntity): number =>
  Object.values(attributes).reduce((sum, instances) => sum + instances.length, 0);

const queryEvolutions = (
  connection: Connection,
  asked: Pick<Reading, 'tenant' | 'query' | 'maxInstances'>,
  entities: EntityQuery,
): TemporalPage => {
  const { tenant, query, maxInstances } = asked;
  const found: TemporalEntity[] = [];
  let [count, room, isFull] = [0, maxInstances, entities.limit === 0];
  let hasNext = false;
  for (const candidate of candidates(connection, tenant, entities)) {
    if (!fulfils({ connection, tenant, candidate, query }, entities)) continue;
    count += 1;
    if (count <= entities.offset) continue;
    const evolution = isFull ? undefined : readEvolution(connection, { ...asked, candidate });
    if (evolution !== undefined && (found.length === 0 || sizeOf(evolution) <= room)) {
      found.push(evolution);
      room -= sizeOf(evolution);
      isFull = found.length >= entities.limit;
    } else {
      [isFull, hasNext] = [true, true];
      if (entities.count !== true) break;
    }
  }
  return { entities: found, hasNext, ...(entities.count === true ? { count } : {}) };
};
