import type { ScopeQuery } from '../query-language/query.ts';
import { fittingPeriods, isInPeriods, shownScopes } from './scope-history.ts';
import type { Subject } from './sql-current-entity.ts';
import {
  currentEntries,
  hasPast,
  inOrderOfTime,
  pastAttributes,
  readPast,
  type Entry,
  type HistorySource,
} from './sql-history-reader.ts';
import { readScopes } from './sql-scope-reader.ts';
import type { PastInstance, TemporalEntity, TemporalQuery } from './temporal-store.ts';

/** What is asked of the evolution of some entities. */
export interface Asked {
  readonly query: TemporalQuery;
  /** Only instances of times in which the scopes fulfilled it. */
  readonly scopeQ?: ScopeQuery | undefined;
  /** Of all entities together. */
  readonly maxInstances: number;
}

/** What was read of one entity: its instances in order of time. */
export interface Reading {
  readonly subject: Subject;
  readonly scopes: readonly PastInstance[];
  readonly entries: readonly Entry[];
  readonly isCut: boolean;
}

/** Most past instances of an entity that a scopeQ is asked of. */
const maxScoped = 100_000;

const readAllPast = (source: HistorySource, pk: number, { lastN: _lastN, ...query }: TemporalQuery) =>
  readPast(source, { pk, query }, maxScoped);

/** The instances of an entity in the interval; one more than `maxInstances` tells that there are more. */
export const readEntries = (source: HistorySource, subject: Subject, asked: Asked): Reading => {
  const { pk, stored } = subject;
  const { query, maxInstances, scopeQ } = asked;
  const allPeriods = readScopes(source, subject);
  const periods = scopeQ === undefined ? allPeriods : fittingPeriods(allPeriods, scopeQ, query);
  const past =
    scopeQ === undefined ? readPast(source, { pk, query }, maxInstances + 1) : readAllPast(source, pk, query);
  const all = inOrder([...past, ...currentEntries(stored, query)]);
  const entries = scopeQ === undefined ? all : all.filter(({ ms }) => isInPeriods(ms, periods, query));
  return {
    subject,
    scopes: shownScopes(periods, query),
    entries: query.lastN === undefined ? entries : lastOfEach(entries, query.lastN),
    isCut: false,
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

export const sizeOf = (readings: readonly Reading[]): number =>
  readings.reduce((sum, { entries }) => sum + entries.length, 0);

/** Leaves the oldest instances of all entities, or with lastN the newest: all are known up to the same time (§6.3.10). */
export const cutTogether = (
  readings: readonly Reading[],
  { query, maxInstances }: Asked,
): readonly Reading[] => {
  if (sizeOf(readings) <= maxInstances) return readings;
  const ordered = readings.flatMap(({ entries }) => entries).toSorted(inOrderOfTime);
  const kept = new Set(
    query.lastN === undefined ? ordered.slice(0, maxInstances) : ordered.slice(-maxInstances),
  );
  return readings.map((reading) => {
    const entries = reading.entries.filter((entry) => kept.has(entry));
    return { ...reading, entries, isCut: reading.isCut || entries.length < reading.entries.length };
  });
};

/** Attributes with instances in the interval, also where these are left off. */
const attributesWithin = (
  source: HistorySource,
  { pk, stored }: Subject,
  query: TemporalQuery,
): readonly string[] => {
  const current = Object.keys(stored?.entity.attributes ?? {});
  const names = query.attributes ?? [...new Set([...pastAttributes(source, pk), ...current])];
  return names.filter((name) => {
    const own = { ...query, attributes: [name] };
    return hasPast(source, { pk, query: own }) || currentEntries(stored, own).length > 0;
  });
};

const byAttribute = (entries: readonly Entry[]): Readonly<Record<string, readonly PastInstance[]>> =>
  Object.fromEntries(
    [...Map.groupBy(entries, ({ attribute }) => attribute)].map(([name, members]) => [
      name,
      members.map(({ instance }) => instance),
    ]),
  );

/** The evolutions of entities, cut together if they are too long; attributes of which all was left off are empty. */
export const evolutions = (
  source: HistorySource,
  readings: readonly Reading[],
  asked: Asked,
): readonly TemporalEntity[] =>
  cutTogether(readings, asked).map(({ subject, scopes, entries, isCut }) => {
    const { id, types, current } = subject;
    const empty = isCut ? attributesWithin(source, subject, asked.query).map((name) => [name, []]) : [];
    return {
      id,
      types,
      ...(scopes.length === 0 ? {} : { scopes }),
      ...(current === undefined ? {} : { createdAt: current.createdAt, modifiedAt: current.modifiedAt }),
      attributes: { ...(Object.fromEntries(empty) as TemporalEntity['attributes']), ...byAttribute(entries) },
      isCut,
    };
  });
