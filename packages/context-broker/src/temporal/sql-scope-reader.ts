import { entityCodec } from '../entities/sql-entity-row.ts';
import type { Subject } from './sql-current-entity.ts';
import { currentScopes, SCOPE, scopePeriods, type ScopePeriod } from './scope-history.ts';
import { instanceIn, rowColumns, type HistorySource } from './sql-history-reader.ts';

/** What the scopes of an entity were, in order of time (§4.18). */
export const readScopes = (
  { connection, series }: HistorySource,
  { pk, stored }: Subject,
): readonly ScopePeriod[] => {
  const past = series.withAttribute([SCOPE]).flatMap((own) => {
    const place = own.columns.findIndex(({ attribute }) => attribute === SCOPE);
    const column = own.columns[place];
    if (column === undefined) return [];
    return connection
      .prepare(`SELECT ${rowColumns} FROM history WHERE entity = ? AND series = ?`)
      .all(pk, own.key)
      .map((row) => {
        const slots = JSON.parse(String(row['body'])) as readonly unknown[];
        const instance = instanceIn(row, slots, column, place);
        const deletedAt = row['deleted_at'];
        return { instance, deletedMs: deletedAt === null ? undefined : Number(deletedAt) };
      });
  });
  const now = stored === undefined ? undefined : currentScopes(stored, entityCodec.readInstance);
  return scopePeriods(now === undefined ? past : [...past, { instance: now, deletedMs: undefined }]);
};
