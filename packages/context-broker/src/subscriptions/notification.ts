import { randomUUID } from 'node:crypto';
import type { CompiledContext } from '@allmende/jsonld';
import { isJsonObject } from '@allmende/kernel';
import type { AttributeInstance, Attributes, Entity, EntityChange } from '../entities/entity.ts';
import { presentEntity, type PresentOptions } from '../entities/present.ts';
import { entityInVersion } from '../entities/preferred-version.ts';
import { tombstoneOf } from '../entities/tombstone.ts';
import { snapshotOf } from '../snapshots/snapshot-tenant.ts';
import { asFeatures, prefersPlainJson } from './geojson-notification.ts';
import type { Subscription } from './subscription.ts';
import { triggersOf } from './subscription-trigger.ts';

type Json = Record<string, unknown>;

const valueMembers = ['value', 'object', 'languageMap', 'vocab', 'json', 'valueList', 'objectList'] as const;

/** An entity in the form that the subscription asks for (§5.2.14). */
export const presentFor = (subscription: Subscription, entity: Entity, context: CompiledContext): Json => {
  return { ...presentEntity(entity, presentOptions(subscription, context)) };
};

/** How a subscription wants entities to be written. */
export const presentOptions = (
  { document: { lang, notification }, shown }: Subscription,
  context: CompiledContext,
): PresentOptions => {
  const { format = 'normalized', sysAttrs = false } = notification;
  return {
    context,
    format: format === 'simplified' ? 'keyValues' : format,
    sysAttrs,
    ...(lang === undefined ? {} : { lang }),
    ...shown,
  };
};

const instanceOf = (entity: Entity | undefined, name: string, datasetId: unknown) =>
  entity?.attributes[name]?.find((instance) => instance.datasetId === datasetId);

/** Attributes whose deletion is told: of a deleted entity only those that the subscription cares for (§5.8.6). */
const attributesToTell = (subscription: Subscription, change: EntityChange): readonly string[] => {
  if (change.after !== undefined || subscription.document.notification.showChanges === true)
    return change.changedAttributes;
  return triggersOf(subscription).includes('attributeDeleted')
    ? change.changedAttributes.filter((name) => subscription.watched?.includes(name) ?? true)
    : [];
};

/** An attribute that is gone with all its instances is told of once: nobody needs to know which these were (§5.8.6). */
const tombstonesOfAll = (gone: readonly AttributeInstance[]): readonly AttributeInstance[] => {
  const [first, ...others] = gone;
  if (first === undefined || others.length === 0) return gone.map(tombstoneOf);
  const { datasetId: _datasetId, ...whole } = gone.find(({ datasetId }) => datasetId === undefined) ?? first;
  return [tombstoneOf(whole)];
};

/** The state after a change; what it deleted is there with the NGSI-LD null as value. */
const stateToTell = (
  change: EntityChange,
  names: readonly string[],
  showChanges: boolean,
): Entity | undefined => {
  const { before, after } = change;
  const base = after ?? (before === undefined ? undefined : { ...before, attributes: {} });
  if (base === undefined) return undefined;
  const deleted = names.flatMap((name) => {
    const gone = (before?.attributes[name] ?? []).filter(
      ({ datasetId }) => instanceOf(after, name, datasetId) === undefined,
    );
    if (gone.length === 0) return [];
    const left = base.attributes[name] ?? [];
    const told = left.length === 0 && !showChanges ? tombstonesOfAll(gone) : gone.map(tombstoneOf);
    return [[name, [...left, ...told]]];
  });
  return { ...base, attributes: { ...base.attributes, ...(Object.fromEntries(deleted) as Attributes) } };
};

/** What a notification tells about one change: the state after it, with previous values if asked for (§5.8.6). */
export const changeData = (
  subscription: Subscription,
  change: EntityChange,
  context: CompiledContext,
): Json | undefined => {
  const names = attributesToTell(subscription, change);
  const { showChanges: isShowing = false } = subscription.document.notification;
  const state = stateToTell(change, names, isShowing);
  if (state === undefined) return undefined;
  const told = presentFor(subscription, state, context);
  if (change.after === undefined) told['deletedAt'] = change.at;
  const { format, sysAttrs = false, showChanges = false } = subscription.document.notification;
  if (format === 'keyValues' || format === 'simplified') return told;
  const former = showChanges && change.before ? presentFor(subscription, change.before, context) : undefined;
  for (const attribute of names) {
    const name = context.compact(attribute);
    if (told[name] === undefined) continue;
    const instances = state.attributes[attribute] ?? [];
    const shown = listed(told[name], instances).map((instance, index) => {
      const datasetId = instances[index]?.datasetId;
      const [old, current] = [change.before, change.after].map((side) =>
        instanceOf(side, attribute, datasetId),
      );
      if (old === current || old === undefined) return instance;
      const all = change.before?.attributes[attribute] ?? [];
      const previous = listed(former?.[name], all)[all.indexOf(old)];
      return withExtras(instance, {
        ...(showChanges ? previousMembers(previous) : {}),
        ...(current === undefined && sysAttrs ? { deletedAt: change.at } : {}),
      });
    });
    told[name] = shown.length === 1 ? shown[0] : shown;
  }
  return told;
};

/** The written instances of an attribute one by one. */
const listed = (written: unknown, instances: readonly AttributeInstance[]): readonly unknown[] =>
  instances.length > 1 && Array.isArray(written) ? written : [written];

/** In concise notation a plain value stands for itself, until there is more to tell. */
const withExtras = (written: unknown, extras: Json): unknown => {
  if (Object.keys(extras).length === 0) return written;
  return { ...(isJsonObject(written) ? written : { value: written }), ...extras };
};

/** previousValue, previousObject … of an instance as it was written before (§4.5.2 ff., showChanges). */
const previousMembers = (previous: unknown): Json => {
  if (!isJsonObject(previous)) return { previousValue: previous };
  const members = valueMembers.filter((member) => previous[member] !== undefined);
  return Object.fromEntries(
    members.map((member) => [
      `previous${member.charAt(0).toUpperCase()}${member.slice(1)}`,
      previous[member],
    ]),
  );
};

/** Entities as the version of NGSI-LD has them that a subscription asks for (§5.8.6). */
const inVersionOf = ({ document }: Subscription, data: readonly Json[]): readonly unknown[] => {
  const { ngsildConformance } = document;
  return ngsildConformance === undefined
    ? data
    : data.map((entity) => entityInVersion(entity, Number(ngsildConformance.split('.')[1])));
};

/** Notification (§5.3.1). */
export const notificationBody = (subscription: Subscription, data: readonly Json[], at: number): Json => ({
  id: `urn:ngsi-ld:Notification:${randomUUID()}`,
  type: 'Notification',
  subscriptionId: subscription.document.id,
  notifiedAt: new Date(at).toISOString(),
  data: inVersionOf(subscription, data),
});

/** The notification with its context, which each entity in it carries as well, to be understood alone (§5.8.6). */
const withContext = (body: string, context: unknown): string => {
  const { data, ...notification } = JSON.parse(body) as Json & { readonly data: readonly Json[] };
  const entities = data.map((entity) => ({ '@context': context, ...entity }));
  return JSON.stringify({ '@context': context, ...notification, data: entities });
};

/** A notification over MQTT (§7.2): what HTTP has in headers is metadata beside the body. */
export const mqttPayload = (headers: Readonly<Record<string, string>>, body: string): string =>
  JSON.stringify({ metadata: headers, body: JSON.parse(body) as unknown });

/** What a notification is about: a tenant, or a snapshot of one (§6.3.14, §6.3.22). */
const placeOf = (stored: string): Readonly<Record<string, string>> => {
  const snapshot = snapshotOf(stored);
  const tenant = snapshot === undefined ? stored : snapshot.tenant;
  return {
    ...(tenant === '' ? {} : { 'NGSILD-Tenant': tenant }),
    ...(snapshot === undefined ? {} : { 'NGSILD-Snapshot': snapshot.id }),
  };
};

/** Headers and body of the notification's HTTP POST (§6.3.8, §6.3.5): the context goes where `accept` says. */
export const notificationRequest = (
  subscription: Subscription,
  body: string,
  links: { readonly context: unknown; readonly contextUrl: string },
): { readonly headers: Readonly<Record<string, string>>; readonly body: string } => {
  const { accept = 'application/json', receiverInfo = [] } = subscription.document.notification.endpoint;
  const isLinkedData = accept === 'application/ld+json';
  const isGeoJson = accept === 'application/geo+json';
  const isLinked = isGeoJson ? prefersPlainJson(receiverInfo) : !isLinkedData;
  return {
    headers: {
      ...Object.fromEntries(receiverInfo.map(({ key, value }) => [key, value])),
      'Content-Type': accept,
      ...placeOf(subscription.tenant),
      ...(isLinked
        ? {
            Link: `<${links.contextUrl}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`,
          }
        : {}),
    },
    body: isGeoJson
      ? asFeatures(body, isLinked ? undefined : links.context)
      : isLinkedData
        ? withContext(body, links.context)
        : body,
  };
};
