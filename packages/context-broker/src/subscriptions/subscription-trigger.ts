import type { AttributeInstance, EntityChange } from '../entities/entity.ts';
import { matchesQuery } from '../query-language/matches.ts';
import type { NotificationTrigger, Subscription } from './subscription.ts';

/** Triggers of a subscription that names none (§5.2.12). */
const defaultTriggers: readonly NotificationTrigger[] = ['attributeCreated', 'attributeUpdated'];

const instancesOf = (
  change: EntityChange,
  side: 'before' | 'after',
  attribute: string,
): readonly AttributeInstance[] => change[side]?.attributes[attribute] ?? [];

/** What happened to one attribute. */
export const attributeEvent = (
  change: EntityChange,
  attribute: string,
): 'attributeCreated' | 'attributeUpdated' | 'attributeDeleted' => {
  if (instancesOf(change, 'before', attribute).length === 0) return 'attributeCreated';
  return instancesOf(change, 'after', attribute).length === 0 ? 'attributeDeleted' : 'attributeUpdated';
};

const entityEvent = ({ before, after }: EntityChange): NotificationTrigger => {
  if (before === undefined) return 'entityCreated';
  return after === undefined ? 'entityDeleted' : 'entityUpdated';
};

/**
 * Whether a change is worth a notification (§5.8.6): a trigger fits a watched attribute (or the entity), and
 * the entity is one of those of interest. A deleted entity is judged by its last state.
 */
export const isTriggeredBy = (subscription: Subscription, change: EntityChange): boolean => {
  const { document, watched, queries } = subscription;
  if (change.tenant !== subscription.tenant || document.timeInterval !== undefined) return false;
  const entity = change.after ?? change.before;
  if (entity === undefined) return false;
  const triggers = document.notificationTrigger ?? defaultTriggers;
  const relevant = change.changedAttributes.filter((name) => watched?.includes(name) ?? true);
  const wholeEntity =
    triggers.includes(entityEvent(change)) && (watched === undefined || relevant.length > 0);
  if (!wholeEntity && !relevant.some((name) => triggers.includes(attributeEvent(change, name)))) return false;
  return queries.some((query) => matchesQuery(entity, query));
};
