import { cutTogether, evolutionOf, pastToRead, readingOf, type Asked, type Reading } from './evolution.ts';
import { currentEntries } from './past-entries.ts';
import { hasPast, pastAttributes, readPast, type HistorySource } from './sql-history-reader.ts';
import { readScopes } from './sql-scope-reader.ts';
import type { SqlSubject } from './sql-subject.ts';
import type { TemporalEntity, TemporalQuery } from './temporal-store.ts';

/** The instances of an entity in the interval; one more than `maxInstances` tells that there are more. */
export const readEntries = (
  source: HistorySource,
  subject: SqlSubject,
  asked: Asked,
): Reading<SqlSubject> => {
  const { query, limit } = pastToRead(asked);
  const past = readPast(source, { pk: subject.pk, query }, limit);
  return readingOf(subject, { past, periods: readScopes(source, subject) }, asked);
};

/** Attributes with instances in the interval, also where these are left off. */
const attributesWithin = (
  source: HistorySource,
  { pk, stored }: SqlSubject,
  query: TemporalQuery,
): readonly string[] => {
  const current = Object.keys(stored?.entity.attributes ?? {});
  const names = query.attributes ?? [...new Set([...pastAttributes(source, pk), ...current])];
  return names.filter((name) => {
    const own = { ...query, attributes: [name] };
    return hasPast(source, { pk, query: own }) || currentEntries(stored, own).length > 0;
  });
};

/** The evolutions of entities, cut together if they are too long; attributes of which all was left off are empty. */
export const evolutions = (
  source: HistorySource,
  readings: readonly Reading<SqlSubject>[],
  asked: Asked,
): readonly TemporalEntity[] =>
  cutTogether(readings, asked).map((reading) =>
    evolutionOf(reading, reading.isCut ? attributesWithin(source, reading.subject, asked.query) : []),
  );
