import type { Connection } from '@allmende/database';
import type { Clock } from '@allmende/kernel';
import type { Moment } from './series.ts';
import type { SeriesDictionary } from './sql-series-dictionary.ts';

/** Writes rows of the history within a transaction. */
export interface HistoryRows {
  /** `entity` is the pk of the entity whose past this is. */
  add(connection: Connection, entity: number, moment: Moment): void;
}

const microseconds = 1000;

/** Rows of one entity, series and time are told apart by `seq`, which grows with the order of writing. */
export const createHistoryRows = (parts: {
  readonly series: SeriesDictionary;
  readonly clock: Clock;
}): HistoryRows => {
  const last = { seq: 0 };
  return {
    add: (connection, entity, { columns, slots, at, createdMs, modifiedMs, deletedMs, write }) => {
      const series = parts.series.keyOf(connection, columns);
      const body = JSON.stringify(slots);
      const insert = connection.prepare(
        'INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (entity, series, at, seq) DO NOTHING',
      );
      let isStored = false;
      while (!isStored) {
        // A clock that was set back may meet numbers that are taken; then the next one is tried.
        last.seq = Math.max(last.seq + 1, parts.clock.now() * microseconds);
        const { changes } = insert.run(
          entity,
          series,
          at,
          last.seq,
          createdMs,
          modifiedMs,
          deletedMs ?? null,
          write,
          body,
        );
        isStored = changes === 1;
      }
    },
  };
};
