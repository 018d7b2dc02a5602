import { cutTogether, evolutionOf, pastToRead, readingOf, type Asked, type Reading } from './evolution.ts';
import { currentEntries } from './past-entries.ts';
import { allScopePeriods, scopesOfRow } from './past-scopes.ts';
import {
  hasPast,
  readPast,
  readPastRows,
  seriesOfPast,
  type PostgresHistorySource,
} from './postgres-history-reader.ts';
import { SCOPE, type ScopePeriod } from './scope-history.ts';
import type { Subject } from './subject.ts';
import type { TemporalEntity, TemporalQuery } from './temporal-store.ts';

/** What the scopes of an entity were, in order of time (§4.18). */
const readScopes = async (
  source: PostgresHistorySource,
  tenant: string,
  subject: Subject,
): Promise<readonly ScopePeriod[]> => {
  const query = { property: 'modifiedAt', attributes: [SCOPE] } as const;
  const selection = { tenant, entityId: subject.id, query };
  const rows = await readPastRows(source, selection, Number.MAX_SAFE_INTEGER);
  const past = rows.flatMap(({ row, asked }) => scopesOfRow(row, asked.series));
  return allScopePeriods(past, subject.stored);
};

/** The instances of an entity in the interval; one more than `maxInstances` tells that there are more. */
export const readEntries = async (
  source: PostgresHistorySource,
  { tenant, subject }: { readonly tenant: string; readonly subject: Subject },
  asked: Asked,
): Promise<Reading> => {
  const { query, limit } = pastToRead(asked);
  const [past, periods] = await Promise.all([
    readPast(source, { tenant, entityId: subject.id, query }, limit),
    readScopes(source, tenant, subject),
  ]);
  return readingOf(subject, { past, periods }, asked);
};

/** Attributes with instances in the interval, also where these are left off. */
const attributesWithin = async (
  source: PostgresHistorySource,
  { tenant, subject }: { readonly tenant: string; readonly subject: Subject },
  query: TemporalQuery,
): Promise<readonly string[]> => {
  const owner = { tenant, entityId: subject.id };
  const names =
    query.attributes ??
    new Set([
      ...(await seriesOfPast(source, owner)).flatMap(({ columns }) =>
        columns.map(({ attribute }) => attribute),
      ),
      ...Object.keys(subject.stored?.entity.attributes ?? {}),
    ]);
  const within: string[] = [];
  for (const name of names) {
    if (name === SCOPE) continue;
    const own = { ...query, attributes: [name] };
    const isThere =
      currentEntries(subject.stored, own).length > 0 || (await hasPast(source, { ...owner, query: own }));
    if (isThere) within.push(name);
  }
  return within;
};

/** The evolutions of entities, cut together if they are too long; attributes of which all was left off are empty. */
export const evolutions = (
  source: PostgresHistorySource,
  { tenant, readings }: { readonly tenant: string; readonly readings: readonly Reading[] },
  asked: Asked,
): Promise<readonly TemporalEntity[]> =>
  Promise.all(
    cutTogether(readings, asked).map(async (reading) => {
      const of = { tenant, subject: reading.subject };
      return evolutionOf(reading, reading.isCut ? await attributesWithin(source, of, asked.query) : []);
    }),
  );
