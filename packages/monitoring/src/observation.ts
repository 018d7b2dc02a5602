import type { AlertRule } from './alert-rule.ts';
import type { WatchInput } from './alert-state.ts';
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
