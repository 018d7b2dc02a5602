import { pastRowOf, rowColumns, type HistorySource } from './sql-history-reader.ts';
import type { SqlSubject } from './sql-subject.ts';

import { allScopePeriods, scopesOfRow } from './past-scopes.ts';
import { SCOPE, type ScopePeriod } from './scope-history.ts';

/** What the scopes of an entity were, in order of time (§4.18). */
export const readScopes = (
  { connection, series }: HistorySource,
  { pk, stored }: SqlSubject,
): readonly ScopePeriod[] => {
  const past = series.withAttribute([SCOPE]).flatMap((own) =>
    connection
      .prepare(`SELECT ${rowColumns} FROM history WHERE entity = ? AND series = ?`)
      .all(pk, own.key)
      .flatMap((row) => scopesOfRow(pastRowOf(row), own)),
  );
  return allScopePeriods(past, stored);
};
