import type { Connection } from '@allmende/database';
import type { Entity } from '../entities/entity.ts';
import { tombstoneOf } from '../entities/tombstone.ts';
import { isInInterval, timeOf } from './temporal-query.ts';
import type { PastInstance, TemporalQuery } from './temporal-store.ts';

/** Whose instances, of which attributes and from which interval. */
export interface HistorySelection {
  readonly tenant: string;
  readonly entityId: string;
  readonly query: TemporalQuery;
}

/** One instance and its time in milliseconds by the property of the query. */
export interface Entry {
  readonly attribute: string;
  readonly instance: PastInstance;
  readonly ms: number | undefined;
}

/** The types of an entity's newest past instance; undefined when there is none. */
export const readPastTypes = (
  connection: Connection,
  { tenant, entityId }: Pick<HistorySelection, 'tenant' | 'entityId'>,
): readonly string[] | undefined => {
  const row = connection
    .prepare('SELECT max(seq) AS seq, types FROM attribute_history WHERE tenant = ? AND entity_id = ?')
    .get(tenant, entityId);
  return typeof row?.['types'] === 'string' ? (JSON.parse(row['types']) as readonly string[]) : undefined;
};

const columns = {
  observedAt: 'observed_at',
  createdAt: 'created_at',
  modifiedAt: 'modified_at',
  deletedAt: 'deleted_at',
} as const satisfies Record<TemporalQuery['property'], string>;

interface Condition {
  readonly column: string;
  readonly where: string;
  readonly parameters: readonly (string | number)[];
}

const conditionOf = ({ tenant, entityId, query }: HistorySelection): Condition => {
  const column = columns[query.property];
  const conditions = ['tenant = ?', 'entity_id = ?'];
  const parameters: (string | number)[] = [tenant, entityId];
  if (query.attributes !== undefined) {
    conditions.push('attribute IN (SELECT value FROM json_each(?))');
    parameters.push(JSON.stringify(query.attributes));
  }
  const { relation, timeAt = 0, endTimeAt = 0 } = query;
  if (query.property === 'deletedAt') conditions.push('deleted_at IS NOT NULL');
  if (relation === 'before') conditions.push(`${column} < ?`);
  if (relation === 'after') conditions.push(`${column} >= ?`);
  if (relation === 'between') conditions.push(`${column} >= ?`, `${column} < ?`);
  if (relation !== undefined) parameters.push(timeAt, ...(relation === 'between' ? [endTimeAt] : []));
  return { column, where: conditions.join(' AND '), parameters };
};

/** The deletion of an instance as an instance of its own (§4.5.7). */
const deletionOf = (last: PastInstance, deletedMs: number): PastInstance => ({
  ...tombstoneOf(last),
  ...(last.instanceId === undefined ? {} : { instanceId: `${last.instanceId}:deleted` }),
  deletedAt: new Date(deletedMs).toISOString(),
});

const toEntry = (row: Readonly<Record<string, unknown>>, query: TemporalQuery): Entry => {
  const last = JSON.parse(String(row['body'])) as PastInstance;
  const instance = query.property === 'deletedAt' ? deletionOf(last, Number(row['deleted_at'])) : last;
  return { attribute: String(row['attribute']), instance, ms: timeOf(instance, query.property) };
};

/** At most so many past instances in order of time; with lastN the newest of each attribute and datasetId. */
export const readPast = (
  connection: Connection,
  selection: HistorySelection,
  limit: number,
): readonly Entry[] => {
  const { column, where, parameters } = conditionOf(selection);
  const { query } = selection;
  const isNewest = query.lastN !== undefined;
  const direction = isNewest ? 'DESC' : 'ASC';
  const rank = `row_number() OVER (PARTITION BY attribute, dataset_id ORDER BY ${column} DESC, seq DESC)`;
  const entries = connection
    .prepare(
      `SELECT attribute, body, deleted_at FROM (
         SELECT seq, attribute, body, deleted_at, ${column} AS ms, ${isNewest ? rank : '0'} AS age
         FROM attribute_history WHERE ${where})
       WHERE age <= ? ORDER BY ms ${direction}, seq ${direction} LIMIT ?`,
    )
    .all(...parameters, query.lastN ?? 0, limit)
    .map((row) => toEntry(row, query));
  return isNewest ? entries.toReversed() : entries;
};

/** Past instances one by one, in no particular order. */
export function* streamPast(connection: Connection, selection: HistorySelection): Generator<Entry> {
  const { where, parameters } = conditionOf(selection);
  const rows = connection
    .prepare(`SELECT attribute, body, deleted_at FROM attribute_history WHERE ${where}`)
    .iterate(...parameters);
  for (const row of rows) yield toEntry(row, selection.query);
}

/** Whether there is any past instance in the interval. */
export const hasPast = (connection: Connection, selection: HistorySelection): boolean => {
  const { where, parameters } = conditionOf(selection);
  return (
    connection.prepare(`SELECT 1 FROM attribute_history WHERE ${where} LIMIT 1`).get(...parameters) !==
    undefined
  );
};

/** Instances that are valid now and lie in the interval; what is valid was not deleted. */
export const currentEntries = (current: Entity | undefined, query: TemporalQuery): readonly Entry[] =>
  current === undefined || query.property === 'deletedAt'
    ? []
    : Object.entries(current.attributes)
        .filter(([attribute]) => query.attributes === undefined || query.attributes.includes(attribute))
        .flatMap(([attribute, instances]) =>
          instances.map((instance) => ({ attribute, instance, ms: timeOf(instance, query.property) })),
        )
        .filter(({ ms }) => isInInterval(ms, query));
