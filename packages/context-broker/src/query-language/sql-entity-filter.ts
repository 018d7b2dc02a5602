import { boundsOf, type Bounds } from './geometry.ts';
import type { AttributePath, Comparison, EntityQuery, GeoQuery, QueryNode, QueryValue } from './query.ts';

/**
 * A condition over `entities AS e`. `parameters` belong to the `?` of `where`, in order.
 *
 * `where` never excludes a matching entity. When `exact` is true it also includes no other, so LIMIT,
 * OFFSET and COUNT may be done by SQL. When `exact` is false the store streams the rows (ordered) through
 * `matchesQuery(entity, query)` and counts, skips and limits there. The tenant is the store's own condition.
 */
export interface SqlFilter {
  readonly where: string;
  readonly parameters: readonly (string | number)[];
  readonly exact: boolean;
}

const always: SqlFilter = { where: '1', parameters: [], exact: true };
const never: SqlFilter = { where: '0', parameters: [], exact: true };
const locationName = 'https://uri.etsi.org/ngsi-ld/location';

/**
 * Translates a query into a condition over the tables entities (alias e), entity_types and entity_location;
 * limit, offset and count are left to the caller. Only bound parameters, no text of the query enters the SQL.
 */
export const toSql = (query: EntityQuery): SqlFilter =>
  join('AND', [
    query.ids === undefined ? always : oneOf('e.id', query.ids),
    query.idPattern === undefined ? always : { where: '1', parameters: [], exact: false },
    query.types === undefined ? always : join('OR', query.types.map(carriesAll)),
    query.attributes === undefined ? always : join('OR', query.attributes.map(hasAttribute)),
    query.q === undefined ? always : nodeFilter(query.q),
    query.scopeQ === undefined ? always : inexact("json_type(e.doc, '$.scopes') IS NOT NULL"),
    query.geo === undefined ? always : geoFilter(query.geo),
  ]);

const inexact = (where: string, parameters: readonly (string | number)[] = []): SqlFilter => ({
  where,
  parameters,
  exact: false,
});

const join = (operator: 'AND' | 'OR', filters: readonly SqlFilter[]): SqlFilter => {
  const relevant = filters.filter((filter) => filter !== (operator === 'AND' ? always : never));
  if (relevant.length === 0) return operator === 'AND' ? always : never;
  return {
    where: relevant.map((filter) => `(${filter.where})`).join(` ${operator} `),
    parameters: relevant.flatMap((filter) => filter.parameters),
    exact: relevant.every((filter) => filter.exact),
  };
};

const oneOf = (column: string, values: readonly string[]): SqlFilter =>
  values.length === 0
    ? never
    : {
        where: `${column} IN (SELECT value FROM json_each(?))`,
        parameters: [JSON.stringify(values)],
        exact: true,
      };

const carriesAll = (types: readonly string[]): SqlFilter =>
  join(
    'AND',
    types.map((type) => ({
      where: 'EXISTS (SELECT 1 FROM entity_types t WHERE t.pk = e.pk AND t.type = ?)',
      parameters: [type],
      exact: true,
    })),
  );

/** SQLite's JSON paths cannot escape inside a quoted key; such names are compared outside of SQL. */
const isPlainKey = (name: string): boolean => !/["\\\u0000-\u001f\ud800-\udfff]/u.test(name);

const attributePath = (name: string): string => `$.attributes."${name}"`;

const hasAttribute = (name: string): SqlFilter =>
  isPlainKey(name)
    ? { where: 'json_type(e.doc, ?) IS NOT NULL', parameters: [`${attributePath(name)}[0]`], exact: true }
    : inexact('1');

const systemNames: ReadonlySet<string> = new Set(
  ['createdAt', 'modifiedAt'].map((name) => `https://uri.etsi.org/ngsi-ld/${name}`),
);

const nodeFilter = (node: QueryNode): SqlFilter => {
  switch (node.kind) {
    case 'and':
      return join('AND', node.children.map(nodeFilter));
    case 'or':
      return join('OR', node.children.map(nodeFilter));
    case 'exists':
      return isSimple(node.path) ? firstName(node.path) : { ...firstName(node.path), exact: false };
    case 'compare':
      return comparisonFilter(node.path, node.operator, node.value);
  }
};

const isSimple = (path: AttributePath): boolean => path.names.length === 1 && path.trailing.length === 0;

const firstName = (path: AttributePath): SqlFilter => {
  const name = path.names[0] ?? '';
  return systemNames.has(name) ? inexact('1') : hasAttribute(name);
};

const comparisonFilter = (path: AttributePath, operator: Comparison, value: QueryValue): SqlFilter => {
  const name = path.names[0] ?? '';
  const condition =
    isSimple(path) && isPlainKey(name) && !systemNames.has(name)
      ? valueCondition(operator, value)
      : undefined;
  if (condition === undefined) return { ...firstName(path), exact: false };
  const any = `EXISTS (SELECT 1 FROM json_each(i.value, '$.value') t WHERE
      (json_type(i.value, '$.value') <> 'object' OR t.key = '@value'
        OR json_extract(i.value, '$.kind') = 'LanguageProperty')
      AND ((${condition.where}) OR (t.type = 'array' AND json_extract(i.value, '$.kind') = 'LanguageProperty'
        AND EXISTS (SELECT 1 FROM json_each(t.value) u WHERE ${condition.where.replace(/\bt\./gu, 'u.')}))))`;
  return {
    where: `EXISTS (SELECT 1 FROM json_each(e.doc, ?) i WHERE ${operator === '!=' ? 'NOT ' : ''}${any})`,
    parameters: [attributePath(name), ...condition.parameters, ...condition.parameters],
    exact: true,
  };
};

interface Condition {
  readonly where: string;
  readonly parameters: readonly (string | number)[];
}

/** Condition over a row `t` of json_each; undefined where SQL would answer differently than `matchesQuery`. */
const valueCondition = (operator: Comparison, value: QueryValue): Condition | undefined => {
  if (operator === '~=' || operator === '!~=') return undefined;
  if (operator === '==' || operator === '!=') return equalCondition(value);
  if (value.kind !== 'number' || !isExactNumber(value.value)) return undefined;
  return { where: `t.type IN ('integer', 'real') AND t.value ${operator} ?`, parameters: [value.value] };
};

/** Beyond 2^53 the decimal text of a double and its value differ, which SQLite's 64-bit integers show. */
const isExactNumber = (value: number): boolean => Math.abs(value) < Number.MAX_SAFE_INTEGER;

const isExactText = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

const equalCondition = (value: QueryValue): Condition | undefined => {
  switch (value.kind) {
    case 'number':
      return isExactNumber(value.value)
        ? { where: "t.type IN ('integer', 'real') AND t.value = ?", parameters: [value.value] }
        : undefined;
    case 'text':
    case 'uri':
      return isExactText(value.value)
        ? { where: "t.type = 'text' AND t.value = ?", parameters: [value.value] }
        : undefined;
    case 'boolean':
      return { where: 't.type = ?', parameters: [String(value.value)] };
    case 'time':
      return undefined;
    case 'range':
      return value.from.kind === 'number' &&
        value.to.kind === 'number' &&
        isExactNumber(value.from.value) &&
        isExactNumber(value.to.value)
        ? {
            where: "t.type IN ('integer', 'real') AND t.value BETWEEN ? AND ?",
            parameters: [value.from.value, value.to.value],
          }
        : undefined;
    case 'list': {
      const parts = value.values.map(equalCondition).filter((part) => part !== undefined);
      if (parts.length < value.values.length) return undefined;
      return {
        where: parts.map((part) => `(${part.where})`).join(' OR '),
        parameters: parts.flatMap((part) => part.parameters),
      };
    }
  }
};

const geoFilter = (geo: GeoQuery): SqlFilter => {
  const present = hasAttribute(geo.geoproperty);
  const bounds = searchBounds(geo);
  if (geo.geoproperty !== locationName || bounds === undefined) return { ...present, exact: false };
  return inexact(
    `${present.where} AND EXISTS (SELECT 1 FROM entity_location l WHERE l.pk = e.pk
      AND l.maxX >= ? AND l.minX <= ? AND l.maxY >= ? AND l.minY <= ?)`,
    [...present.parameters, bounds.minX, bounds.maxX, bounds.minY, bounds.maxY],
  );
};

/** Relations compare with rounded coordinates (1e-6 degrees) and the R*Tree holds 32-bit numbers. */
const marginDegrees = 1e-4;

/** The smallest number of metres that a degree of latitude may stand for, on the safe side. */
const metresPerDegree = 110_000;

/** Box that every matching location must touch; undefined when there is none. */
const searchBounds = (geo: GeoQuery): Bounds | undefined => {
  const bounds = boundsOf(geo.geometry.coordinates);
  if (bounds === undefined || geo.relation === 'disjoint') return undefined;
  if (geo.relation !== 'near') return widen(bounds, marginDegrees, marginDegrees);
  if (geo.maxDistance === undefined) return undefined;
  const latitudes = geo.maxDistance / metresPerDegree + marginDegrees;
  const furthest = Math.max(Math.abs(bounds.minY), Math.abs(bounds.maxY)) + latitudes;
  if (furthest >= 89)
    return { minX: -180, maxX: 180, minY: bounds.minY - latitudes, maxY: bounds.maxY + latitudes };
  const box = widen(bounds, latitudes / Math.cos((furthest * Math.PI) / 180), latitudes);
  return box.minX < -180 || box.maxX > 180 ? { ...box, minX: -180, maxX: 180 } : box;
};

const widen = (bounds: Bounds, byX: number, byY: number): Bounds => ({
  minX: bounds.minX - byX,
  maxX: bounds.maxX + byX,
  minY: bounds.minY - byY,
  maxY: bounds.maxY + byY,
});
