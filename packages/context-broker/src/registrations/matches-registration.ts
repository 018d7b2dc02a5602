import { instantMs } from '../entities/date-time.ts';
import type { AttributeInstance, Entity } from '../entities/entity.ts';
import { matchesGeo } from '../query-language/geometry.ts';
import { matchesQuery } from '../query-language/matches.ts';
import type { EntityQuery, QueryNode } from '../query-language/query.ts';
import { compilePattern } from '../query-language/safe-pattern.ts';
import type { TemporalQuery } from '../temporal/temporal-store.ts';
import {
  attributeNamesOf,
  type EntityInfo,
  type Registration,
  type RegistrationInfo,
} from './registration.ts';

/** What registrations are looked for (§5.10.2). */
export interface RegistrationQuery {
  readonly entities: Pick<EntityQuery, 'ids' | 'idPattern' | 'types' | 'attributes' | 'scopeQ' | 'geo'>;
  /** Conditions on context source properties, from q and csf. */
  readonly properties: readonly QueryNode[];
  readonly temporal?: TemporalQuery;
}

const NGSI_LD = 'https://uri.etsi.org/ngsi-ld/';

const fitsIds = (
  { id, idPattern }: EntityInfo,
  { ids, idPattern: asked }: RegistrationQuery['entities'],
): boolean => {
  if (id === undefined && idPattern === undefined) return true;
  if (ids !== undefined) {
    return id === undefined ? ids.some(compilePattern(idPattern ?? '', 'idPattern')) : ids.includes(id);
  }
  // Whether two patterns have an id in common cannot be told in general: they may.
  return asked === undefined || id === undefined || compilePattern(asked, 'idPattern')(id);
};

const fitsTypes = ({ types }: EntityInfo, { types: asked }: RegistrationQuery['entities']): boolean =>
  asked === undefined ||
  types.includes('*') ||
  asked.some((all) => all.every((type) => types.includes(type)));

/** Whether an EntityInfo may stand for an entity that is asked for: its id and one of its types fit (§5.12). */
export const fitsEntity = (info: EntityInfo, query: RegistrationQuery['entities']): boolean =>
  fitsIds(info, query) && fitsTypes(info, query);

/** Whether an information may hold something for a query: entity and attribute must fit at once (§5.12). */
export const fitsInformation = (info: RegistrationInfo, query: RegistrationQuery['entities']): boolean => {
  const { entities } = info;
  const isEntityFitting = entities === undefined || entities.some((one) => fitsEntity(one, query));
  const offered = attributeNamesOf(info);
  const { attributes } = query;
  return (
    isEntityFitting &&
    (attributes === undefined || offered === undefined || attributes.some((name) => offered.includes(name)))
  );
};

const infoOverlaps = (one: RegistrationInfo, other: RegistrationInfo): boolean =>
  (one.entities ?? []).some(({ id, idPattern, types }) =>
    fitsInformation(other, {
      ...(id === undefined ? {} : { ids: [id] }),
      ...(idPattern === undefined ? {} : { idPattern }),
      types: types.includes('*') ? [[]] : types.map((type) => [type]),
      ...(attributeNamesOf(one) === undefined ? {} : { attributes: attributeNamesOf(one) ?? [] }),
    }),
  );

/** Whether two registrations offer something of the same entity. */
export const overlap = (one: Registration, other: Registration): boolean =>
  one.information.some((left) => other.information.some((right) => infoOverlaps(left, right)));

/** A property of a source is a plain value, or a Property whose value counts (§5.2.9). */
const plainValue = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'type' in value && 'value' in value ? value.value : value;

const property = (value: unknown): readonly AttributeInstance[] => [
  { kind: 'Property', value: plainValue(value), createdAt: '', modifiedAt: '' },
];

/** A registration as an entity, so that q, csf and scopeQ mean the same for both. */
const asEntity = ({ id, members, properties, createdAt, modifiedAt }: Registration): Entity => {
  const { scope } = members;
  const attributes = [
    ...Object.entries(members).map(([name, value]) => [NGSI_LD + name, property(value)] as const),
    ...Object.entries(properties).map(([name, value]) => [name, property(value)] as const),
  ];
  const scopes = (Array.isArray(scope) ? scope : scope === undefined ? [] : [scope]).map(String);
  return {
    id,
    types: [],
    scopes: scopes.map((one) => (one.startsWith('/') ? one : `/${one}`)),
    createdAt,
    modifiedAt,
    attributes: Object.fromEntries(attributes),
  };
};

const overlaps = (interval: unknown, { relation, timeAt = 0, endTimeAt = 0 }: TemporalQuery): boolean => {
  if (typeof interval !== 'object' || interval === null || !('startAt' in interval)) return false;
  const startMs = instantMs(String(interval.startAt));
  const endMs = 'endAt' in interval ? instantMs(String(interval.endAt)) : Infinity;
  if (relation === 'before') return startMs < timeAt;
  if (relation === 'after') return endMs >= timeAt;
  return startMs < endTimeAt && endMs >= timeAt;
};

/** Whether a source may tell of a time; one that does not say for which times it does may tell of any. */
export const coversTime = ({ members }: Pick<Registration, 'members'>, temporal: TemporalQuery): boolean => {
  const { observationInterval, managementInterval } = members;
  if (observationInterval === undefined && managementInterval === undefined) return true;
  const interval = temporal.property === 'observedAt' ? observationInterval : managementInterval;
  return interval !== undefined && (temporal.relation === undefined || overlaps(interval, temporal));
};

/** Without a temporal query sources of the present are meant, with one those whose interval it touches (§5.10.2.4). */
const fitsTime = ({ members }: Registration, temporal: TemporalQuery | undefined): boolean => {
  const { observationInterval, managementInterval } = members;
  if (temporal?.relation === undefined)
    return observationInterval === undefined && managementInterval === undefined;
  return overlaps(temporal.property === 'observedAt' ? observationInterval : managementInterval, temporal);
};

const fitsPlace = ({ members }: Registration, geo: EntityQuery['geo']): boolean =>
  geo === undefined || matchesGeo(members[geo.geoproperty.replace(NGSI_LD, '')], geo);

/** Where both name datasets, they must have one in common (§5.12). */
export const fitsDatasets = (
  { members }: Pick<Registration, 'members'>,
  asked: readonly string[] | undefined,
): boolean => {
  const { datasetId } = members;
  return asked === undefined || !Array.isArray(datasetId) || asked.some((id) => datasetId.includes(id));
};

/** Whether a registration has the properties that a context source filter asks for (§4.9). */
export const matchesSourceFilter = (registration: Registration, csf: QueryNode): boolean =>
  matchesQuery(asEntity(registration), { q: csf, limit: 1, offset: 0 });

/** Whether a registration is one of those asked for (§5.10.2.4). */
export const matchesRegistration = (registration: Registration, query: RegistrationQuery): boolean => {
  const { entities, properties, temporal } = query;
  const { scopeQ, geo } = entities;
  const own = asEntity(registration);
  return (
    registration.information.some((info) => fitsInformation(info, entities)) &&
    fitsTime(registration, temporal) &&
    fitsPlace(registration, geo) &&
    properties.every((q) => matchesQuery(own, { q, limit: 1, offset: 0 })) &&
    (scopeQ === undefined || matchesQuery(own, { scopeQ, limit: 1, offset: 0 }))
  );
};
