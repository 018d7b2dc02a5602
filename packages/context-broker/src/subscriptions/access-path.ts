import { instantMs } from '../entities/date-time.ts';
import type { Bounds } from '../query-language/geometry.ts';
import type { AttributePath, EntityQuery, QueryNode, QueryValue } from '../query-language/query.ts';
import { searchBounds } from '../query-language/search-bounds.ts';

export type Scalar = string | number | boolean;

export type Scale = 'number' | 'time';

/** What every entity that fulfils a query shows, so that the query can be found by it. */
export type AccessPath =
  | { readonly kind: 'equal'; readonly path: AttributePath; readonly value: Scalar }
  | {
      readonly kind: 'range';
      readonly path: AttributePath;
      readonly scale: Scale;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: 'place'; readonly geoproperty: string; readonly bounds: Bounds }
  | { readonly kind: 'prefix'; readonly prefix: string };

type Paths = readonly AccessPath[];

const instantOf = (value: QueryValue): number | undefined => {
  if (value.kind !== 'time' || !value.value.includes('-')) return undefined;
  const instant = instantMs(value.value);
  return Number.isNaN(instant) ? undefined : instant;
};

const rangeOf = (path: AttributePath, from?: QueryValue, to?: QueryValue): Paths | undefined => {
  const given = [from, to].filter((bound) => bound !== undefined);
  const scale = given.every(({ kind }) => kind === 'number') ? 'number' : 'time';
  const measure = (bound: QueryValue | undefined, open: number): number | undefined => {
    if (bound === undefined) return open;
    return bound.kind === 'number' ? bound.value : instantOf(bound);
  };
  if (scale === 'time' && given.some(({ kind }) => kind === 'number')) return undefined;
  const [low, high] = [measure(from, -Infinity), measure(to, Infinity)];
  return low === undefined || high === undefined || low > high
    ? undefined
    : [{ kind: 'range', path, scale, from: low, to: high }];
};

const equalityOf = (path: AttributePath, value: QueryValue): Paths | undefined => {
  switch (value.kind) {
    case 'range':
      return rangeOf(path, value.from, value.to);
    case 'list':
      return allOf(value.values.map((part) => equalityOf(path, part)));
    case 'time':
      if (value.value.includes('-')) return rangeOf(path, value, value);
      return [{ kind: 'equal', path, value: value.value }];
    default:
      return [{ kind: 'equal', path, value: value.value }];
  }
};

const allOf = (alternatives: readonly (Paths | undefined)[]): Paths | undefined => {
  const known = alternatives.filter((paths) => paths !== undefined);
  return known.length === alternatives.length ? known.flat() : undefined;
};

/** Boxes narrower than this, in degrees, tell more than a value does. */
const narrow = 0.05;

/** How little a path tells: the higher, the more entities it finds. */
const breadthOf = (path: AccessPath): number => {
  switch (path.kind) {
    case 'place':
      return path.bounds.maxX - path.bounds.minX < narrow ? 1 : 4;
    case 'equal':
      return typeof path.value === 'boolean' ? 6 : 2;
    case 'prefix':
      return 3;
    case 'range':
      return 5;
  }
};

const broadest = (paths: Paths): number => Math.max(0, ...paths.map(breadthOf));

const best = (choices: readonly (Paths | undefined)[]): Paths | undefined =>
  choices.filter((paths) => paths !== undefined).toSorted((one, other) => broadest(one) - broadest(other))[0];

const pathsOfNode = (node: QueryNode): Paths | undefined => {
  switch (node.kind) {
    case 'and':
      return best(node.children.map(pathsOfNode));
    case 'or':
      return allOf(node.children.map(pathsOfNode));
    case 'compare':
      if (node.operator === '==') return equalityOf(node.path, node.value);
      if (node.operator === '<' || node.operator === '<=') return rangeOf(node.path, undefined, node.value);
      if (node.operator === '>' || node.operator === '>=') return rangeOf(node.path, node.value);
      return undefined;
    default:
      return undefined;
  }
};

/** The text that everything which a pattern matches begins with; undefined when there is none. */
export const prefixOf = (pattern: string): string | undefined => {
  if (!pattern.startsWith('^') || pattern.includes('|')) return undefined;
  const characters: string[] = [];
  const literal = /([^\\^$.*+?()[\]{}|])|\\([^\p{L}\p{N}])/uy;
  literal.lastIndex = 1;
  let end = 1;
  for (let found = literal.exec(pattern); found !== null; found = literal.exec(pattern)) {
    characters.push(found[1] ?? found[2] ?? '');
    end = literal.lastIndex;
  }
  // A quantifier belongs to the last character, which may be missing.
  if (/[*+?{]/u.test(pattern.charAt(end))) characters.pop();
  return characters.length === 0 ? undefined : characters.join('');
};

const pathsOfPlace = ({ geo }: EntityQuery): Paths | undefined => {
  const bounds = geo && searchBounds(geo);
  if (geo === undefined || bounds === undefined || Object.values(bounds).some(Number.isNaN)) return undefined;
  return [{ kind: 'place', geoproperty: geo.geoproperty, bounds }];
};

const pathsOfPattern = ({ idPattern }: EntityQuery): Paths | undefined => {
  const prefix = idPattern === undefined ? undefined : prefixOf(idPattern);
  return prefix === undefined ? undefined : [{ kind: 'prefix', prefix }];
};

/** The most telling paths to a query, one of which leads to it; undefined when it has to be judged always. */
export const accessPathsOf = (query: EntityQuery): Paths | undefined =>
  best([query.q && pathsOfNode(query.q), pathsOfPlace(query), pathsOfPattern(query)]);
