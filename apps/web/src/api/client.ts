import type { Entity, NormalizedAttribute } from './entity.ts';
import { readJson, request, toParameters } from './http.ts';
import { readWarnings, type SourceWarning } from './source-warnings.ts';
import { parseTemporal, type History } from './temporal.ts';

export interface EntityQuery {
  readonly id?: string;
  readonly type?: string;
  readonly q?: string;
  readonly idPattern?: string;
  readonly attrs?: readonly string[];
  readonly limit?: number;
  readonly offset?: number;
  /** '' or none for the default tenant. */
  readonly tenant?: string;
}

export interface EntityPage {
  readonly entities: readonly Entity[];
  /** Matches in all pages. */
  readonly count: number;
  /** Sources that could not contribute. */
  readonly warnings: readonly SourceWarning[];
}

export type AggregationMethod = 'avg' | 'min' | 'max' | 'sum' | 'totalCount';

export interface TemporalQuery {
  readonly attrs: readonly string[];
  /** Milliseconds. */
  readonly from?: number;
  readonly to?: number;
  readonly lastN?: number;
  readonly aggr?: { readonly method: AggregationMethod; readonly period: string };
  /** '' or none for the default tenant. */
  readonly tenant?: string;
  readonly signal?: AbortSignal;
}

export interface EntityTypeSummary {
  readonly type: string;
  readonly entityCount: number;
}

const base = '/ngsi-ld/v1';

/** One page of entities and the number of all matches (§6.4.3.2). */
export const getEntityPage = async (query: EntityQuery, signal?: AbortSignal): Promise<EntityPage> => {
  const { attrs, tenant = '', ...rest } = query;
  const parameters = toParameters({ ...rest, attrs: attrs?.join(','), format: 'simplified', count: 'true' });
  const response = await request(`${base}/entities?${parameters}`, signal, tenant);
  const entities = (await response.json()) as readonly Entity[];
  const counted = Number(response.headers.get('NGSILD-Results-Count') ?? entities.length);
  return { entities, count: counted, warnings: readWarnings(response) };
};

/** Entities in simplified form. */
export const getEntities = async (query: EntityQuery, signal?: AbortSignal): Promise<readonly Entity[]> =>
  (await getEntityPage(query, signal)).entities;

/** One entity with units and times of its attributes. */
export const getNormalizedEntity = (
  id: string,
  tenant: string,
  signal?: AbortSignal,
): Promise<Readonly<Record<string, NormalizedAttribute | string>>> =>
  readJson(entityAddress(id), signal, tenant);

/** Unit codes by attribute, as the first entity of the type has them. */
export const getUnits = async (
  type: string,
  tenant: string,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> => {
  const found = await readJson<readonly Readonly<Record<string, NormalizedAttribute | string>>[]>(
    `${base}/entities?${toParameters({ type, limit: 1 })}`,
    signal,
    tenant,
  );
  return new Map(
    Object.entries(found[0] ?? {}).flatMap(([name, attribute]) =>
      typeof attribute === 'object' && typeof attribute['unitCode'] === 'string'
        ? [[name, attribute['unitCode']]]
        : [],
    ),
  );
};

/** Address of an entity's JSON. */
export const entityAddress = (id: string): string => `${base}/entities/${encodeURIComponent(id)}`;

/** The history of attributes, raw or aggregated over periods (§6.19.3.1). */
export const getTemporal = async (id: string, query: TemporalQuery): Promise<History> => {
  const { attrs, from, to, lastN, aggr, tenant, signal } = query;
  const parameters = toParameters({
    attrs: attrs.join(','),
    ...temporalRelation(from, to),
    lastN,
    format: aggr === undefined ? 'temporalValues' : 'aggregatedValues',
    aggrMethods: aggr?.method,
    aggrPeriodDuration: aggr?.period,
  });
  const path = `${base}/temporal/entities/${encodeURIComponent(id)}?${parameters}`;
  return parseTemporal(await readJson(path, signal, tenant), attrs);
};

const temporalRelation = (from?: number, to?: number): Readonly<Record<string, string>> => {
  const instant = (time: number): string => new Date(time).toISOString();
  if (from !== undefined && to !== undefined) {
    return { timerel: 'between', timeAt: instant(from), endTimeAt: instant(to) };
  }
  if (from !== undefined) return { timerel: 'after', timeAt: instant(from) };
  return to === undefined ? {} : { timerel: 'before', timeAt: instant(to) };
};

/** The entity types the city offers with their numbers of entities (§6.25). */
export const getTypes = async (
  tenant: string,
  signal?: AbortSignal,
): Promise<readonly EntityTypeSummary[]> => {
  const list = await readJson<{ readonly typeList?: readonly string[] | string }>(
    `${base}/types`,
    signal,
    tenant,
  );
  const types = typeof list.typeList === 'string' ? [list.typeList] : (list.typeList ?? []);
  return Promise.all(
    types.map(async (type) => ({
      type,
      entityCount: (await getEntityPage({ type, limit: 1, tenant }, signal)).count,
    })),
  );
};

/** An attribute that entities of a type have. */
export interface AttributeSummary {
  readonly name: string;
  /** Property, GeoProperty, Relationship … */
  readonly kinds: readonly string[];
}

const asList = <Item>(value: Item | readonly Item[] | undefined): readonly Item[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as Item];

/** The attributes that entities of the type have, by name (§6.26). */
export const getTypeAttributes = async (
  type: string,
  tenant: string,
  signal?: AbortSignal,
): Promise<readonly AttributeSummary[]> => {
  interface Detail {
    readonly attributeName: string;
    readonly attributeTypes?: readonly string[] | string;
  }
  const { attributeDetails } = await readJson<{
    readonly attributeDetails?: readonly Detail[] | Detail;
  }>(`${base}/types/${encodeURIComponent(type)}`, signal, tenant);
  return asList(attributeDetails)
    .map(({ attributeName, attributeTypes }) => ({ name: attributeName, kinds: asList(attributeTypes) }))
    .sort((a, b) => a.name.localeCompare(b.name));
};
