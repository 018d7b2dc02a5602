import { parseVia } from './via.ts';
import type { Entity } from '../entities/entity.ts';
import { matchesGeo } from '../query-language/geometry.ts';
import type { EntityQuery, QueryNode } from '../query-language/query.ts';
import type { TemporalQuery } from '../temporal/temporal-store.ts';
import {
  coversTime,
  fitsDatasets,
  fitsEntity,
  fitsInformation,
  matchesSourceFilter,
} from '../registrations/matches-registration.ts';
import { hasTemporalOperation, isTemporalOnly, singleOperations } from '../registrations/operations.ts';
import {
  attributeNamesOf,
  isExpired,
  type EntityInfo,
  type Registration,
  type RegistrationInfo,
} from '../registrations/registration.ts';

/** The entities that a read is about. */
export type Subject = Pick<EntityQuery, 'ids' | 'idPattern' | 'types' | 'selectors' | 'attributes' | 'geo'>;

/** What one information of a registration contributes to a read. */
export interface Share {
  readonly registration: Registration;
  /** The operation that the source is asked with. */
  readonly operation: string;
  /** Entities that the source answers for; undefined when it may be any. */
  readonly entities?: readonly EntityInfo[];
  /** Expanded attributes to ask for; undefined when it may be any. */
  readonly attributes?: readonly string[];
}

/** What decides, beside the subject, which registrations are asked. */
export interface ReadPlanning {
  readonly nowMs: number;
  /** Operations that serve, the preferred one first. */
  readonly operations: readonly string[];
  /** The sources that the request has passed already. */
  readonly via: string | undefined;
  /** Context source filter (csf). */
  readonly csf?: QueryNode;
  /** The datasets that the request asks for. */
  readonly datasetIds?: readonly string[] | undefined;
  /** The time that is asked for; without it the present. */
  readonly temporal?: TemporalQuery;
}

/** The single operations that a registration offers; federation by default (§5.2.9). */
export const operationsOf = ({ members }: Registration): ReadonlySet<string> => {
  const { operations } = members;
  return singleOperations(Array.isArray(operations) ? operations.map(String) : ['federationOps']);
};

/** Whether the way of a request led through the source of a registration (§6.3.18). */
const isPassed = ({ members }: Registration, via: string | undefined): boolean =>
  typeof members['contextSourceAlias'] === 'string' && parseVia(via).includes(members['contextSourceAlias']);

/** When, and on which way, a registration is to serve. */
type Serving = Pick<ReadPlanning, 'nowMs' | 'via' | 'temporal'>;

/** Whether a registration says for which times its source tells of the past (§5.2.9). */
const hasInterval = ({ members }: Registration): boolean =>
  members['observationInterval'] !== undefined || members['managementInterval'] !== undefined;

/** Whether the source of a registration keeps the past: it says of which time, or offers an operation on it. */
export const isOfThePast = (registration: Registration): boolean =>
  hasInterval(registration) || hasTemporalOperation(operationsOf(registration));

/** Whether the source of a registration keeps what is now; one of the past needs another registration (§5.2.9). */
export const isOfThePresent = (registration: Registration): boolean =>
  !hasInterval(registration) && !isTemporalOnly(operationsOf(registration));

/** Whether a registration is in force, and the way of the request did not lead through its source. */
export const isValid = (
  registration: Registration,
  { nowMs, via }: Pick<ReadPlanning, 'nowMs' | 'via'>,
): boolean => !isExpired(registration, nowMs) && !isPassed(registration, via);

/** Whether a registration may serve: it is valid, and one of the present or of the past, as is asked (§5.12). */
export const isUsable = (registration: Registration, { nowMs, via, temporal }: Serving): boolean =>
  isValid(registration, { nowMs, via }) &&
  (temporal === undefined ? !hasInterval(registration) : coversTime(registration, temporal));

const intersection = (
  asked: readonly string[] | undefined,
  offered: readonly string[] | undefined,
): readonly string[] | undefined =>
  asked === undefined || offered === undefined
    ? (asked ?? offered)
    : asked.filter((name) => offered.includes(name));

const shareOf = (
  { entities, ...info }: RegistrationInfo,
  subject: Subject,
): Pick<Share, 'entities' | 'attributes'> => {
  const attributes = intersection(subject.attributes, attributeNamesOf(info));
  return {
    ...(entities === undefined ? {} : { entities: entities.filter((one) => fitsEntity(one, subject)) }),
    ...(attributes === undefined ? {} : { attributes }),
  };
};

/** A source that does not say where it is may be anywhere. */
const fitsPlace = ({ members }: Registration, { geo }: Subject): boolean =>
  geo === undefined || members['location'] === undefined || matchesGeo(members['location'], geo);

const fitsSelectors = (info: RegistrationInfo, { selectors, attributes }: Subject): boolean =>
  selectors?.some((one) =>
    fitsInformation(info, { ...one, ...(attributes === undefined ? {} : { attributes }) }),
  ) !== false;

/** Which sources a read is forwarded to, with what of it (§4.3.6, §5.7.1, §5.7.2, §5.12). */
export const planRead = (
  registrations: readonly Registration[],
  subject: Subject,
  planning: ReadPlanning,
): readonly Share[] => {
  const { operations, csf, datasetIds } = planning;
  return registrations.flatMap((registration) => {
    const offered = operationsOf(registration);
    const operation = operations.find((name) => offered.has(name));
    if (operation === undefined || !isUsable(registration, planning)) return [];
    if (!fitsPlace(registration, subject) || !fitsDatasets(registration, datasetIds)) return [];
    if (csf !== undefined && !matchesSourceFilter(registration, csf)) return [];
    return registration.information
      .filter((info) => fitsInformation(info, subject) && fitsSelectors(info, subject))
      .map((info) => ({ registration, operation, ...shareOf(info, subject) }));
  });
};

const isProxied = ({ registration: { mode } }: Share): boolean => mode === 'exclusive' || mode === 'redirect';

const holds = ({ entities }: Share, { id, types }: Pick<Entity, 'id' | 'types'>): boolean =>
  entities === undefined ||
  entities.some((info) => fitsEntity(info, { ids: [id], types: types.map((type) => [type]) }));

/** An entity, or how it evolved. */
type Holding = Pick<Entity, 'id' | 'types'> & { readonly attributes: Readonly<Record<string, unknown>> };

/** An entity as far as a share may tell of it; undefined when it is none that the source is registered for. */
export const withinShare = <Item extends Holding>(entity: Item, share: Share): Item | undefined => {
  if (!holds(share, entity)) return undefined;
  const { attributes } = share;
  if (attributes === undefined) return entity;
  const kept = Object.entries(entity.attributes).filter(([name]) => attributes.includes(name));
  return { ...entity, attributes: Object.fromEntries(kept) };
};

/**
 * A local entity without what exclusive and redirect sources hold instead of the broker (§4.3.6.3); undefined when a
 * source holds all of it.
 */
export const withoutProxied = <Item extends Holding>(
  entity: Item,
  shares: readonly Share[],
): Item | undefined => {
  const proxying = shares.filter((share) => isProxied(share) && holds(share, entity));
  if (proxying.length === 0) return entity;
  if (proxying.some(({ attributes }) => attributes === undefined)) return undefined;
  const taken = new Set(proxying.flatMap(({ attributes = [] }) => attributes));
  const kept = Object.entries(entity.attributes).filter(([name]) => !taken.has(name));
  return { ...entity, attributes: Object.fromEntries(kept) };
};
