import { nameInDocument } from '../entities/sql-entity-row.ts';
import type { Bounds } from './geometry.ts';
import type {
  AttributePath,
  Comparison,
  EntityQuery,
  EntitySelector,
  GeoQuery,
  QueryNode,
  QueryValue,
} from './query.ts';
import { searchBounds } from './search-bounds.ts';

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
  /** Ways to find all matching entities through an index; any one of them will do. */
  readonly narrowings: readonly Narrowing[];
}

/** A condition that an index of the store can answer; it may let more entities through than match. */
export type Narrowing =
  | { readonly kind: 'location'; readonly bounds: Bounds }
  | {
      readonly kind: 'value';
      /** Expanded name of the attribute one of whose values is in the range; ends are included. */
      readonly name: string;
      readonly from: number | string;
      readonly to: number | string;
      /** An end that is not included after all. */
      readonly except?: number;
      /** Whether a value in the range is all that the comparison asks for. */
      readonly decides?: boolean;
    };

const always: SqlFilter = { where: '1', parameters: [], exact: true, narrowings: [] };
const never: SqlFilter = { where: '0', parameters: [], exact: true, narrowings: [] };
const locationName = 'https://uri.etsi.org/ngsi-ld/location';

/**
 * Translates a query into a condition over the tables entities (alias e), entity_types (with entity_type_names) and
 * entity_location;
 * limit, offset and count are left to the caller. Only bound parameters, no text of the query enters the SQL.
 */
export const toSql = (query: EntityQuery): SqlFilter =>
  join('AND', [
    selected(query),
    query.selectors === undefined ? always : join('OR', query.selectors.map(selected)),
    query.attributes === undefined ? always : join('OR', query.attributes.map(hasAttribute)),
    query.q === undefined ? always : nodeFilter(query.q),
    query.scopeQ === undefined ? always : inexact("json_type(e.doc, '$.scope') IS NOT NULL"),
    query.geo === undefined ? always : geoFilter(query.geo),
  ]);

const selected = ({ ids, idPattern, types }: EntitySelector): SqlFilter =>
  join('AND', [
    ids === undefined ? always : oneOf('e.id', ids),
    idPattern === undefined ? always : inexact('1'),
    types === undefined ? always : join('OR', types.map(carriesAll)),
  ]);

const inexact = (where: string, parameters: readonly (string | number)[] = []): SqlFilter => ({
  where,
  parameters,
  exact: false,
  narrowings: [],
});

/** SQLite takes 32,766 in one statement; a condition with more than this is left to `matchesQuery`. */
const mostParameters = 10_000;

/** How many conditions stand side by side; SQLite limits the depth of an expression, and a chain is as deep as long. */
const mostInChain = 8;

/** Conditions joined as a balanced tree. */
const joined = (operator: 'AND' | 'OR', conditions: readonly string[]): string => {
  if (conditions.length <= mostInChain) {
    return conditions.map((condition) => `(${condition})`).join(` ${operator} `);
  }
  const middle = Math.ceil(conditions.length / 2);
  const halves = [conditions.slice(0, middle), conditions.slice(middle)];
  return joined(
    operator,
    halves.map((half) => joined(operator, half)),
  );
};

const join = (operator: 'AND' | 'OR', filters: readonly SqlFilter[]): SqlFilter => {
  const relevant = filters.filter((filter) => filter !== (operator === 'AND' ? always : never));
  if (relevant.length === 0) return operator === 'AND' ? always : never;
  const parameters = relevant.flatMap((filter) => filter.parameters);
  if (parameters.length > mostParameters) return inexact('1');
  return {
    where: joined(
      operator,
      relevant.map((filter) => filter.where),
    ),
    parameters,
    exact: relevant.every((filter) => filter.exact),
    narrowings:
      operator === 'AND' || relevant.length === 1 ? relevant.flatMap((filter) => filter.narrowings) : [],
  };
};

const oneOf = (column: string, values: readonly string[]): SqlFilter =>
  values.length === 0
    ? never
    : {
        where: `${column} IN (SELECT value FROM json_each(?))`,
        parameters: [JSON.stringify(values)],
        exact: true,
        narrowings: [],
      };

const carriesAll = (types: readonly string[]): SqlFilter =>
  join(
    'AND',
    types.map((type) => ({
      where: `EXISTS (SELECT 1 FROM entity_types t WHERE t.pk = e.pk
        AND t.type = (SELECT n.key FROM entity_type_names n WHERE n.tenant = e.tenant AND n.name = ?))`,
      parameters: [type],
      exact: true,
      narrowings: [],
    })),
  );

/** SQLite's JSON paths cannot escape inside a quoted key; such names are compared outside of SQL. */
const isPlainKey = (name: string): boolean => !/["\\\u0000-\u001f\ud800-\udfff]/u.test(name);

/** Path of an attribute in `doc`: one instance, or an array of them. */
const attributePath = (name: string): string => `$."${nameInDocument(name)}"`;

const hasAttribute = (name: string): SqlFilter =>
  isPlainKey(name)
    ? {
        where: 'json_type(e.doc, ?) IS NOT NULL',
        parameters: [attributePath(name)],
        exact: true,
        narrowings: [],
      }
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
    case 'absent':
      return isSimple(node.path) ? negated(firstName(node.path)) : inexact('1');
    case 'compare':
      return comparisonFilter(node.path, node.operator, node.value);
  }
};

const negated = (filter: SqlFilter): SqlFilter =>
  filter.exact ? { ...filter, where: `NOT (${filter.where})`, narrowings: [] } : inexact('1');

const isSimple = (path: AttributePath): boolean => path.names.length === 1 && path.trailing.length === 0;

const firstName = (path: AttributePath): SqlFilter => {
  const name = path.names[0] ?? '';
  return systemNames.has(name) ? inexact('1') : hasAttribute(name);
};

/** The member of an instance `i` that holds its value. */
const valueMember = `CASE json_extract(i.value, '$.type') WHEN 'Relationship' THEN '$.object'
  WHEN 'LanguageProperty' THEN '$.languageMap' WHEN 'JsonProperty' THEN '$.json' WHEN 'ListProperty' THEN '$.valueList'
  WHEN 'VocabProperty' THEN '$.vocab' WHEN 'ListRelationship' THEN '$.objectList' ELSE '$.value' END`;

/** Kinds whose values SQL sees in another form than `matchesQuery`. */
const otherKinds = " OR json_extract(i.value, '$.type') IN ('VocabProperty', 'ListRelationship')";

/** The instances of the attribute at a path (?) of `e.doc` as an array. */
const instances = `CASE json_type(e.doc, ?) WHEN 'array' THEN json_extract(e.doc, ?)
  ELSE json_array(json(json_extract(e.doc, ?))) END`;

const comparisonFilter = (path: AttributePath, operator: Comparison, value: QueryValue): SqlFilter => {
  const name = path.names[0] ?? '';
  const condition =
    isSimple(path) && isPlainKey(name) && !systemNames.has(name)
      ? valueCondition(operator, value)
      : undefined;
  if (condition === undefined) return { ...firstName(path), exact: false };
  const negation = operator === '!=' ? 'NOT ' : '';
  // Relationships are equal or not, but never less or more (§4.9).
  const ofKind =
    operator === '==' || operator === '!='
      ? ''
      : " AND json_extract(i.value, '$.type') NOT IN ('Relationship', 'ListRelationship')";
  const at = attributePath(name);
  const own = `json_extract(e.doc, ?)`;
  const any = `EXISTS (SELECT 1 FROM json_each(i.value, ${valueMember}) t WHERE
      (json_type(i.value, ${valueMember}) <> 'object' OR t.key = '@value'
        OR json_extract(i.value, '$.type') = 'LanguageProperty')
      AND ((${condition.where}) OR (t.type = 'array' AND json_extract(i.value, '$.type') = 'LanguageProperty'
        AND EXISTS (SELECT 1 FROM json_each(t.value) u WHERE ${condition.where.replace(/\bt\./gu, 'u.')}))))`;
  const scalar = condition.where
    .replace(/\bt\.type\b/gu, 'json_type(e.doc, ?)')
    .replace(/\bt\.value\b/gu, own);
  return {
    // One plain value, as nearly all are, is compared at once; everything else instance by instance.
    where: `CASE WHEN json_type(e.doc, ?) IN ('integer', 'real', 'text', 'true', 'false')
      THEN ${negation}(${scalar}) ELSE EXISTS (SELECT 1 FROM json_each(${instances}) i WHERE
        json_type(e.doc, ?) IS NOT NULL AND (${negation}${any}${condition.isExact ? '' : otherKinds})${ofKind}) END`,
    parameters: [
      `${at}.value`,
      ...scalarParameters(condition, `${at}.value`),
      ...[at, at, at, at],
      ...condition.parameters,
      ...condition.parameters,
    ],
    exact: condition.isExact,
    narrowings: narrowingsOf(name, operator, value),
  };
};

/** The parameters of a condition whose `t.type` and `t.value` became functions of a path. */
const scalarParameters = ({ where, parameters }: Condition, path: string): readonly (string | number)[] => {
  const rest = [...parameters];
  return [...where.matchAll(/\bt\.(?:type|value)\b|\?/gu)].map(([found]) =>
    found === '?' ? (rest.shift() ?? '') : path,
  );
};

interface Condition {
  readonly where: string;
  readonly parameters: readonly (string | number)[];
  /** Whether kinds whose stored value differs from the one that is compared (names of terms) may be left to SQL. */
  readonly isExact: boolean;
}

/** Condition over a row `t` of json_each; undefined where SQL would answer differently than `matchesQuery`. */
const valueCondition = (operator: Comparison, value: QueryValue): Condition | undefined => {
  if (operator === '~=' || operator === '!~=') return undefined;
  if (operator === '==' || operator === '!=') return equalCondition(value);
  if (value.kind !== 'number' || !isExactNumber(value.value)) return undefined;
  return {
    where: `t.type IN ('integer', 'real') AND t.value ${operator} ?`,
    parameters: [value.value],
    isExact: true,
  };
};

/** Beyond 2^53 the decimal text of a double and its value differ, which SQLite's 64-bit integers show. */
const isExactNumber = (value: number): boolean => Math.abs(value) < Number.MAX_SAFE_INTEGER;

const isExactText = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

const equalCondition = (value: QueryValue): Condition | undefined => {
  switch (value.kind) {
    case 'number':
      return isExactNumber(value.value)
        ? { where: "t.type IN ('integer', 'real') AND t.value = ?", parameters: [value.value], isExact: true }
        : undefined;
    case 'text':
    case 'uri':
      return isExactText(value.value)
        ? { where: "t.type = 'text' AND t.value = ?", parameters: [value.value], isExact: false }
        : undefined;
    case 'boolean':
      return { where: 't.type = ?', parameters: [String(value.value)], isExact: true };
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
            isExact: true,
          }
        : undefined;
    case 'list': {
      const parts = value.values.map(equalCondition).filter((part) => part !== undefined);
      if (parts.length < value.values.length) return undefined;
      return {
        where: joined(
          'OR',
          parts.map((part) => part.where),
        ),
        parameters: parts.flatMap((part) => part.parameters),
        isExact: parts.every((part) => part.isExact),
      };
    }
  }
};

const isOrderable = (value: QueryValue): value is QueryValue & { readonly value: number | string } =>
  value.kind === 'number' || value.kind === 'text' || value.kind === 'uri';

const numeric = { kind: 'value', decides: true } as const;

/** The range of values that a comparison allows; none for those that only tell what does not match. */
const narrowingsOf = (name: string, operator: Comparison, value: QueryValue): readonly Narrowing[] => {
  if (value.kind === 'number') return numericNarrowings(name, operator, value.value);
  if (operator !== '==') return [];
  if (isOrderable(value)) return [{ kind: 'value', name, from: value.value, to: value.value }];
  if (value.kind !== 'range' || !isOrderable(value.from) || !isOrderable(value.to)) return [];
  const decides = value.from.kind === 'number' && value.to.kind === 'number';
  return [{ kind: 'value', name, from: value.from.value, to: value.to.value, decides }];
};

const numericNarrowings = (name: string, operator: Comparison, value: number): readonly Narrowing[] => {
  switch (operator) {
    case '==':
      return [{ ...numeric, name, from: value, to: value }];
    case '>':
      return [{ ...numeric, name, from: value, to: Number.MAX_VALUE, except: value }];
    case '>=':
      return [{ ...numeric, name, from: value, to: Number.MAX_VALUE }];
    case '<':
      return [{ ...numeric, name, from: -Number.MAX_VALUE, to: value, except: value }];
    case '<=':
      return [{ ...numeric, name, from: -Number.MAX_VALUE, to: value }];
    default:
      return [];
  }
};

const geoFilter = (geo: GeoQuery): SqlFilter => {
  const present = hasAttribute(geo.geoproperty);
  const bounds = searchBounds(geo);
  if (geo.geoproperty !== locationName || bounds === undefined) return { ...present, exact: false };
  return {
    where: `EXISTS (SELECT 1 FROM entity_location l WHERE l.pk = e.pk
      AND l.maxX >= ? AND l.minX <= ? AND l.maxY >= ? AND l.minY <= ?)`,
    parameters: [bounds.minX, bounds.maxX, bounds.minY, bounds.maxY],
    exact: false,
    narrowings: [{ kind: 'location', bounds }],
  };
};
