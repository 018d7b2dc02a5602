import { isKeptText, searchName } from '../entities/search-values.ts';
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
 * A condition over `entities AS e` of PostgreSQL; `parameters` belong to `$first` and those that follow.
 *
 * `where` never excludes a matching entity. When `isExact` is true it also includes no other, so LIMIT, OFFSET and
 * COUNT may be done by SQL; else the store looks at each row with `matchesQuery`. The tenant, and that there is an
 * entity, are the store's own conditions. Only bound parameters: no text of the query enters the SQL.
 */
export interface PostgresFilter {
  readonly where: string;
  readonly parameters: readonly unknown[];
  readonly isExact: boolean;
}

/** A condition whose parameters have no numbers yet; `?` stands for each. */
interface Condition {
  readonly where: string;
  readonly parameters: readonly unknown[];
  readonly isExact: boolean;
}

const exactly = (where: string, ...parameters: readonly unknown[]): Condition => ({
  where,
  parameters,
  isExact: true,
});
const always = exactly('true');
const never = exactly('false');
const unknown: Condition = { ...always, isExact: false };

const atLeast = (condition: Condition): Condition => ({ ...condition, isExact: false });

/** PostgreSQL takes 65,535 in one statement; a condition with more than this is left to `matchesQuery`. */
const mostParameters = 10_000;

const join = (operator: 'AND' | 'OR', conditions: readonly Condition[]): Condition => {
  const relevant = conditions.filter((condition) => condition !== (operator === 'AND' ? always : never));
  if (relevant.length === 0) return operator === 'AND' ? always : never;
  const parameters = relevant.flatMap((condition) => condition.parameters);
  if (parameters.length > mostParameters) return unknown;
  return {
    where: relevant.map(({ where }) => `(${where})`).join(` ${operator} `),
    parameters,
    isExact: relevant.every(({ isExact }) => isExact),
  };
};

/** Texts that PostgreSQL cannot hold are in no row. */
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

const hasAttribute = (attribute: string): Condition => {
  const name = searchName(attribute);
  // The operator is written as its function, as `?` stands for a parameter here.
  return name === undefined ? unknown : exactly('jsonb_exists(e.search, ?)', name);
};

const systemNames: ReadonlySet<string> = new Set(
  ['createdAt', 'modifiedAt'].map((name) => `https://uri.etsi.org/ngsi-ld/${name}`),
);

const isSimple = ({ names, trailing }: AttributePath): boolean => names.length === 1 && trailing.length === 0;

const hasFirst = ({ names: [name = ''] }: AttributePath): Condition =>
  systemNames.has(name) ? unknown : hasAttribute(name);

const nodeCondition = (node: QueryNode): Condition => {
  switch (node.kind) {
    case 'and':
      return join('AND', node.children.map(nodeCondition));
    case 'or':
      return join('OR', node.children.map(nodeCondition));
    case 'exists':
      return isSimple(node.path) ? hasFirst(node.path) : atLeast(hasFirst(node.path));
    case 'absent': {
      const present = hasFirst(node.path);
      return isSimple(node.path) && present.isExact
        ? { ...present, where: `NOT (${present.where})` }
        : unknown;
    }
    case 'compare':
      return comparison(node.path, node.operator, node.value);
  }
};

const comparison = (path: AttributePath, operator: Comparison, value: QueryValue): Condition => {
  const [attribute = ''] = path.names;
  const name = isSimple(path) && !systemNames.has(attribute) ? searchName(attribute) : undefined;
  const translated = name === undefined ? undefined : valueCondition(name, operator, value);
  return translated ?? atLeast(hasFirst(path));
};

/** `==` by containment, which the index over the values answers; numbers in order by a path. */
const valueCondition = (name: string, operator: Comparison, value: QueryValue): Condition | undefined => {
  if (operator === '==') return equality(name, value);
  const isOrder = operator === '<' || operator === '<=' || operator === '>' || operator === '>=';
  return isOrder && value.kind === 'number' ? inOrder(name, [[operator, value.value]]) : undefined;
};

const equality = (name: string, value: QueryValue): Condition | undefined => {
  switch (value.kind) {
    case 'number':
    case 'boolean':
      return holds(name, value.value);
    case 'text':
    case 'uri':
      return isKeptText(value.value) ? holds(name, value.value) : undefined;
    case 'time':
      return undefined;
    case 'range':
      return value.from.kind === 'number' && value.to.kind === 'number'
        ? inOrder(name, [
            ['>=', value.from.value],
            ['<=', value.to.value],
          ])
        : undefined;
    case 'list': {
      const parts = value.values.map((part) => equality(name, part));
      const known = parts.filter((part) => part !== undefined);
      return known.length < parts.length ? undefined : join('OR', known);
    }
  }
};

const holds = (name: string, value: unknown): Condition =>
  exactly('e.search @> ?::jsonb', JSON.stringify({ [name]: [value] }));

type Limit = readonly [operator: string, value: number];

const inOrder = (name: string, limits: readonly Limit[]): Condition => {
  const tests = limits.map(([operator, value]) => `@ ${operator} ${String(value)}`).join(' && ');
  // A JSON path is a parameter as well; its names are quoted as in JSON.
  return exactly('e.search @?? ?::jsonpath', `$.${JSON.stringify(name)}[*] ? (${tests})`);
};

const locationName = 'https://uri.etsi.org/ngsi-ld/location';

const geoCondition = (geo: GeoQuery): Condition => {
  const bounds = searchBounds(geo);
  if (geo.geoproperty !== locationName || bounds === undefined) return atLeast(hasAttribute(geo.geoproperty));
  const { minX, minY, maxX, maxY } = bounds;
  const box = 'ST_MakeEnvelope(?::float8, ?::float8, ?::float8, ?::float8, 4326)';
  return atLeast(exactly(`e.location && ${box}`, minX, minY, maxX, maxY));
};

const carriesAll = (types: readonly string[]): Condition =>
  types.every(isStorable) ? exactly('e.types @> ?::text[]', types) : never;

const selected = ({ ids, idPattern, types }: EntitySelector): readonly Condition[] => [
  ids === undefined ? always : exactly('e.id = ANY(?::text[])', ids.filter(isStorable)),
  idPattern === undefined ? always : unknown,
  types === undefined ? always : join('OR', types.map(carriesAll)),
];

const partsOf = (query: EntityQuery): readonly Condition[] => [
  ...selected(query),
  query.selectors === undefined
    ? always
    : join(
        'OR',
        query.selectors.map((one) => join('AND', selected(one))),
      ),
  query.attributes === undefined ? always : join('OR', query.attributes.map(hasAttribute)),
  query.q === undefined ? always : nodeCondition(query.q),
  query.scopeQ === undefined ? always : atLeast(exactly('e.scopes IS NOT NULL')),
  query.geo === undefined ? always : geoCondition(query.geo),
];

/** Translates a query; limit, offset and count are left to the caller. */
export const toPostgres = (query: EntityQuery, first: number): PostgresFilter => {
  const { where, parameters, isExact } = join('AND', partsOf(query));
  let next = first;
  // `??` is the operator `?` of paths.
  const numbered = where.replace(/\?\?|\?/gu, (found) => (found === '??' ? '?' : `$${String(next++)}`));
  return { where: numbered, parameters, isExact };
};
