import type { Connection } from '@allmende/database';
import { matchesGeo } from '../query-language/geometry.ts';
import { matchesQuery } from '../query-language/matches.ts';
import type { EntityQuery, GeoQuery } from '../query-language/query.ts';
import { toSql, type Narrowing, type SqlFilter } from '../query-language/sql-entity-filter.ts';
import { entityOfRow, nameInDocument } from './sql-entity-row.ts';
import type { ValueIndex } from './sql-value-index.ts';

export interface RowPage {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly count?: number;
}

interface Selection {
  /** `e.doc` and, where entities are built, `e.sys`. */
  readonly columns: string;
  readonly from: string;
  readonly order: string;
  readonly parameters: readonly (string | number)[];
}

/** More candidates than this are not worth a look-up one by one: a scan finds a page of them soon. */
const candidateLimit = 1000;

/** A scan that takes longer makes the store wish for an index. */
const patienceMs = 5;

const locationCandidates = (
  connection: Connection,
  { bounds }: Extract<Narrowing, { kind: 'location' }>,
): readonly number[] =>
  connection
    .prepare(
      `SELECT pk FROM entity_location WHERE maxX >= ? AND minX <= ? AND maxY >= ? AND minY <= ? LIMIT ?`,
    )
    .all(bounds.minX, bounds.maxX, bounds.minY, bounds.maxY, candidateLimit + 1)
    .map(({ pk }) => Number(pk));

const selectExactly = (
  connection: Connection,
  { from, order, parameters, columns }: Selection,
  query: EntityQuery,
): RowPage => {
  const rows = connection
    .prepare(`SELECT ${columns} ${from} ${order} LIMIT ? OFFSET ?`)
    .all(...parameters, query.limit, query.offset);
  if (query.count !== true) return { rows };
  const counted = connection.prepare(`SELECT count(*) AS n ${from}`).get(...parameters);
  return { rows, count: Number(counted?.['n']) };
};

const selectMatching = (
  connection: Connection,
  { from, order, parameters }: Selection,
  query: EntityQuery,
): RowPage => {
  const fits = residualOf(query);
  const rows: Record<string, unknown>[] = [];
  let count = 0;
  if (query.limit === 0 && query.count !== true) return { rows };
  for (const row of connection.prepare(`SELECT e.doc, e.sys ${from} ${order}`).iterate(...parameters)) {
    if (!fits(row)) continue;
    count += 1;
    if (count > query.offset && rows.length < query.limit) rows.push(row);
    if (query.count !== true && rows.length === query.limit) break;
  }
  return { rows, ...(query.count === true ? { count } : {}) };
};

/** Reads pages of entities; `index` answers what it has learned, and is told of what it has not. */
export const createEntityQuery = (connection: Connection, index: ValueIndex) => {
  const candidatesOf = (tenant: string, filter: SqlFilter): readonly number[] | undefined => {
    for (const narrowing of filter.narrowings) {
      const found =
        narrowing.kind === 'location'
          ? locationCandidates(connection, narrowing)
          : index.candidates(tenant, narrowing, candidateLimit + 1);
      if (found !== undefined && found.length <= candidateLimit) return found;
    }
    return undefined;
  };

  const selectionOf = (tenant: string, query: EntityQuery, filter: SqlFilter): Omit<Selection, 'columns'> => {
    const candidates = candidatesOf(tenant, filter);
    if (candidates !== undefined) {
      return {
        // A cross join keeps the order of the loops: candidates outside, one look-up each inside.
        from: `FROM json_each(?) c CROSS JOIN entities e ON e.pk = CAST(c.value AS INTEGER)
          WHERE e.tenant = ? AND e.doc IS NOT NULL AND (${filter.where})`,
        order: 'ORDER BY e.pk',
        parameters: [JSON.stringify(candidates), tenant, ...filter.parameters],
      };
    }
    const [type, ...others] = query.types ?? [];
    if (type?.length === 1 && others.length === 0 && query.ids === undefined) {
      const { types: _types, ...rest } = query;
      const remaining = toSql(rest);
      return {
        from: `FROM entity_types y CROSS JOIN entities e ON e.pk = y.pk
          WHERE y.type = (SELECT key FROM entity_type_names WHERE tenant = ? AND name = ?) AND (${remaining.where})`,
        order: 'ORDER BY y.pk',
        parameters: [tenant, type[0] ?? '', ...remaining.parameters],
      };
    }
    return {
      from: `FROM entities e WHERE e.tenant = ? AND e.doc IS NOT NULL AND (${filter.where})`,
      order: 'ORDER BY e.pk',
      parameters: [tenant, ...filter.parameters],
    };
  };

  return (tenant: string, query: EntityQuery, columns: Selection['columns']): RowPage => {
    const startedAt = performance.now();
    const filter = toSql(query);
    const selection = { ...selectionOf(tenant, query, filter), columns };
    const page = (filter.exact ? selectExactly : selectMatching)(connection, selection, query);
    const tookMs = performance.now() - startedAt;
    if (tookMs > patienceMs) {
      for (const narrowing of filter.narrowings) {
        if (narrowing.kind === 'value') index.missed(tenant, narrowing.name, tookMs);
      }
    }
    return page;
  };
};

type Fits = (row: Readonly<Record<string, unknown>>) => boolean;

/** What SQL leaves open; when that is the place alone, the entity need not be built. */
const residualOf = (query: EntityQuery): Fits => {
  const { geo, ...rest } = query;
  if (geo === undefined || !toSql(rest).exact) return (row) => matchesQuery(entityOfRow(row), query);
  const name = nameInDocument(geo.geoproperty);
  return ({ doc }) => isThere((JSON.parse(String(doc)) as Record<string, unknown>)[name], geo);
};

const isThere = (stored: unknown, geo: GeoQuery): boolean =>
  (Array.isArray(stored) ? stored : [stored]).some(
    (instance: unknown) =>
      typeof instance === 'object' &&
      instance !== null &&
      'value' in instance &&
      matchesGeo(instance.value, geo),
  );
