import { isJsonObject } from '@allmende/kernel';
import type { Parameters } from './entity-parameters.ts';
import { invalidParameter } from './problems.ts';

const textMembers = ['q', 'scopeQ', 'csf', 'lang', 'type', 'join'] as const;
const listMembers = [
  'attrs',
  'pick',
  'omit',
  'expandValues',
  'jsonKeys',
  'containedBy',
  'datasetId',
] as const;
const knownMembers: ReadonlySet<string> = new Set([
  ...textMembers,
  ...listMembers,
  'entities',
  'ordering',
  'aggrParams',
  'join',
  'joinLevel',
  'containedBy',
  'datasetId',
  'geoQ',
  'temporalQ',
  'splitEntities',
  '@context',
]);

/**
 * Turns a Query body (§5.2.23) into the parameters of the same meaning, so that both ways of asking are one;
 * those of the address (options, limit, count …) stay.
 */
export const parametersOfBody = (
  body: unknown,
  address: Parameters,
  { isTemporal = false }: { readonly isTemporal?: boolean } = {},
): Parameters => {
  if (!isJsonObject(body)) throw invalidParameter('body', 'a Query object is expected');
  if (body['type'] !== 'Query') throw invalidParameter('type', 'must be "Query"');
  const unknown = Object.keys(body).find((name) => !knownMembers.has(name));
  if (unknown !== undefined) throw invalidParameter(unknown, 'is not a member of Query');
  if (!isTemporal && body['temporalQ'] !== undefined)
    throw invalidParameter('temporalQ', 'is for queries of the temporal evolution only');
  const texts = textMembers
    .filter((name) => name !== 'type' && body[name] !== undefined)
    .map((name) => [name, textOf(body[name], name)]);
  const lists = listMembers
    .filter((name) => body[name] !== undefined)
    .map((name) => [name, listText(body[name], name)]);
  return {
    ...address,
    ...(Object.fromEntries([...texts, ...lists]) as Parameters),
    ...(body['joinLevel'] === undefined ? {} : { joinLevel: memberText(body['joinLevel'], 'joinLevel') }),
    ...(body['splitEntities'] === undefined
      ? {}
      : { splitEntities: memberText(body['splitEntities'], 'splitEntities') }),
    ...selectors(body['entities']),
    ...orderingOf(body['ordering']),
    ...members(body['aggrParams'], 'aggrParams', ['aggrMethods', 'aggrPeriodDuration']),
    ...members(body['geoQ'], 'geoQ', ['georel', 'geometry', 'coordinates', 'geoproperty']),
    ...members(body['temporalQ'], 'temporalQ', [
      'timerel',
      'timeAt',
      'endTimeAt',
      'timeproperty',
      'lastN',
      'aggrMethods',
      'aggrPeriodDuration',
    ]),
  };
};

/** OrderingParams (§5.2.43). */
const orderingOf = (ordering: unknown): Parameters => {
  if (ordering === undefined) return {};
  if (!isJsonObject(ordering)) throw invalidParameter('ordering', 'an object is expected');
  const { orderBy, coordinates, geometry, collation, ...unknown } = ordering;
  const [name] = Object.keys(unknown);
  if (name !== undefined) throw invalidParameter(`ordering.${name}`, 'is unknown');
  if (coordinates !== undefined && !Array.isArray(coordinates))
    throw invalidParameter('ordering.coordinates', 'an array is expected');
  return {
    ...(orderBy === undefined ? {} : { orderBy: listText(orderBy, 'orderBy') }),
    ...(coordinates === undefined ? {} : { orderFrom: JSON.stringify(coordinates) }),
    ...(geometry === undefined ? {} : { orderGeometry: textOf(geometry, 'geometry') }),
    ...(collation === undefined ? {} : { collation: textOf(collation, 'collation') }),
  };
};

const textOf = (value: unknown, name: string): string => {
  if (typeof value !== 'string') throw invalidParameter(name, 'a text is expected');
  return value;
};

const listText = (value: unknown, name: string): string => {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.map((item) => textOf(item, name)).join(',');
};

/** Members of geoQ and temporalQ; numbers and arrays become their text. */
const members = (value: unknown, name: string, known: readonly string[]): Parameters => {
  if (value === undefined) return {};
  if (!isJsonObject(value)) throw invalidParameter(name, 'an object is expected');
  const unknown = Object.keys(value).find((member) => !known.includes(member));
  if (unknown !== undefined) throw invalidParameter(`${name}.${unknown}`, 'is unknown');
  return Object.fromEntries(
    Object.entries(value).map(([member, given]) => [member, memberText(given, member)]),
  );
};

const memberText = (given: unknown, member: string): string => {
  if (typeof given === 'string') return given;
  if (member === 'aggrMethods') return listText(given, member);
  return JSON.stringify(given);
};

/** A selector may name several ids; ids go before a pattern (§5.2.33). */
const withIds = (info: unknown, { idPattern, ...given }: Parameters): Parameters => {
  if (given['id'] === undefined || !isJsonObject(info))
    return idPattern === undefined ? given : { ...given, idPattern };
  return { ...given, id: listText(info['id'], 'id') };
};

/** What two selectors have in common with all others: the text of one member of all of them, if all have it. */
const alternatives = (infos: readonly Parameters[], name: 'id' | 'type'): string | undefined => {
  const values = new Set(infos.map((info) => info[name]));
  if (values.has(undefined)) return undefined;
  if (values.size === 1) return infos[0]?.[name];
  if (name === 'id') return [...values].join(',');
  return values.has('*') ? '*' : [...values].map((value) => `(${value ?? ''})`).join('|');
};

/**
 * EntityInfo selectors (§5.2.8) are alternatives. Parameters can say this when the selectors differ in one
 * member only; for other mixtures they say what is common to all, and `entities` the alternatives.
 */
const selectors = (entities: unknown): Parameters => {
  if (entities === undefined) return {};
  if (!Array.isArray(entities) || entities.length === 0)
    throw invalidParameter('entities', 'a list of selectors is expected');
  const infos = entities.map((info: unknown): Parameters => {
    const given = withIds(info, members(info, 'entities', ['id', 'idPattern', 'type']));
    if (given['type'] === undefined) throw invalidParameter('entities.type', 'is missing');
    return given;
  });
  const isDifferent = (name: string): boolean => new Set(infos.map((info) => info[name])).size > 1;
  const different = ['id', 'idPattern', 'type'].filter(isDifferent);
  const [id, type] = [alternatives(infos, 'id'), alternatives(infos, 'type')];
  const isMixed = different.length > 1 || isDifferent('idPattern') || (isDifferent('id') && id === undefined);
  const idPattern = isDifferent('idPattern') ? undefined : infos[0]?.['idPattern'];
  return {
    ...(id === undefined ? {} : { id }),
    ...(idPattern === undefined ? {} : { idPattern }),
    ...(type === undefined ? {} : { type }),
    ...(isMixed ? { entities: JSON.stringify(infos) } : {}),
  };
};
