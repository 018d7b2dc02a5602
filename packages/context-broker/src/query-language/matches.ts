import { instantMs } from '../entities/date-time.ts';
import type { AttributeInstance, Entity } from '../entities/entity.ts';
import { matchesGeo } from './geometry.ts';
import type {
  AttributePath,
  Comparison,
  EntityQuery,
  EntitySelector,
  QueryNode,
  QueryValue,
} from './query.ts';
import { compilePattern, type Pattern } from './safe-pattern.ts';
import { matchesScopes } from './scope-query-parser.ts';

const systemPrefix = 'https://uri.etsi.org/ngsi-ld/';

/** Whether the entity fulfils every given part of the query (§4.9, §4.10, §4.17, §4.19); limit and offset aside. */
export const matchesQuery = (entity: Entity, query: EntityQuery): boolean => {
  const { attributes, q, scopeQ } = query;
  if (!matchesSelector(entity, query)) return false;
  if (!isSelected(entity, query)) return false;
  if (attributes?.some((name) => instancesOf(entity, name).length > 0) === false) return false;
  if (q !== undefined && !matchesNode(entity, q)) return false;
  if (scopeQ !== undefined && !matchesScopes(entity.scopes ?? [], scopeQ)) return false;
  return matchesLocation(entity, query);
};

/** Whether an entity has the id and type that are meant. */
const matchesSelector = (entity: Pick<Entity, 'id' | 'types'>, selector: EntitySelector): boolean => {
  const { ids, idPattern, types } = selector;
  if (ids?.includes(entity.id) === false) return false;
  if (idPattern !== undefined && !patternOf(selector, idPattern)(entity.id)) return false;
  return types?.some((all) => all.every((type) => entity.types.includes(type))) !== false;
};

/** Whether an entity is one of those that alternatives mean, if there are some. */
export const isSelected = (
  entity: Pick<Entity, 'id' | 'types'>,
  { selectors }: Pick<EntityQuery, 'selectors'>,
): boolean => selectors?.some((one) => matchesSelector(entity, one)) !== false;

const instancesOf = (
  holder: { readonly attributes: Entity['attributes'] },
  name: string,
): readonly AttributeInstance[] =>
  Object.hasOwn(holder.attributes, name) ? (holder.attributes[name] ?? []) : [];

const matchesLocation = (entity: Entity, { geo }: EntityQuery): boolean =>
  geo === undefined ||
  instancesOf(entity, geo.geoproperty).some((instance) => matchesGeo(instance.value, geo));

const patterns = new WeakMap<object, Pattern>();

/** Patterns are compiled once per query. */
const patternOf = (owner: object, text: string): Pattern => {
  const known = patterns.get(owner);
  if (known !== undefined) return known;
  const pattern = compilePattern(text, 'idPattern');
  patterns.set(owner, pattern);
  return pattern;
};

/** Whether the entity fulfils one q expression (§4.9). */
export const matchesNode = (entity: Entity, node: QueryNode): boolean => {
  switch (node.kind) {
    case 'and':
      return node.children.every((child) => matchesNode(entity, child));
    case 'or':
      return node.children.some((child) => matchesNode(entity, child));
    case 'exists':
      return targetsOf(entity, node.path).length > 0;
    case 'absent':
      return targetsOf(entity, node.path).length === 0;
    case 'compare': {
      const holds = test(node.operator, node.value);
      const isEquality = node.operator === '==' || node.operator === '!=';
      return targetsOf(entity, node.path).some(
        (target) => (isEquality || !target.isLink) && holds(candidatesOf(target)),
      );
    }
  }
};

/** What a path leads to: a value and whether it is a map of languages. */
interface Target {
  readonly value: unknown;
  readonly isLanguageMap: boolean;
  /** Whether it is a relationship, which is equal or not, but never less or more (§4.9). */
  readonly isLink?: boolean;
}

const targetsOf = (entity: Entity, path: AttributePath): readonly Target[] => {
  const [first = '', ...rest] = path.names;
  const instances = instancesOf(entity, first);
  if (instances.length > 0) return instances.flatMap((instance) => within(instance, rest, path.trailing));
  const own =
    first === `${systemPrefix}createdAt`
      ? entity.createdAt
      : first === `${systemPrefix}modifiedAt`
        ? entity.modifiedAt
        : undefined;
  return own === undefined || rest.length > 0 || path.trailing.length > 0
    ? []
    : [{ value: own, isLanguageMap: false }];
};

/** The values that a path leads to, one for each instance on the way. */
export const valuesAt = (entity: Entity, path: AttributePath): readonly unknown[] =>
  targetsOf(entity, path).map(({ value }) => value);

/** The scalars, and what else stands there, that a comparison with a path looks at. */
export const comparablesAt = (entity: Entity, path: AttributePath): readonly unknown[] =>
  targetsOf(entity, path).flatMap(candidatesOf);

const within = (
  instance: AttributeInstance,
  names: readonly string[],
  trailing: readonly string[],
): readonly Target[] => {
  const [next, ...rest] = names;
  if (next === undefined) return ownTargets(instance, trailing);
  const subs = instancesOf({ attributes: instance.sub ?? {} }, next);
  if (subs.length > 0) return subs.flatMap((sub) => within(sub, rest, trailing));
  const value = rest.length === 0 && trailing.length === 0 ? systemMember(instance, next) : undefined;
  return value === undefined ? [] : [{ value, isLanguageMap: false }];
};

const systemMember = (instance: AttributeInstance, name: string): unknown => {
  const { observedAt, createdAt, modifiedAt, unitCode, datasetId, instanceId, objectType } = instance;
  const members: Readonly<Record<string, unknown>> = {
    observedAt,
    createdAt,
    modifiedAt,
    unitCode,
    datasetId,
    instanceId,
    objectType,
  };
  const member = name.startsWith(systemPrefix) ? name.slice(systemPrefix.length) : '';
  return Object.hasOwn(members, member) ? members[member] : undefined;
};

const ownTargets = (instance: AttributeInstance, trailing: readonly string[]): readonly Target[] => {
  const isLanguageMap = instance.kind === 'LanguageProperty';
  if (trailing.length === 0) {
    const isLink = instance.kind === 'Relationship' || instance.kind === 'ListRelationship';
    return [{ value: instance.value, isLanguageMap, isLink }];
  }
  if (isLanguageMap && trailing.length === 1 && trailing[0] === '*')
    return [{ value: instance.value, isLanguageMap }];
  return dig(instance.value, trailing).map((value) => ({ value, isLanguageMap: false }));
};

const dig = (value: unknown, trailing: readonly string[]): readonly unknown[] => {
  const [key, ...rest] = trailing;
  if (key === undefined) return [value];
  if (Array.isArray(value))
    return value.flatMap((part: unknown) => (Array.isArray(part) ? [] : dig(part, trailing)));
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return [];
  return dig((value as Readonly<Record<string, unknown>>)[key], rest);
};

/** The values of an instance that a query without path compares with. */
export const comparableValues = (instance: AttributeInstance): readonly unknown[] =>
  ownTargets(instance, []).flatMap(candidatesOf);

/** The scalars that a target offers for comparison: itself, its members, its `@value`, its languages. */
const candidatesOf = ({ value, isLanguageMap }: Target): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return [value];
  if (isLanguageMap) return Object.values(value).flat();
  return '@value' in value ? [value['@value']] : [];
};

const test = (operator: Comparison, value: QueryValue): ((candidates: readonly unknown[]) => boolean) => {
  switch (operator) {
    case '==':
      return (candidates) => candidates.some((candidate) => equals(candidate, value));
    case '!=':
      return (candidates) => !candidates.some((candidate) => equals(candidate, value));
    case '~=':
    case '!~=': {
      const pattern = patternOf(value, value.kind === 'text' ? value.value : '');
      const isMatch = (candidates: readonly unknown[]): boolean =>
        candidates.some((candidate) => typeof candidate === 'string' && pattern(candidate));
      return operator === '~=' ? isMatch : (candidates) => !isMatch(candidates);
    }
    default:
      return (candidates) => candidates.some((candidate) => isOrdered(order(candidate, value), operator));
  }
};

const isOrdered = (sign: number | undefined, operator: Comparison): boolean => {
  if (sign === undefined) return false;
  if (operator === '<') return sign < 0;
  if (operator === '<=') return sign <= 0;
  return operator === '>' ? sign > 0 : sign >= 0;
};

const equals = (candidate: unknown, value: QueryValue): boolean => {
  switch (value.kind) {
    case 'boolean':
      return candidate === value.value;
    case 'list':
      return value.values.some((part) => equals(candidate, part));
    case 'range':
      return isOrdered(order(candidate, value.from), '>=') && isOrdered(order(candidate, value.to), '<=');
    default:
      return order(candidate, value) === 0;
  }
};

/** Sign of candidate minus value; undefined when they cannot be compared. */
const order = (candidate: unknown, value: QueryValue): number | undefined => {
  if (value.kind === 'number')
    return typeof candidate === 'number' ? Math.sign(candidate - value.value) : undefined;
  if (typeof candidate !== 'string') return undefined;
  if (value.kind === 'text' || value.kind === 'uri') return signOf(candidate, value.value);
  if (value.kind !== 'time') return undefined;
  if (!value.value.includes('-'))
    return /^\d{2}:/u.test(candidate) ? signOf(candidate, value.value) : undefined;
  const instant = /^\d{4}-\d{2}-\d{2}/u.test(candidate) ? instantMs(candidate) : Number.NaN;
  return Number.isNaN(instant) ? undefined : Math.sign(instant - instantMs(value.value));
};

const signOf = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
