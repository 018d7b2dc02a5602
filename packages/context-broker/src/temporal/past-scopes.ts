import type { StoredEntity } from '../entities/entity-document.ts';
import { entityCodec } from '../entities/sql-entity-row.ts';
import { instanceIn, slotsOf, type PastRow } from './past-entries.ts';
import { currentScopes, SCOPE, scopePeriods, type ScopePeriod } from './scope-history.ts';
import type { Series } from './series.ts';
import type { PastInstance } from './temporal-store.ts';

/** Scopes that an entity once had. */
export interface PastScopes {
  readonly instance: PastInstance;
  readonly deletedMs: number | undefined;
}

/** The scopes in a row of the history, if its series holds any. */
export const scopesOfRow = (row: PastRow, { columns }: Series): readonly PastScopes[] => {
  const place = columns.findIndex(({ attribute }) => attribute === SCOPE);
  const column = columns[place];
  if (column === undefined) return [];
  return [{ instance: instanceIn(row, slotsOf(row)[place], column), deletedMs: row.deletedMs }];
};

/** When an entity had which scopes, those of now included. */
export const allScopePeriods = (
  past: readonly PastScopes[],
  stored: StoredEntity | undefined,
): readonly ScopePeriod[] => {
  const now = stored === undefined ? undefined : currentScopes(stored, entityCodec.readInstance);
  return scopePeriods(now === undefined ? past : [...past, { instance: now, deletedMs: undefined }]);
};
