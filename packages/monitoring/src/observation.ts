import type { AlertRule } from './alert-rule.ts';
import type { WatchInput } from './alert-state.ts';
import type { ClearingNote } from './alert.ts';
import { attributeOf, isSameName, type ObservedChange, type ObservedEntity } from './entity-source.ts';

/** Whether an entity is one that a rule is about. */
export const isWatching = (rule: AlertRule, entity: ObservedEntity): boolean =>
  (rule.entityId === undefined || rule.entityId === entity.id) &&
  entity.types.some((type) => isSameName(type, rule.entityType));

/** Whether a change may matter to a rule. */
export const isConcernedBy = (
  { condition, entityId }: AlertRule,
  change: Pick<ObservedChange, 'entityId' | 'changedAttributes'>,
): boolean => {
  const { attribute } = condition;
  return (
    (entityId === undefined || entityId === change.entityId) &&
    (attribute === undefined || change.changedAttributes.some((name) => isSameName(name, attribute)))
  );
};

/** When something was observed; at the latest now, because clocks of devices go wrong. */
const timeOf = (text: string, now: number): number => {
  const at = Date.parse(text);
  return Number.isFinite(at) ? Math.min(at, now) : now;
};

/** What a rule looks at in an entity; undefined when the attribute is not there. */
export const observationOf = (
  { condition: { attribute } }: AlertRule,
  entity: ObservedEntity,
  now: number,
): WatchInput | undefined => {
  if (attribute !== undefined) {
    const observed = attributeOf(entity, attribute);
    if (observed === undefined) return undefined;
    return { kind: 'update', at: timeOf(observed.at, now), now, value: observed.value };
  }
  const times = Object.values(entity.attributes).map(({ at }) => timeOf(at, now));
  if (times.length === 0) return undefined;
  return { kind: 'update', at: times.reduce((left, right) => Math.max(left, right)), now, value: undefined };
};

/** What a rule finds out about an entity: an observation, or why there is none. */
export type Finding =
  | { readonly kind: 'observed'; readonly input: WatchInput }
  | { readonly kind: 'gone'; readonly note: ClearingNote };

/** What a rule finds out by looking at an entity as it is now. */
export const findingIn = (rule: AlertRule, entity: ObservedEntity | undefined, now: number): Finding => {
  if (entity === undefined || !isWatching(rule, entity)) return { kind: 'gone', note: 'entity-deleted' };
  const input = observationOf(rule, entity, now);
  return input === undefined ? { kind: 'gone', note: 'attribute-deleted' } : { kind: 'observed', input };
};

/**
 * What a change means to a rule; undefined if nothing. `wasWatched` tells whether the rule may have been watching the
 * entity before the change.
 */
export const findingOf = (
  rule: AlertRule,
  change: ObservedChange,
  { now, wasWatched }: { readonly now: number; readonly wasWatched: boolean },
): Finding | undefined => {
  if (!rule.isActive || rule.tenant !== change.tenant) return undefined;
  const { entity } = change;
  if (entity === undefined) return wasWatched ? findingIn(rule, entity, now) : undefined;
  const isWatched = isWatching(rule, entity);
  const isOfInterest = isWatched ? isConcernedBy(rule, change) : wasWatched;
  return isOfInterest ? findingIn(rule, entity, now) : undefined;
};
