import type { Connection } from '@allmende/database';
import { matchesQuery } from '../query-language/matches.ts';
import type { EntityQuery, QueryNode } from '../query-language/query.ts';
import { toSql } from '../query-language/sql-entity-filter.ts';
import type { AttributeInstance, Entity } from './entity.ts';
import { storedEntityOf } from './sql-entity-row.ts';

/** The columns doc and, where entities are built, sys. */
export type EntityColumns = readonly [doc: string, sys?: string];

export interface RowPage {
  readonly rows: readonly EntityColumns[];
  readonly count?: number;
}

/** What is asked of entities, and which columns of them. */
export interface Asked {
  readonly query: EntityQuery;
  readonly columns: 'e.doc' | 'e.doc, e.sys';
}

export interface Selection {
  /** Whether SQL decides everything, or `matchesQuery` has to look at each row. */
  readonly exact: boolean;
  readonly from: string;
  readonly order: string;
  /** Those that follow the tenant. */
  readonly parameters: readonly (string | number)[];
}

const selectExactly = (
  connection: Connection,
  { from, order, parameters }: Selection,
  { query, columns }: Asked,
): RowPage => {
  const rows = connection.rows(
    `SELECT ${columns} ${from} ${order} LIMIT ? OFFSET ?`,
    ...parameters,
    query.limit,
    query.offset,
  ) as readonly (readonly unknown[])[] as readonly EntityColumns[];
  if (query.count !== true) return { rows };
  const counted = connection.prepare(`SELECT count(*) AS n ${from}`).get(...parameters);
  return { rows, count: Number(counted?.['n']) };
};

const namesOfNode = (node: QueryNode): readonly string[] => {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.children.flatMap(namesOfNode);
    case 'exists':
    case 'absent':
    case 'compare':
      return node.path.names.slice(0, 1);
  }
};

/** Attributes that a query looks at, by expanded name. */
const namesIn = ({ q, geo, attributes = [] }: EntityQuery): readonly string[] => [
  ...new Set([
    ...attributes,
    ...(q === undefined ? [] : namesOfNode(q)),
    ...(geo === undefined ? [] : [geo.geoproperty]),
  ]),
];

/** The entity with these of its attributes alone, as building them all takes longer than to compare. */
const entityWith = (columns: EntityColumns, names: readonly string[]): Entity => {
  const stored = storedEntityOf(columns);
  const { id, types, scopes, createdAt, modifiedAt } = stored.entity;
  const attributes: Record<string, readonly AttributeInstance[]> = {};
  for (const name of names) {
    const instances = stored.instancesOf(name);
    if (instances !== undefined) attributes[name] = instances;
  }
  return { id, types, ...(scopes === undefined ? {} : { scopes }), createdAt, modifiedAt, attributes };
};

const selectMatching = (
  connection: Connection,
  { from, order, parameters }: Selection,
  query: EntityQuery,
): RowPage => {
  const rows: EntityColumns[] = [];
  let count = 0;
  if (query.limit === 0 && query.count !== true) return { rows };
  const names = namesIn(query);
  for (const row of connection.prepare(`SELECT e.doc, e.sys ${from} ${order}`).iterate(...parameters)) {
    const columns = [String(row['doc']), String(row['sys'])] as const;
    if (!matchesQuery(entityWith(columns, names), query)) continue;
    count += 1;
    if (count > query.offset && rows.length < query.limit) rows.push(columns);
    if (query.count !== true && rows.length === query.limit) break;
  }
  return { rows, ...(query.count === true ? { count } : {}) };
};

interface Scan extends Asked {
  /** `selectionOfAll`, where it is known already. */
  readonly selection?: Selection;
}

/** How to look at all entities of a tenant that may fulfil a query. */
export const selectionOfAll = (query: EntityQuery): Selection => {
  const [type, ...others] = query.types ?? [];
  if (type?.length === 1 && others.length === 0 && query.ids === undefined) {
    const { types: _types, ...rest } = query;
    // That the type is carried is decided by the table, so the rest alone tells whether all is.
    const remaining = toSql(rest);
    return {
      exact: remaining.exact,
      from: `FROM entity_types y CROSS JOIN entities e ON e.pk = y.pk
        WHERE y.type = (SELECT key FROM entity_type_names WHERE tenant = ? AND name = ?) AND (${remaining.where})`,
      order: 'ORDER BY y.pk',
      parameters: [type[0] ?? '', ...remaining.parameters],
    };
  }
  const filter = toSql(query);
  return {
    exact: filter.exact,
    from: `FROM entities e WHERE e.tenant = ? AND e.doc IS NOT NULL AND (${filter.where})`,
    order: 'ORDER BY e.pk',
    parameters: filter.parameters,
  };
};

/** A page of the entities found by looking at them in order. */
export const scanEntities = (connection: Connection, tenant: string, asked: Scan): RowPage => {
  const { selection = selectionOfAll(asked.query) } = asked;
  const ofTenant = { ...selection, parameters: [tenant, ...selection.parameters] };
  return selection.exact
    ? selectExactly(connection, ofTenant, asked)
    : selectMatching(connection, ofTenant, asked.query);
};

/** A page, and how long the scan itself took, whoever waited for it. */
export interface TimedPage {
  readonly page: RowPage;
  readonly tookMs: number;
}

export const timedScan = (connection: Connection, tenant: string, asked: Scan): TimedPage => {
  const startedAt = performance.now();
  const page = scanEntities(connection, tenant, asked);
  return { page, tookMs: performance.now() - startedAt };
};
