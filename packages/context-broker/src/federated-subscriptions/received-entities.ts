import { isJsonObject } from '@allmende/kernel';
import type { CompiledContext } from '@allmende/jsonld';
import type { Distribution } from '../distribution/distribution.ts';
import { gatherEntity, planRetrieval } from '../distribution/gather-entity.ts';
import { internalRequest } from '../distribution/internal-request.ts';
import { mergeEntities } from '../distribution/merge-entities.ts';
import { withinShare, type Share } from '../distribution/plan-read.ts';
import { readRemoteEntity } from '../distribution/read-remote-entity.ts';
import { recompactEntity } from '../distribution/recompact.ts';
import type { Entity } from '../entities/entity.ts';
import { NGSI_LD_NULL } from '../entities/attribute-members.ts';
import { resolveLinks } from '../linked-entities/linked-query.ts';
import { matchesQuery } from '../query-language/matches.ts';
import { attributeNamesOf } from '../registrations/registration.ts';
import { presentFor } from '../subscriptions/notification.ts';
import { notificationContext } from '../subscriptions/active-subscriptions.ts';
import type { Subscription } from '../subscriptions/subscription.ts';
import type { RemoteSubscription } from './remote-subscription.ts';

type Json = Record<string, unknown>;

/** What came from a source for a subscription. */
export interface Received {
  readonly remote: RemoteSubscription;
  readonly subscription: Subscription;
  readonly data: readonly unknown[];
  /** The context of the names in the data. */
  readonly context: CompiledContext;
}

/** What the source may tell of: the information that it keeps a part of the subscription for. */
const shareOf = ({ registration, part }: RemoteSubscription): Share => {
  const info = registration.information[part];
  const attributes = info === undefined ? [] : attributeNamesOf(info);
  return {
    registration,
    operation: 'createSubscription',
    ...(info?.entities === undefined ? {} : { entities: info.entities }),
    ...(attributes === undefined ? {} : { attributes }),
  };
};

/** Members that every entity has. */
const entityMembers: ReadonlySet<string> = new Set([
  'id',
  'type',
  'scope',
  '@context',
  'createdAt',
  'modifiedAt',
  'deletedAt',
  'expiresAt',
]);

const typesOf = ({ type }: Json, { expand }: CompiledContext): readonly string[] =>
  (Array.isArray(type) ? type : [type]).map((one) => expand(String(one)));

/** An entity as the source wrote it, in the names of the subscription, without what the source may not tell. */
const passedOn = (given: Json, { remote, context }: Received, to: CompiledContext): Json | undefined => {
  const share = shareOf(remote);
  const holder = { id: String(given['id']), types: typesOf(given, context), attributes: {} };
  if (withinShare(holder, { ...share, attributes: [] }) === undefined) return undefined;
  const { attributes } = share;
  const kept = Object.entries(given).filter(
    ([name]) =>
      entityMembers.has(name) || attributes === undefined || attributes.includes(context.expand(name)),
  );
  const { '@context': _context, ...named } = Object.fromEntries(kept);
  return recompactEntity(named, context, to) as Json;
};

const isDeletion = (value: unknown): boolean =>
  value === NGSI_LD_NULL ||
  (isJsonObject(value) && Object.values(value).some((member) => member === NGSI_LD_NULL));

/** What is there of an entity, without attributes that were deleted. */
const existing = (given: Json): Json =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => !isDeletion(value)));

/** The parts of an entity that others than the source have. */
const partsElsewhere = async (distribution: Distribution, { remote, context }: Received, id: string) => {
  const { tenant, registration } = remote;
  const all = await distribution.registrations.all(tenant);
  const registrations = all.filter((one) => one.id !== registration.id);
  const seeker = { request: internalRequest(tenant), context, registrations };
  const subject = { ids: [id] };
  const shares = planRetrieval(distribution, seeker, subject);
  return (await gatherEntity(distribution, seeker, { id, subject, shares })).parts;
};

const fulfils = async (
  { parts: { entities } }: Distribution,
  { queries, linkedQ, tenant }: Subscription,
  entity: Entity,
): Promise<boolean> => {
  const q = linkedQ === undefined ? {} : { q: await resolveLinks(linkedQ, { entities, tenant }) };
  return queries.some((query) => matchesQuery(entity, { ...query, ...q }));
};

/** An entity with its parts from elsewhere, if it then fulfils the subscription (§5.8.6, splitEntities). */
const mergedHere = async (
  distribution: Distribution,
  given: Json,
  received: Received,
  to: CompiledContext,
): Promise<Json | undefined> => {
  const { remote, subscription, context } = received;
  const now = new Date(distribution.parts.clock.now()).toISOString();
  const told = withinShare(readRemoteEntity(existing(given), context, now), shareOf(remote));
  if (told === undefined) return undefined;
  const others =
    subscription.document.splitEntities === true ? await partsElsewhere(distribution, received, told.id) : [];
  const [entity] = mergeEntities([{ entity: told, from: remote.registration.mode }, ...others]);
  if (entity === undefined || !(await fulfils(distribution, subscription, entity))) return undefined;
  return presentFor(subscription, entity, to);
};

/** Whether the source was asked to tell everything, as the filters are applied here. */
const isUnfiltered = ({ document }: RemoteSubscription, { document: own }: Subscription): boolean =>
  own.splitEntities === true ||
  (own.q !== undefined && document['q'] === undefined) ||
  (own.scopeQ !== undefined && document['scopeQ'] === undefined) ||
  (own.geoQ !== undefined && document['geoQ'] === undefined);

/** What the subscriber is told of what a source told (§5.8.6). */
export const receivedEntities = async (
  distribution: Distribution,
  received: Received,
): Promise<readonly Json[]> => {
  const { remote, subscription, data } = received;
  const to = await distribution.parts.contexts.compile(notificationContext(subscription));
  const told: Json[] = [];
  for (const given of data.filter(isJsonObject)) {
    const entity = isUnfiltered(remote, subscription)
      ? await mergedHere(distribution, given, received, to)
      : passedOn(given, received, to);
    if (entity !== undefined) told.push(entity);
  }
  return told;
};
