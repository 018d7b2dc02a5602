import type { CompiledContext } from '@allmende/jsonld';
import { DomainError, type Finding } from '@allmende/kernel';
import { parseGeoQuery } from '../query-language/geo-query-parser.ts';
import { parseBodyQuery } from '../query-language/encoded-query.ts';
import { isPlainQuery, parseLinkedQuery } from '../query-language/parser.ts';
import type { EntityQuery, LinkedNode } from '../query-language/query.ts';
import { compilePattern } from '../query-language/safe-pattern.ts';
import { parseScopeQuery } from '../query-language/scope-query-parser.ts';
import { parseTypeSelection } from '../query-language/type-selection-parser.ts';
import { refuse } from './read-subscription.ts';
import type {
  EntitySelector,
  NotificationParams,
  Subscription,
  SubscriptionDocument,
} from './subscription.ts';

type Meaning = Pick<Subscription, 'queries' | 'linkedQ' | 'watched' | 'shown'>;

/** Most entities that a periodic notification carries. */
const maxPeriodicEntities = 1000;

/**
 * Expands names and parses the queries of a document; refuses with all findings. What is `kept` of q (of a
 * patched subscription whose q stays) keeps the meaning it had, whatever context the patch came with.
 */
export const compileSubscription = (
  document: SubscriptionDocument,
  context: CompiledContext,
  kept?: LinkedNode,
): Meaning => {
  const findings: Finding[] = [];
  const attempt = <Value>(pointer: string, work: () => Value): Value | undefined => {
    try {
      return work();
    } catch (cause) {
      if (!(cause instanceof DomainError)) throw cause;
      findings.push({ pointer, detail: cause.message });
      return undefined;
    }
  };
  const { q, scopeQ, geoQ, csf, entities, watchedAttributes, notification, datasetId } = document;
  const { expandValues } = document;
  const options = expandValues === undefined ? {} : { expandValues: expandValues.split(',') };
  attempt('/csf', () => (csf === undefined ? undefined : parseLinkedQuery(csf, context)));
  const node =
    q === undefined ? undefined : (kept ?? attempt('/q', () => parseBodyQuery(q, context, options)));
  const scopes = scopeQ === undefined ? undefined : attempt('/scopeQ', () => parseScopeQuery(scopeQ));
  const geo = geoQ === undefined ? undefined : attempt('/geoQ', () => parseGeoQuery(geoQ, context));
  const [plain, linked] = node === undefined || isPlainQuery(node) ? [node, undefined] : [undefined, node];
  const common = commonQuery(plain, scopes, geo);
  const queries = (entities ?? []).map((selector, index) => ({
    ...common,
    ...attempt(`/entities/${String(index)}`, () => selection(selector, context)),
  }));
  refuse(findings);
  return {
    queries: entities === undefined ? [common] : queries,
    ...(linked === undefined ? {} : { linkedQ: linked }),
    shown: {
      ...shownNames(notification, context),
      ...(datasetId === undefined ? {} : { datasetIds: datasetId }),
    },
    ...(watchedAttributes === undefined
      ? {}
      : { watched: watchedAttributes.map((name) => context.expand(name)) }),
  };
};

/** What all entities of a subscription have to fulfil. */
const commonQuery = (
  q: EntityQuery['q'],
  scopeQ: EntityQuery['scopeQ'],
  geo: EntityQuery['geo'],
): EntityQuery => ({
  limit: maxPeriodicEntities,
  offset: 0,
  ...(q === undefined ? {} : { q }),
  ...(scopeQ === undefined ? {} : { scopeQ }),
  ...(geo === undefined ? {} : { geo }),
});

const selection = (selector: EntitySelector, context: CompiledContext): Partial<EntityQuery> => {
  const { id, idPattern, type } = selector;
  if (idPattern !== undefined) compilePattern(idPattern, 'idPattern');
  return {
    ...(type === '*' ? {} : { types: parseTypeSelection(type, context) }),
    ...(id === undefined ? {} : { ids: typeof id === 'string' ? [id] : id }),
    ...(idPattern === undefined || id !== undefined ? {} : { idPattern }),
  };
};

const entityMembers: ReadonlySet<string> = new Set(['id', 'type', 'scope', 'createdAt', 'modifiedAt']);

/** Names of pick, omit and attributes in full, as notifications may use another context. */
const shownNames = (
  { attributes, pick, omit }: NotificationParams,
  context: CompiledContext,
): Subscription['shown'] => {
  const expandAll = (names: readonly string[]): readonly string[] =>
    names.map((name) => (entityMembers.has(name) ? name : context.expand(name)));
  return {
    ...(attributes === undefined ? {} : { attrs: expandAll(attributes) }),
    ...(pick === undefined ? {} : { pick: expandAll(pick) }),
    ...(omit === undefined ? {} : { omit: expandAll(omit) }),
  };
};

const isName = /^[^()|,;&\s]+$/u;

/** The document with its names written in another context (§5.8.3, §5.8.4). */
export const translateDocument = (
  document: SubscriptionDocument,
  from: CompiledContext,
  to: CompiledContext,
): SubscriptionDocument => {
  const one = (name: string): string =>
    isName.test(name) && !entityMembers.has(name) ? to.compact(from.expand(name)) : name;
  const all = (names: readonly string[] | undefined): readonly string[] | undefined => names?.map(one);
  const { notification, entities, watchedAttributes, geoQ } = document;
  const { attributes, pick, omit } = notification;
  return defined({
    ...document,
    entities: entities?.map((selector) =>
      selector.type === '*' ? selector : { ...selector, type: one(selector.type) },
    ),
    watchedAttributes: all(watchedAttributes),
    geoQ: geoQ?.geoproperty === undefined ? geoQ : { ...geoQ, geoproperty: one(geoQ.geoproperty) },
    notification: defined({ ...notification, attributes: all(attributes), pick: all(pick), omit: all(omit) }),
  }) as SubscriptionDocument;
};

const defined = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
