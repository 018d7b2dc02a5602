import type { ScopeQuery } from '../query-language/query.ts';
import { currentEntries, inOrderOfTime, type Entry } from './past-entries.ts';
import { fittingPeriods, isInPeriods, shownScopes, type ScopePeriod } from './scope-history.ts';
import type { Subject } from './subject.ts';
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
export interface Reading<Of extends Subject = Subject> {
  readonly subject: Of;
  readonly scopes: readonly PastInstance[];
  readonly entries: readonly Entry[];
  readonly isCut: boolean;
}

/** Most past instances of an entity that a scopeQ is asked of. */
const maxScoped = 100_000;

/** What of the past has to be read to answer: with a scopeQ lastN counts only what lies in fitting times. */
export const pastToRead = ({
  query,
  scopeQ,
  maxInstances,
}: Asked): { readonly query: TemporalQuery; readonly limit: number } => {
  // One more tells that there are more.
  if (scopeQ === undefined) return { query, limit: maxInstances + 1 };
  const { lastN: _lastN, ...whole } = query;
  return { query: whole, limit: maxScoped };
};

/** The instances of an entity in the interval, of its past as `pastToRead` says and its scopes. */
export const readingOf = <Of extends Subject>(
  subject: Of,
  { past, periods: all }: { readonly past: readonly Entry[]; readonly periods: readonly ScopePeriod[] },
  { query, scopeQ }: Asked,
): Reading<Of> => {
  const periods = scopeQ === undefined ? all : fittingPeriods(all, scopeQ, query);
  const known = inOrder([...past, ...currentEntries(subject.stored, query)]);
  const entries = scopeQ === undefined ? known : known.filter(({ ms }) => isInPeriods(ms, periods, query));
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

const sizeOf = (readings: readonly Reading[]): number =>
  readings.reduce((sum, { entries }) => sum + entries.length, 0);

/** Leaves the oldest instances of all entities, or with lastN the newest: all are known up to the same time (§6.3.10). */
export const cutTogether = <Of extends Subject>(
  readings: readonly Reading<Of>[],
  { query, maxInstances }: Asked,
): readonly Reading<Of>[] => {
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

/** A page with one more entity; a long one is cut while it grows, so that it takes no more memory than a short one. */
export const grown = <Of extends Subject>(
  page: readonly Reading<Of>[],
  next: Reading<Of>,
  asked: Asked,
): readonly Reading<Of>[] => {
  const longer = [...page, next];
  return sizeOf(longer) > 4 * asked.maxInstances ? cutTogether(longer, asked) : longer;
};

const byAttribute = (entries: readonly Entry[]): Readonly<Record<string, readonly PastInstance[]>> =>
  Object.fromEntries(
    [...Map.groupBy(entries, ({ attribute }) => attribute)].map(([name, members]) => [
      name,
      members.map(({ instance }) => instance),
    ]),
  );

/** Of a reading that was cut, `attributesWithin` names all with instances in the interval: some are left off wholly. */
export const evolutionOf = (
  { subject, scopes, entries, isCut }: Reading,
  attributesWithin: readonly string[],
): TemporalEntity => {
  const { id, types, current } = subject;
  const empty = attributesWithin.map((name): readonly [string, readonly PastInstance[]] => [name, []]);
  return {
    id,
    types,
    ...(scopes.length === 0 ? {} : { scopes }),
    ...(current === undefined ? {} : { createdAt: current.createdAt, modifiedAt: current.modifiedAt }),
    attributes: { ...Object.fromEntries(empty), ...byAttribute(entries) },
    isCut,
  };
};
