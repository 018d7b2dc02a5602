import type { PostgresConnection } from '@allmende/database';
import { matchesQuery } from '../query-language/matches.ts';
import { toPostgres } from '../query-language/postgres-entity-filter.ts';
import type { EntityQuery } from '../query-language/query.ts';
import { entityOf } from './sql-entity-row.ts';

/** The columns doc and, where entities are built, sys. */
type EntityColumns = readonly [doc: string, sys?: string];

export interface RowPage {
  readonly rows: readonly EntityColumns[];
  readonly count?: number;
}

/** What is asked of entities, and which columns of them. */
export interface Asked {
  readonly tenant: string;
  readonly query: EntityQuery;
  readonly columns: 'e.doc' | 'e.doc, e.sys';
}

const from = 'FROM entities e WHERE e.tenant = $1 AND e.doc IS NOT NULL';

/** Rows that are read at once when each has to be looked at. */
const leastAtOnce = 100;
const mostAtOnce = 2000;

const columnsOf = ([doc, sys]: readonly unknown[]): EntityColumns =>
  sys === undefined ? [String(doc)] : [String(doc), String(sys)];

const selectExactly = async (
  connection: PostgresConnection,
  { tenant, query, columns }: Asked,
  { where, parameters }: { readonly where: string; readonly parameters: readonly unknown[] },
): Promise<RowPage> => {
  const given = [tenant, ...parameters];
  const [limit, offset] = [given.length + 1, given.length + 2];
  const paging = `ORDER BY e.id LIMIT $${String(limit)} OFFSET $${String(offset)}`;
  const [rows, counted] = await Promise.all([
    query.limit === 0
      ? []
      : connection.rows(
          `SELECT ${columns} ${from} AND (${where}) ${paging}`,
          ...given,
          query.limit,
          query.offset,
        ),
    query.count === true ? connection.rows(`SELECT count(*) ${from} AND (${where})`, ...given) : undefined,
  ]);
  return { rows: rows.map(columnsOf), ...(counted === undefined ? {} : { count: Number(counted[0]?.[0]) }) };
};

/** Looks at candidates in order of id, some at once, until the page is full. */
const selectMatching = async (
  connection: PostgresConnection,
  { tenant, query }: Asked,
  { where, parameters }: { readonly where: string; readonly parameters: readonly unknown[] },
): Promise<RowPage> => {
  const rows: EntityColumns[] = [];
  let count = 0;
  const isFull = (): boolean => rows.length >= query.limit && query.count !== true;
  const after = parameters.length + 2;
  const sql = `SELECT e.doc, e.sys, e.id ${from} AND (${where}) AND e.id > $${String(after)}
    ORDER BY e.id LIMIT $${String(after + 1)}`;
  let last = '';
  let size = Math.min(mostAtOnce, Math.max(leastAtOnce, 2 * query.limit));
  while (!isFull()) {
    const candidates = await connection.rows(sql, tenant, ...parameters, last, size);
    for (const candidate of candidates) {
      if (isFull()) break;
      const columns = [String(candidate[0]), String(candidate[1])] as const;
      if (!matchesQuery(entityOf(columns), query)) continue;
      count += 1;
      if (count > query.offset && rows.length < query.limit) rows.push(columns);
    }
    if (candidates.length < size) break;
    last = String(candidates.at(-1)?.[2]);
    size = Math.min(mostAtOnce, size * 2);
  }
  return { rows, ...(query.count === true ? { count } : {}) };
};

/** A page of the entities that a query finds, in order of id. */
export const selectEntities = (connection: PostgresConnection, asked: Asked): Promise<RowPage> => {
  const { isExact, ...filter } = toPostgres(asked.query, 2);
  return isExact ? selectExactly(connection, asked, filter) : selectMatching(connection, asked, filter);
};
