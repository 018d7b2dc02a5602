import type { Connection } from '@allmende/database';
import type { Narrowing } from '../query-language/sql-entity-filter.ts';

export type ValueRange = Extract<Narrowing, { kind: 'value' }>;

const rangeOfValues = 'FROM entity_values WHERE attribute = ? AND value BETWEEN ? AND ? AND value IS NOT ?';

/** Pks of entities with a value in the range; undefined for more than `limit`, which costs less to find than to read. */
export const pksInRange = (
  connection: Connection,
  attribute: number,
  { range, limit }: { readonly range: ValueRange; readonly limit: number },
): readonly number[] | undefined => {
  const { from, to, except = null } = range;
  const bounds = [attribute, from, to, except] as const;
  const [more] = connection.rows(`SELECT 1 ${rangeOfValues} LIMIT 1 OFFSET ?`, ...bounds, limit);
  if (more !== undefined) return undefined;
  // An entity with several values in the range counts once.
  return [...new Set(connection.rows(`SELECT pk ${rangeOfValues}`, ...bounds).map(([pk]) => Number(pk)))];
};
