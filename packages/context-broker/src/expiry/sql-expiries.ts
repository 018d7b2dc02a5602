import type { Connection } from '@allmende/database';
import type { Ending } from '../entities/expiries.ts';

/** When something ends first, known without asking the database. */
export interface SoonestEnd {
  /** Milliseconds since the epoch; -Infinity as long as nobody looked. */
  readonly ms: number;
  note(ms: number): void;
  /** Begins anew; ends noted from now on count. */
  reset(): void;
}

export const createSoonestEnd = (): SoonestEnd => {
  const soonest = { ms: Number.NEGATIVE_INFINITY };
  return {
    get ms() {
      return soonest.ms;
    },
    note: (ms) => {
      soonest.ms = Math.min(soonest.ms, ms);
    },
    reset: () => {
      soonest.ms = Number.POSITIVE_INFINITY;
    },
  };
};

/** Remembers within a write what of the entity with this pk ends. */
export const writeEndings = (connection: Connection, pk: number, ends: readonly Ending[]): void => {
  const insert = connection.prepare(
    'INSERT OR IGNORE INTO expiries (at, entity, attribute) VALUES (?, ?, ?)',
  );
  for (const { atMs, attribute = '' } of ends) insert.run(atMs, pk, attribute);
};

/** An entity, or one of its attributes, that may be over. */
export interface DueEnding {
  readonly at: number;
  readonly pk: number;
  readonly attribute: string;
  readonly tenant: string;
  readonly entityId: string;
}

export const readDue = (connection: Connection, nowMs: number, limit: number): readonly DueEnding[] =>
  connection
    .prepare(
      `SELECT x.at, x.entity, x.attribute, e.tenant, e.id FROM expiries x
       LEFT JOIN entities e ON e.pk = x.entity WHERE x.at <= ? ORDER BY x.at LIMIT ?`,
    )
    .all(nowMs, limit)
    .map((row) => ({
      at: Number(row['at']),
      pk: Number(row['entity']),
      attribute: String(row['attribute']),
      tenant: String(row['tenant'] ?? ''),
      entityId: String(row['id'] ?? ''),
    }));

export const readSoonest = (connection: Connection): number => {
  const row = connection.prepare('SELECT min(at) AS at FROM expiries').get();
  return typeof row?.['at'] === 'number' ? row['at'] : Number.POSITIVE_INFINITY;
};

export const forgetEndings = (connection: Connection, due: readonly DueEnding[]): void => {
  const remove = connection.prepare('DELETE FROM expiries WHERE at = ? AND entity = ? AND attribute = ?');
  for (const { at, pk, attribute } of due) remove.run(at, pk, attribute);
};
