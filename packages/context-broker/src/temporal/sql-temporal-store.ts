import type { Database } from '@allmende/database';
import type { Clock } from '@allmende/kernel';
import type { Dictionaries } from '../entities/sql-dictionaries.ts';
import { createWriteIds } from '../entities/write-id.ts';
import type { EntityQuery, ScopeQuery } from '../query-language/query.ts';
import type { SoonestEnd } from '../expiry/sql-expiries.ts';
import { fittingPeriods, isInPeriods, shownScopes } from './scope-history.ts';
import { readScopes } from './sql-scope-reader.ts';
import { readSubject, type Subject } from './sql-current-entity.ts';
import {
  currentEntries,
  hasPast,
  inOrderOfTime,
  readPast,
  type Entry,
  type HistorySource,
} from './sql-history-reader.ts';
import { createHistoryRows } from './sql-history-rows.ts';
import { writeHistory } from './sql-history-writer.ts';
import { candidates } from './sql-temporal-candidates.ts';
import { fulfils } from './sql-temporal-conditions.ts';
import type {
  PastInstance,
  TemporalEntity,
  TemporalPage,
  TemporalQuery,
  TemporalStore,
} from './temporal-store.ts';

/**
 * Reads how entities evolved: superseded instances from the history, the valid ones from entities.
 * Built over the tables of migration 0003-series-history.
 */
export const createSqlTemporalStore = (parts: {
  readonly database: Database;
  readonly dictionaries: Dictionaries;
  readonly clock: Clock;
  readonly soonest?: SoonestEnd;
}): TemporalStore => {
  const { database, dictionaries, clock, soonest } = parts;
  const { series, shapes } = dictionaries;
  const source: HistorySource = { connection: database.read, series };
  const rows = createHistoryRows({ series, clock });
  const nextWriteId = createWriteIds();
  return {
    find: (tenant, entityId, query, maxInstances) =>
      Promise.resolve(findEvolution(source, { tenant, entityId }, { query, maxInstances })),
    query: (tenant, entities, query, maxInstances) =>
      Promise.resolve(queryEvolutions(source, tenant, entities, { query, maxInstances })),
    addHistory: (tenant, entity, instances) =>
      dictionaries.write((connection) =>
        writeHistory(
          { connection, series, shapes, rows, nextWriteId, soonest },
          { tenant, ...entity },
          instances,
        ),
      ),
  };
};

interface Asked {
  readonly query: TemporalQuery;
  /** Only instances of times in which the scopes fulfilled it. */
  readonly scopeQ?: ScopeQuery | undefined;
  readonly maxInstances: number;
}

/** Most past instances of an entity that a scopeQ is asked of. */
const maxScoped = 100_000;

const findEvolution = (
  source: HistorySource,
  named: { readonly tenant: string; readonly entityId: string },
  asked: Asked,
): TemporalEntity | undefined => {
  const subject = readSubject(source.connection, named);
  if (subject === undefined) return undefined;
  const { pk, stored } = subject;
  const { attributes } = asked.query;
  const isKnown =
    attributes === undefined ||
    attributes.some((name) => stored?.instancesOf(name) !== undefined) ||
    hasPast(source, { pk, query: { property: 'modifiedAt', attributes } });
  return isKnown ? readEvolution(source, subject, asked) : undefined;
};

const readEvolution = (source: HistorySource, subject: Subject, asked: Asked): TemporalEntity => {
  const { pk, id, types, current, stored } = subject;
  const { query, maxInstances, scopeQ } = asked;
  const allPeriods = readScopes(source, subject);
  const periods = scopeQ === undefined ? allPeriods : fittingPeriods(allPeriods, scopeQ, query);
  // One more than asked for tells that there are more.
  const past =
    scopeQ === undefined ? readPast(source, { pk, query }, maxInstances + 1) : readAllPast(source, pk, query);
  const all = inOrder([...past, ...currentEntries(stored, query)]);
  const entries = scopeQ === undefined ? all : all.filter(({ ms }) => isInPeriods(ms, periods, query));
  const found = query.lastN === undefined ? entries : lastOfEach(entries, query.lastN);
  const kept = query.lastN === undefined ? found.slice(0, maxInstances) : found.slice(-maxInstances);
  const { createdAt, modifiedAt } = current ?? {};
  const scopes = shownScopes(periods, query);
  return {
    id,
    types,
    ...(scopes.length === 0 ? {} : { scopes }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(modifiedAt === undefined ? {} : { modifiedAt }),
    attributes: byAttribute(kept),
    isCut: kept.length < found.length,
  };
};

const readAllPast = (source: HistorySource, pk: number, { lastN: _lastN, ...query }: TemporalQuery) =>
  readPast(source, { pk, query }, maxScoped);

/** Sorted by time; an instance that is both current and past is kept once. */
const inOrder = (entries: readonly Entry[]): readonly Entry[] => {
  const known = new Set<string>();
  return entries
    .filter(({ attribute, instance: { instanceId } }) => {
      if (instanceId === undefined) return true;
      const key = `${attribute} ${instanceId}`;
      return known.size < known.add(key).size;
    })
    .toSorted(inOrderOfTime);
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
  source: HistorySource,
  tenant: string,
  entities: EntityQuery,
  asked: Asked,
): TemporalPage => {
  const { query, maxInstances } = asked;
  const { scopeQ } = entities;
  const scoped: Asked = { ...asked, scopeQ };
  const found: TemporalEntity[] = [];
  let [count, room, isFull] = [0, maxInstances, entities.limit === 0];
  let hasNext = false;
  for (const subject of candidates(source.connection, tenant, entities)) {
    if (!fulfils({ source, subject, query }, entities)) continue;
    if (scopeQ !== undefined && sizeOf(readEvolution(source, subject, scoped)) === 0) continue;
    count += 1;
    if (count <= entities.offset) continue;
    const evolution = isFull ? undefined : readEvolution(source, subject, scoped);
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
