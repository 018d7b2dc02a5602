import { setImmediate as turn } from 'node:timers/promises';
import type { Connection, Database } from '@allmende/database';
import type { Clock } from '@allmende/kernel';
import { typesOfShape } from '../entities/sql-entity-shapes.ts';
import { noUpkeep, type HistoryKeeper } from './history-keeper.ts';
import { cutsBy, keptMs, type Cut } from './history-policy.ts';

/** Entities that are looked at in one step, which takes some milliseconds. */
const entitiesAtOnce = 200;

/** Once a day is enough; rounds do not come at the same time every day. */
const almostDayMs = 84_600_000;

interface Step {
  readonly removedRows: number;
  /** Where the next step begins; undefined at the end. */
  readonly last: number | undefined;
}

interface Owner {
  readonly pk: number;
  readonly isGone: boolean;
  readonly keepMs: number;
}

const readOwners = (connection: Connection, cuts: readonly Cut[], after: number) => {
  const rows = connection
    .prepare(
      `SELECT e.pk, e.tenant, e.doc IS NULL AS gone, s.shape FROM entities e JOIN entity_shapes s ON s.key = e.shape
       WHERE e.pk > ? ORDER BY e.pk LIMIT ?`,
    )
    .all(after, entitiesAtOnce);
  const owners = rows.flatMap((row): readonly Owner[] => {
    const keepMs = keptMs(cuts, { tenant: String(row['tenant']), types: typesOfShape(row['shape']) });
    return keepMs === undefined ? [] : [{ pk: Number(row['pk']), isGone: row['gone'] === 1, keepMs }];
  });
  const last = rows.length < entitiesAtOnce ? undefined : Number(rows.at(-1)?.['pk']);
  return { owners, last };
};

/** Removes rows of an entity from before a time, series by series, as the table is in order of these. */
const removeBefore = (connection: Connection, pk: number, ms: number): number => {
  const next = connection.prepare('SELECT min(series) AS key FROM history WHERE entity = ? AND series > ?');
  const remove = connection.prepare('DELETE FROM history WHERE entity = ? AND series = ? AND at < ?');
  let removed = 0;
  for (let key: unknown = -1; ;) {
    key = next.get(pk, Number(key))?.['key'];
    if (typeof key !== 'number') return removed;
    removed += Number(remove.run(pk, key, ms).changes);
  }
};

const removeSome = (
  connection: Connection,
  { cuts, nowMs, after }: { readonly cuts: readonly Cut[]; readonly nowMs: number; readonly after: number },
): Step => {
  const { owners, last } = readOwners(connection, cuts, after);
  // An entity that is no more and has no past was never there.
  const forget = connection.prepare(
    'DELETE FROM entities WHERE pk = ?1 AND doc IS NULL AND NOT EXISTS (SELECT 1 FROM history WHERE entity = ?1)',
  );
  let removedRows = 0;
  for (const { pk, isGone, keepMs } of owners) {
    removedRows += removeBefore(connection, pk, nowMs - keepMs);
    if (isGone) forget.run(pk);
  }
  return { removedRows, last };
};

/** Retention in the table history (migration 0003-series-history), some entities at a time; the tables have no months. */
export const createSqlHistoryKeeper = ({
  database,
  clock,
}: {
  readonly database: Database;
  readonly clock: Clock;
}): HistoryKeeper => {
  let doneMs = Number.NEGATIVE_INFINITY;
  const removeAll = async (cuts: readonly Cut[], nowMs: number, signal: AbortSignal): Promise<number> => {
    let removedRows = 0;
    let after: number | undefined = 0;
    while (after !== undefined) {
      signal.throwIfAborted();
      const from: number = after;
      const step: Step = await database.write((connection) =>
        removeSome(connection, { cuts, nowMs, after: from }),
      );
      removedRows += step.removedRows;
      after = step.last;
      await turn();
    }
    return removedRows;
  };
  return {
    keep: async ({ retention }, signal) => {
      const nowMs = clock.now();
      if (retention.length === 0 || nowMs - doneMs < almostDayMs) return noUpkeep;
      const removedRows = await removeAll(cutsBy(retention), nowMs, signal);
      doneMs = nowMs;
      return { ...noUpkeep, removedRows };
    },
  };
};
