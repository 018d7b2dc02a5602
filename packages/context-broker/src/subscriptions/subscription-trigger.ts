import type { MaybePromise } from '@allmende/kernel';
import type { EntityChange } from '../entities/entity.ts';
import { matchesQuery } from '../query-language/matches.ts';
import { matchesLinked, type FindNow } from './matches-linked.ts';
import type { NotificationTrigger, Subscription } from './subscription.ts';

/** Triggers of a subscription that names none (§5.2.12). */
const defaultTriggers: readonly NotificationTrigger[] = ['attributeCreated', 'attributeUpdated'];

type AttributeEvent = 'attributeCreated' | 'attributeUpdated' | 'attributeDeleted';

/** What happened to one attribute; of several instances one may be deleted while another is updated. */
const attributeEvents = ({ before, after }: EntityChange, attribute: string): readonly AttributeEvent[] => {
  const former = before?.attributes[attribute] ?? [];
  const current = after?.attributes[attribute] ?? [];
  if (former.length === 0) return ['attributeCreated'];
  const isDeleted = former.some((old) => !current.some(({ datasetId }) => datasetId === old.datasetId));
  const isUpdated = current.some((instance) => !former.includes(instance));
  return [
    ...(isDeleted ? (['attributeDeleted'] as const) : []),
    ...(isUpdated ? (['attributeUpdated'] as const) : []),
  ];
};

/** Triggers of a subscription, those it has by default included. */
export const triggersOf = ({ document }: Subscription): readonly NotificationTrigger[] =>
  document.notificationTrigger ?? defaultTriggers;

const entityEvent = ({ before, after }: EntityChange): NotificationTrigger => {
  if (before === undefined) return 'entityCreated';
  return after === undefined ? 'entityDeleted' : 'entityUpdated';
};

/**
 * Whether a change is worth a notification (§5.8.6): a trigger fits a watched attribute (or the entity), and
 * the entity is one of those of interest. A deleted entity is judged by its last state; `find` gives the entities that it
 * links to.
 */
export const isTriggeredBy = (
  subscription: Subscription,
  change: EntityChange,
  find: FindNow,
): MaybePromise<boolean> => {
  const { document, watched, queries, linkedQ } = subscription;
  if (change.tenant !== subscription.tenant || document.timeInterval !== undefined) return false;
  const entity = change.after ?? change.before;
  if (entity === undefined) return false;
  const triggers = triggersOf(subscription);
  const relevant = change.changedAttributes.filter((name) => watched?.includes(name) ?? true);
  const wholeEntity =
    triggers.includes(entityEvent(change)) && (watched === undefined || relevant.length > 0);
  if (
    !wholeEntity &&
    !relevant.some((name) => attributeEvents(change, name).some((event) => triggers.includes(event)))
  )
    return false;
  if (!queries.some((query) => matchesQuery(entity, query))) return false;
  return linkedQ === undefined || matchesLinked(entity, linkedQ, find);
};
