import type { CompiledContext, ContextCompiler } from '@allmende/jsonld';
import { selectionOf } from '../distribution/read-call.ts';
import { termsOf } from '../distribution/source-terms.ts';
import { wordingOfParameters, type Wording } from '../distribution/wording.ts';
import { parseQuery } from '../query-language/parser.ts';
import type { EntityQuery } from '../query-language/query.ts';
import { fitsEntity, fitsInformation, matchesSourceFilter } from '../registrations/matches-registration.ts';
import {
  attributeNamesOf,
  type EntityInfo,
  type Registration,
  type RegistrationInfo,
} from '../registrations/registration.ts';
import { translateDocument } from '../subscriptions/compile-subscription.ts';
import type {
  NotificationParams,
  Subscription,
  SubscriptionDocument,
} from '../subscriptions/subscription.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a source is to keep of a subscription, without an id. */
export interface ReducedSubscription {
  /** Which information of the registration it belongs to. */
  readonly part: number;
  readonly document: Json;
  readonly contextAddress?: string;
}

interface Reducing {
  /** The context of the subscription's names. */
  readonly context: CompiledContext;
  readonly contexts: ContextCompiler;
  /** Where the source sends its notifications. */
  readonly notifyAt: string;
}

/** The attributes that registrations are matched by (§5.12). */
const specifiedAttributes = ({ shown, watched = [] }: Subscription): readonly string[] | undefined =>
  shown.attrs === undefined ? undefined : [...watched, ...shown.attrs];

/** One selector for each id; what says no type means any. */
const selectorsOf = (selection: Readonly<Record<string, string>>): readonly Json[] => {
  const { id, idPattern, type = '*' } = selection;
  if (id !== undefined) return id.split(',').map((one) => ({ id: one, type }));
  return [{ ...(idPattern === undefined ? {} : { idPattern }), type }];
};

const selectorsFor = (
  query: EntityQuery,
  given: { readonly registration: Registration; readonly info: EntityInfo | undefined },
  wording: Wording,
): readonly Json[] => {
  const { registration, info } = given;
  const { ids, idPattern, types } = query;
  const subject = {
    ...(ids === undefined ? {} : { ids }),
    ...(idPattern === undefined ? {} : { idPattern }),
    ...(types === undefined ? {} : { types }),
  };
  const share = {
    registration,
    operation: 'createSubscription',
    ...(info === undefined ? {} : { entities: [info] }),
  };
  return selectorsOf(selectionOf({ share, subject, filters: {}, terms: { headers: {} }, wording }));
};

/** The selectors of entities that both the subscription and the information mean. */
const entitiesOf = (
  { queries }: Subscription,
  registration: Registration,
  { info, wording }: { readonly info: RegistrationInfo; readonly wording: Wording },
): readonly Json[] => {
  const infos: readonly (EntityInfo | undefined)[] = info.entities ?? [undefined];
  const selectors = queries.flatMap((query) =>
    infos
      .filter((one) => one === undefined || fitsEntity(one, query))
      .flatMap((one) => selectorsFor(query, { registration, info: one }, wording)),
  );
  return [...new Map(selectors.map((selector) => [JSON.stringify(selector), selector])).values()];
};

const common = (
  wanted: readonly string[] | undefined,
  offered: readonly string[] | undefined,
): readonly string[] | undefined =>
  wanted === undefined || offered === undefined
    ? (wanted ?? offered)
    : wanted.filter((name) => offered.includes(name));

const filterMembers = ['q', 'geoQ', 'scopeQ', 'lang', 'expandValues', 'jsonKeys'] as const;
const plainMembers = [
  'notificationTrigger',
  'timeInterval',
  'throttling',
  'datasetId',
  'expiresAt',
  'isActive',
] as const;

const membersOf = (document: SubscriptionDocument, names: readonly (keyof SubscriptionDocument)[]): Json =>
  Object.fromEntries(
    names.flatMap((name) => (document[name] === undefined ? [] : [[name, document[name]] as const])),
  );

/** Without filters the source tells everything with its times, so that it can be merged and filtered here. */
const unfiltered = { format: 'normalized', sysAttrs: true } as const;

const filteredThere = (
  {
    join: _join,
    joinLevel: _level,
    attributes: _attributes,
    endpoint: _endpoint,
    ...params
  }: NotificationParams,
  attributes: readonly string[] | undefined,
): Json => ({
  ...params,
  ...(attributes === undefined || params.pick !== undefined ? {} : { attributes }),
});

/** Whether the source applies the filters of a subscription: entities are whole, and it understands the names in q. */
const isFilteredThere = ({ document }: Subscription, { isThatOfRequest }: Wording): boolean =>
  document.splitEntities !== true && isThatOfRequest;

interface Part {
  readonly subscription: Subscription;
  readonly registration: Registration;
  readonly info: RegistrationInfo;
  readonly wording: Wording;
}

const documentOf = (
  { subscription, registration, info, wording }: Part,
  { context, notifyAt }: Reducing,
): Json | undefined => {
  const offered = attributeNamesOf(info);
  const watched = common(subscription.watched, offered);
  const entities = entitiesOf(subscription, registration, { info, wording });
  if (watched?.length === 0 || entities.length === 0) return undefined;
  const isFiltered = isFilteredThere(subscription, wording);
  const told = translateDocument(subscription.document, context, wording.context);
  const shown = common(subscription.shown.attrs, offered)?.map(wording.context.compact);
  const endpoint = { uri: notifyAt, accept: 'application/json' };
  return {
    type: 'Subscription',
    entities,
    ...(watched === undefined ? {} : { watchedAttributes: watched.map(wording.context.compact) }),
    ...membersOf(told, plainMembers),
    ...(isFiltered ? membersOf(told, filterMembers) : {}),
    ...(subscription.document.splitEntities === undefined
      ? {}
      : { splitEntities: subscription.document.splitEntities }),
    ...(wording.address === undefined ? {} : { jsonldContext: wording.address }),
    notification: {
      ...(isFiltered
        ? filteredThere(told.notification, shown?.length === 0 ? undefined : shown)
        : unfiltered),
      endpoint,
    },
  };
};

/** A subscription reduced to what the source of a registration has (§5.8.1.4), one part for each information. */
export const reduceSubscription = async (
  subscription: Subscription,
  registration: Registration,
  reducing: Reducing,
): Promise<readonly ReducedSubscription[]> => {
  const { csf } = subscription.document;
  if (csf !== undefined && !matchesSourceFilter(registration, parseQuery(csf, reducing.context))) return [];
  const attributes = specifiedAttributes(subscription);
  const wording = await wordingOfParameters(termsOf(registration, {}), reducing.context, reducing.contexts);
  return registration.information.flatMap((info, part) => {
    const isMeant = subscription.queries.some((query) =>
      fitsInformation(info, { ...query, ...(attributes === undefined ? {} : { attributes }) }),
    );
    const document = isMeant
      ? documentOf({ subscription, registration, info, wording }, reducing)
      : undefined;
    if (document === undefined) return [];
    const { address } = wording;
    return [{ part, document, ...(address === undefined ? {} : { contextAddress: address }) }];
  });
};
