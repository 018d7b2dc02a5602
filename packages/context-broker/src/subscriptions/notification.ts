import { randomUUID } from 'node:crypto';
import type { CompiledContext } from '@allmende/jsonld';
import type { Entity, EntityChange } from '../entities/entity.ts';
import { presentEntity } from '../entities/present.ts';
import type { Subscription } from './subscription.ts';
import { attributeEvent } from './subscription-trigger.ts';

type Json = Record<string, unknown>;

const valueMembers = ['value', 'object', 'languageMap', 'vocab', 'json', 'valueList', 'objectList'] as const;

const nullValue = 'urn:ngsi-ld:null';

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An entity in the form that the subscription asks for (§5.2.14). */
export const presentFor = (subscription: Subscription, entity: Entity, context: CompiledContext): Json => {
  const { lang, notification } = subscription.document;
  const { format = 'normalized', sysAttrs = false } = notification;
  return {
    ...presentEntity(entity, {
      context,
      format: format === 'simplified' ? 'keyValues' : format,
      sysAttrs,
      ...(lang === undefined ? {} : { lang }),
      ...subscription.shown,
    }),
  };
};

/** What a notification tells about one change: the state after it; a deletion is told by `deletedAt` (§5.8.6). */
export const changeData = (
  subscription: Subscription,
  change: EntityChange,
  context: CompiledContext,
): Json | undefined => {
  const { notification } = subscription.document;
  const before = change.before && presentFor(subscription, change.before, context);
  if (change.after === undefined) {
    if (before === undefined) return undefined;
    return { id: before['id'], type: before['type'], deletedAt: change.at };
  }
  const after = presentFor(subscription, change.after, context);
  for (const attribute of change.changedAttributes) {
    const name = context.compact(attribute);
    const previous = before?.[name];
    if (attributeEvent(change, attribute) === 'attributeDeleted' && previous !== undefined) {
      after[name] = deletedAttribute(previous, notification.sysAttrs === true ? change.at : undefined);
    }
    if (notification.showChanges === true) after[name] = withPrevious(after[name], previous);
    if (after[name] === undefined) delete after[name];
  }
  return after;
};

/** A deleted attribute is told by the NGSI-LD null (§4.5.0). */
const deletedAttribute = (previous: unknown, deletedAt: string | undefined): unknown => {
  if (!isObject(previous)) return nullValue;
  const member = valueMembers.find((name) => previous[name] !== undefined);
  if (member === undefined) return nullValue;
  return {
    ...(previous['type'] === undefined ? {} : { type: previous['type'] }),
    [member]: member === 'languageMap' ? { '@none': nullValue } : nullValue,
    ...(deletedAt === undefined ? {} : { deletedAt }),
  };
};

/** Adds previousValue, previousObject … to an attribute (§4.5.2 ff., showChanges). */
const withPrevious = (current: unknown, previous: unknown): unknown => {
  if (!isObject(current) || !isObject(previous)) return current;
  const added = valueMembers
    .filter((member) => previous[member] !== undefined)
    .map((member) => [`previous${member.charAt(0).toUpperCase()}${member.slice(1)}`, previous[member]]);
  return { ...current, ...(Object.fromEntries(added) as Json) };
};

/** Notification (§5.3.1). */
export const notificationBody = (subscription: Subscription, data: readonly Json[], at: number): Json => ({
  id: `urn:ngsi-ld:Notification:${randomUUID()}`,
  type: 'Notification',
  subscriptionId: subscription.document.id,
  notifiedAt: new Date(at).toISOString(),
  data,
});

/** Headers and body of the notification's HTTP POST (§6.3.8, §6.3.5): the context goes where `accept` says. */
export const notificationRequest = (
  subscription: Subscription,
  body: string,
  links: { readonly context: unknown; readonly contextUrl: string },
): { readonly headers: Readonly<Record<string, string>>; readonly body: string } => {
  const { accept = 'application/json', receiverInfo = [] } = subscription.document.notification.endpoint;
  const isLinkedData = accept === 'application/ld+json';
  return {
    headers: {
      ...Object.fromEntries(receiverInfo.map(({ key, value }) => [key, value])),
      'content-type': accept,
      ...(subscription.tenant === '' ? {} : { 'NGSILD-Tenant': subscription.tenant }),
      ...(isLinkedData
        ? {}
        : {
            link: `<${links.contextUrl}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`,
          }),
    },
    body: isLinkedData ? JSON.stringify({ '@context': links.context, ...(JSON.parse(body) as Json) }) : body,
  };
};
