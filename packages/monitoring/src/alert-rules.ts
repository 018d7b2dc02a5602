import { DomainError, inTurn, whenDone, type Clock, type MaybePromise } from '@allmende/kernel';
import { watched, type AlertRule, type AlertRuleDraft } from './alert-rule.ts';
import { monitoringProblems } from './problems.ts';
import { clearAlertsOf, type RecorderParts } from './record-alerts.ts';
import type { MonitoringStores } from './stores/monitoring-stores.ts';

/** Who runs the rules, and has to know of those that change. */
export interface RuleFollower {
  /** Watches by a new rule, or by one whose watches were removed. These three come within the transaction. */
  adopt(rule: AlertRule): void;
  /** Takes over what leaves the watches of a rule as they are: its name, severity, recipients. */
  relabel(rule: AlertRule): void;
  drop(ruleId: string): void;
  /** Takes up a rule as it was kept, after a write failed. */
  recover(ruleId: string): Promise<void>;
  /** Called after the commit; looks at the rule's entities, as soon as it can. */
  review(ruleId: string): Promise<void>;
}

export interface RuleParts<Transaction> extends RecorderParts<Transaction> {
  readonly stores: MonitoringStores<Transaction>;
  readonly clock: Clock;
  readonly follower: RuleFollower;
}

/** Refuses (`alert-rule-not-found`). */
export const requireRule = (rule: AlertRule | undefined, id: string): AlertRule => {
  if (rule === undefined) {
    throw new DomainError(monitoringProblems.ruleNotFound, `There is no alert rule ${id}.`);
  }
  return rule;
};

/**
 * Writes, and leaves the follower as the database is when the commit fails. `work` changes the follower last, so that
 * a refusal leaves it untouched.
 */
const writeRule = async <Transaction, Value>(
  { stores, follower }: RuleParts<Transaction>,
  id: string,
  work: (transaction: Transaction) => MaybePromise<Value>,
): Promise<Value> => {
  try {
    return await stores.write(work);
  } catch (cause) {
    if (!(cause instanceof DomainError)) await follower.recover(id);
    throw cause;
  }
};

/** A new rule, looking at its entities at once. */
export const createRule = async <Transaction>(
  parts: RuleParts<Transaction>,
  draft: AlertRuleDraft,
): Promise<AlertRule> => {
  const at = new Date(parts.clock.now()).toISOString();
  const rule: AlertRule = { ...draft, id: parts.newId(), version: 1, createdAt: at, modifiedAt: at };
  await writeRule(parts, rule.id, (transaction) =>
    whenDone(parts.stores.rules.saveWithin(transaction, rule), () => {
      parts.follower.adopt(rule);
    }),
  );
  await parts.follower.review(rule.id);
  return rule;
};

/** What a rule watches is another, or nothing: what it raised clears. */
const beginAnew = <Transaction>(
  parts: RuleParts<Transaction>,
  transaction: Transaction,
  rule: AlertRule,
): MaybePromise<void> =>
  inTurn(
    [
      () => parts.stores.rules.removeWatchesWithin(transaction, rule.id),
      () => clearAlertsOf(parts, transaction, rule.id, rule.isActive ? 'rule-changed' : 'rule-paused'),
      () => {
        parts.follower.adopt(rule);
      },
    ],
    (step) => step(),
  );

/**
 * Changes a rule. When it watches something else now, or nothing because it is paused, its alerts clear and its
 * watches begin anew; another name or recipient leaves both alone. `change` gets the current rule and answers the new
 * one, or refuses.
 */
export const replaceRule = async <Transaction>(
  parts: RuleParts<Transaction>,
  id: string,
  change: (current: AlertRule) => AlertRuleDraft,
): Promise<AlertRule> => {
  const { stores, follower, clock } = parts;
  const rule = await writeRule(parts, id, (transaction) =>
    whenDone(stores.rules.findWithin(transaction, id), (found) => {
      const current = requireRule(found, id);
      const next: AlertRule = {
        ...change(current),
        id,
        version: current.version + 1,
        createdAt: current.createdAt,
        modifiedAt: new Date(clock.now()).toISOString(),
      };
      const follow = (): MaybePromise<void> => {
        if (watched(next) !== watched(current)) return beginAnew(parts, transaction, next);
        follower.relabel(next);
        return undefined;
      };
      return whenDone(whenDone(stores.rules.saveWithin(transaction, next), follow), () => next);
    }),
  );
  await follower.review(id);
  return rule;
};

/** Removes a rule and its watches; its alerts clear and stay until somebody closes them. */
export const deleteRule = async <Transaction>(
  parts: RuleParts<Transaction>,
  id: string,
  check: (current: AlertRule) => void,
): Promise<void> => {
  const { rules } = parts.stores;
  await writeRule(parts, id, (transaction) =>
    whenDone(rules.findWithin(transaction, id), (current) => {
      check(requireRule(current, id));
      const steps: readonly (() => MaybePromise<void>)[] = [
        () => rules.removeWithin(transaction, id),
        () => rules.removeWatchesWithin(transaction, id),
        () => clearAlertsOf(parts, transaction, id, 'rule-deleted'),
        () => {
          parts.follower.drop(id);
        },
      ];
      return inTurn(steps, (step) => step());
    }),
  );
};
