import type { PostgresConnection, PostgresDatabase } from '@allmende/database';
import type { Clock } from '@allmende/kernel';
import type { ChangeRecorder } from '../broker.ts';
import type { SoonestEnd } from '../expiry/soonest-end.ts';
import { endingsOfPast, writeEndings, type OwnedEnding } from '../expiry/postgres-expiries.ts';
import { createPostgresHistoryRows } from '../temporal/postgres-history-rows.ts';
import { writeHistory } from '../temporal/postgres-history-writer.ts';
import type { PostgresSeriesDictionary } from '../temporal/postgres-series-dictionary.ts';
import { draftSteps, type DraftRow, type Drafted } from './draft-steps.ts';
import type { EntityChange } from './entity.ts';
import type { ChangeListener, EntityStep, EntityStore } from './entity-store.ts';
import { endings } from './expiries.ts';
import { emptyRows, insertRows, lockRows, updateRows, type NewRow } from './postgres-entity-rows.ts';
import { selectEntities } from './postgres-entity-query.ts';
import {
  createPostgresEntityShapes,
  createPostgresTypeCatalogue,
  type PostgresEntityShapes,
} from './postgres-entity-shapes.ts';
import { entityOf } from './sql-entity-row.ts';
import { createWriteIds } from './write-id.ts';

export interface PostgresEntityStoreOptions {
  readonly database: PostgresDatabase;
  readonly series: PostgresSeriesDictionary;
  readonly clock: Clock;
  /** Told of changes after their commit. */
  readonly onCommitted: ChangeListener;
  /** Told when something that was written ends by itself (§4.22). */
  readonly soonest?: SoonestEnd;
  readonly recordChanges?: ChangeRecorder<PostgresConnection>;
}

/** What a transaction made, and what is to be called after its commit. */
interface Made {
  readonly outcomes: Drafted['outcomes'];
  readonly changes: readonly EntityChange[];
  readonly onCommitted: () => void;
}

/** Another transaction has made an entity since this one looked for it; the code has it made again. */
class MadeMeanwhile extends Error {
  readonly code = '40001';
}

class PostgresWrites {
  readonly #options: PostgresEntityStoreOptions;
  readonly #shapes: PostgresEntityShapes = createPostgresEntityShapes();
  readonly #nextWriteId = createWriteIds();
  readonly #history;

  constructor(options: PostgresEntityStoreOptions) {
    this.#options = options;
    this.#history = createPostgresHistoryRows(options.series);
  }

  async perform(connection: PostgresConnection, tenant: string, steps: readonly EntityStep[]): Promise<Made> {
    const ids = [...new Set(steps.map(({ entityId }) => entityId))].toSorted();
    const found = await lockRows(connection, tenant, ids);
    const drafting = { tenant, nowMs: this.#options.clock.now(), nextWriteId: this.#nextWriteId };
    const drafted = draftSteps(drafting, found, steps);
    const onShapesKept = await this.#write(connection, tenant, drafted);
    const ends = [...endsOf(tenant, drafted), ...(await this.#addGivenPast(connection, tenant, steps))];
    await writeEndings(connection, ends);
    const { outcomes, changes } = drafted;
    if (changes.length > 0) await this.#options.recordChanges?.(connection, changes);
    const onCommitted = (): void => {
      onShapesKept();
      for (const { atMs } of ends) this.#options.soonest?.note(atMs);
    };
    return { outcomes, changes, onCommitted };
  }

  /** State and past; what is to be called after the commit. */
  async #write(
    connection: PostgresConnection,
    tenant: string,
    { added, updated, removed, past }: Drafted,
  ): Promise<() => void> {
    const numbered = (row: DraftRow): NewRow => ({ ...row, shape: this.#shapes.numberOf(row.entity) });
    const entities = [...added, ...updated].map(({ entity }) => entity);
    const onKept = await this.#shapes.keep(connection, tenant, entities);
    if ((await insertRows(connection, tenant, added.map(numbered))) < added.length)
      throw new MadeMeanwhile('An entity was made by somebody else meanwhile.');
    await updateRows(connection, tenant, updated.map(numbered));
    await emptyRows(connection, tenant, removed);
    const moments = past.map((one) => ({ tenant, ...one }));
    await this.#history.add(connection, moments);
    return onKept;
  }

  /** What steps bring of the past; its ends. */
  async #addGivenPast(
    connection: PostgresConnection,
    tenant: string,
    steps: readonly EntityStep[],
  ): Promise<readonly OwnedEnding[]> {
    const ends: OwnedEnding[] = [];
    const { series } = this.#options;
    const writing = { connection, series, rows: this.#history, nextWriteId: this.#nextWriteId };
    for (const { entityId, past } of steps) {
      const given = past?.();
      if (given === undefined) continue;
      const owner = { tenant, entityId, types: given.types };
      const { fresh } = await writeHistory(writing, owner, given.instances);
      ends.push(...endingsOfPast({ tenant, entityId }, fresh));
    }
    return ends;
  }
}

/** What of written entities ends by itself. */
const endsOf = (tenant: string, { added, updated }: Drafted): readonly OwnedEnding[] =>
  [...added, ...updated]
    .filter(({ row }) => row.isTransient)
    .flatMap(({ entity }) => endings(entity).map((end) => ({ tenant, entityId: entity.id, ...end })));

const createReads = (database: PostgresDatabase): Omit<EntityStore, 'apply' | 'applyAll'> => {
  const findRow = async (tenant: string, entityId: string, columns: 'doc' | 'doc, sys') => {
    const [row] = await database.read.rows(
      `SELECT ${columns} FROM entities WHERE tenant = $1 AND id = $2 AND doc IS NOT NULL`,
      tenant,
      entityId,
    );
    return row;
  };
  return {
    find: async (tenant, entityId) => {
      const row = await findRow(tenant, entityId, 'doc, sys');
      return row === undefined ? undefined : entityOf([String(row[0]), String(row[1])]);
    },
    findDocument: async (tenant, entityId) => {
      const row = await findRow(tenant, entityId, 'doc');
      return row === undefined ? undefined : String(row[0]);
    },
    query: async (tenant, query) => {
      const asked = { tenant, query, columns: 'e.doc, e.sys' } as const;
      const { rows, ...rest } = await selectEntities(database.read, asked);
      return { entities: rows.map(entityOf), ...rest };
    },
    queryDocuments: async (tenant, query) => {
      const { rows, ...rest } = await selectEntities(database.read, { tenant, query, columns: 'e.doc' });
      return { documents: rows.map(([doc]) => doc), ...rest };
    },
    types: createPostgresTypeCatalogue(database),
  };
};

/** The entity store over the tables of migrations postgres-0001-entities and postgres-0002-history. */
export const createPostgresEntityStore = (options: PostgresEntityStoreOptions): EntityStore => {
  const { database, onCommitted } = options;
  const writes = new PostgresWrites(options);
  const announce = ({ changes, ...made }: Made): void => {
    made.onCommitted();
    if (changes.length > 0) onCommitted(changes);
  };
  return {
    apply: async (tenant, entityId, transition) => {
      const made = await database.write(async (connection) => {
        const one = await writes.perform(connection, tenant, [{ entityId, transition }]);
        const [outcome] = one.outcomes;
        if (outcome instanceof Error) throw outcome;
        return one;
      });
      announce(made);
      return made.changes[0];
    },
    applyAll: async (tenant, steps) => {
      const made = await database.write((connection) => writes.perform(connection, tenant, steps));
      announce(made);
      return made.outcomes;
    },
    ...createReads(database),
  };
};
