import type { Connection, Database } from '@allmende/database';
import { atOnce, type Clock, type Logger } from '@allmende/kernel';
import type { ChangeRecorder } from '../broker.ts';
import type { SoonestEnd } from '../expiry/soonest-end.ts';
import { createHistoryRows } from '../temporal/sql-history-rows.ts';
import { writeHistory } from '../temporal/sql-history-writer.ts';
import type { EntityChange } from './entity.ts';
import type { ChangeListener, EntityStep, EntityStore } from './entity-store.ts';
import type { Dictionaries } from './sql-dictionaries.ts';
import type { ScanThread } from './scan-thread.ts';
import { createEntityQuery } from './sql-entity-query.ts';
import { entityOf } from './sql-entity-row.ts';
import { decide, perform, type Decision, type Step, type Writing } from './sql-entity-writes.ts';
import { createTypeCatalogue } from './sql-type-catalogue.ts';
import { createSqlValueIndex, type ValueIndex } from './sql-value-index.ts';
import { createWriteIds } from './write-id.ts';

export interface SqlEntityStoreOptions {
  readonly database: Database;
  readonly dictionaries: Dictionaries;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told of changes after their commit. */
  readonly onCommitted: ChangeListener;
  /** Takes queries that were slow before off the event loop; without it all are answered on it. */
  readonly thread?: ScanThread;
  /** Told when something that was written ends by itself (§4.22). */
  readonly soonest?: SoonestEnd;
  /** The index over values; one of its own unless given. */
  readonly index?: ValueIndex;
  /** Runs reads that have to see one committed state; needed where another process commits. */
  readonly together?: <Value>(work: () => Value) => Value;
  /** Told of the changes of each write inside its transaction; what it writes commits with them, or not at all. */
  readonly recordChanges?: ChangeRecorder<Connection>;
}

type Reads = Omit<EntityStore, 'apply' | 'applyAll'>;

const createReads = (
  options: Pick<SqlEntityStoreOptions, 'database' | 'thread' | 'logger' | 'together'>,
  index: ValueIndex,
): Reads => {
  const { database } = options;
  const select = createEntityQuery({ ...options, connection: database.read, index });
  const findRow = (tenant: string, entityId: string, columns: string) =>
    database.read.rows(
      `SELECT ${columns} FROM entities WHERE tenant = ? AND id = ? AND doc IS NOT NULL`,
      tenant,
      entityId,
    )[0];
  return {
    find: (tenant, entityId) => {
      const row = findRow(tenant, entityId, 'doc, sys');
      return Promise.resolve(row === undefined ? undefined : entityOf([String(row[0]), String(row[1])]));
    },
    findDocument: (tenant, entityId) => {
      const doc = findRow(tenant, entityId, 'doc')?.[0];
      return Promise.resolve(typeof doc === 'string' ? doc : undefined);
    },
    query: async (tenant, query) => {
      const { rows, ...rest } = await select(tenant, query, 'e.doc, e.sys');
      return { entities: rows.map(entityOf), ...rest };
    },
    queryDocuments: async (tenant, query) => {
      const { rows, ...rest } = await select(tenant, query, 'e.doc');
      return { documents: rows.map(([doc]) => doc), ...rest };
    },
    types: createTypeCatalogue(database),
  };
};

/** The entity store over the tables of migrations 0001 to 0003. */
export const createSqlEntityStore = (options: SqlEntityStoreOptions): EntityStore => {
  const { dictionaries, clock, onCommitted, soonest } = options;
  const { index = createSqlValueIndex(options) } = options;
  const nextWriteId = createWriteIds();
  const history = createHistoryRows({ series: dictionaries.series, clock });
  const writingOver = (connection: Connection): Writing => {
    const nowMs = clock.now();
    const now = new Date(nowMs).toISOString();
    return { connection, nowMs, now, index, history, nextWriteId, dictionaries, soonest };
  };
  const record = (connection: Connection, changes: readonly EntityChange[]): void => {
    const { recordChanges } = options;
    if (recordChanges !== undefined && changes.length > 0)
      atOnce(recordChanges(connection, changes), 'What is recorded with a change');
  };
  return {
    apply: async (tenant, entityId, transition) => {
      const change = await dictionaries.write((connection) => {
        const writing = writingOver(connection);
        const made = perform(writing, decide(writing, { tenant, entityId, transition }));
        if (made !== undefined) record(connection, [made]);
        return made;
      });
      if (change !== undefined) onCommitted([change]);
      return change;
    },
    applyAll: async (tenant, steps) => {
      const { outcomes, changes } = await dictionaries.write((connection) => {
        const writing = writingOver(connection);
        const made = steps.map((step) => applyAlone(writing, { tenant, ...step }));
        const changed = made.flatMap((outcome) =>
          outcome === undefined || outcome instanceof Error ? [] : [outcome],
        );
        for (const step of steps) addPast(writing, tenant, step);
        record(connection, changed);
        return { outcomes: made, changes: changed };
      });
      if (changes.length > 0) onCommitted(changes);
      return outcomes;
    },
    ...createReads(options, index),
  };
};

const addPast = (writing: Writing, tenant: string, { entityId, past }: EntityStep): void => {
  const given = past?.();
  if (given === undefined) return;
  const { connection, dictionaries, history: rows, nextWriteId, soonest } = writing;
  const { series, shapes } = dictionaries;
  const owner = { tenant, id: entityId, types: given.types };
  writeHistory({ connection, series, shapes, rows, nextWriteId, soonest }, owner, given.instances);
};

/** A step that is refused leaves no trace, as it is refused before anything changes; its neighbours stay. */
const applyAlone = (writing: Writing, step: Step): EntityChange | Error | undefined => {
  let decision: Decision;
  try {
    decision = decide(writing, step);
  } catch (cause) {
    return cause instanceof Error ? cause : new Error(String(cause));
  }
  return perform(writing, decision);
};
