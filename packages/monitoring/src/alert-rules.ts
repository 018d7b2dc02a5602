import type { Connection } from '@allmende/database';
import { DomainError, type Clock } from '@allmende/kernel';
import type { AlertRule, AlertRuleDraft } from './alert-rule.ts';
import type { EntityWatcher } from './entity-watcher.ts';
import { monitoringProblems } from './problems.ts';
import { clearAlertsOf, type RecorderParts } from './record-alerts.ts';
import { findRule, removeRule, removeWatches, saveRule, type MonitoringDatabase } from './sql-rule-store.ts';

export interface RuleParts extends RecorderParts {
  readonly database: MonitoringDatabase;
  readonly clock: Clock;
  readonly watcher: EntityWatcher;
}

/** The rule of an id; refuses (`alert-rule-not-found`). */
export const requireRule = (connection: Connection, id: string): AlertRule => {
  const rule = findRule(connection, id);
  if (rule === undefined) {
    throw new DomainError(monitoringProblems.ruleNotFound, `There is no alert rule ${id}.`);
  }
  return rule;
};

/**
 * Writes, and leaves the watcher as the database is when the commit fails. `work` changes the watcher last,
 * so that a refusal leaves it untouched.
 */
const writeRule = async <Value>(
  { database, watcher }: RuleParts,
  id: string,
  work: (connection: Connection) => Value,
): Promise<Value> => {
  try {
    return await database.write(work);
  } catch (cause) {
    if (!(cause instanceof DomainError)) watcher.recover(id);
    throw cause;
  }
};

/** A new rule, looking at its entities at once. */
export const createRule = async (parts: RuleParts, draft: AlertRuleDraft): Promise<AlertRule> => {
  const at = new Date(parts.clock.now()).toISOString();
  const rule: AlertRule = { ...draft, id: parts.newId(), version: 1, createdAt: at, modifiedAt: at };
  await writeRule(parts, rule.id, (connection) => {
    saveRule(connection, rule);
    parts.watcher.adopt(rule);
  });
  await parts.watcher.review(rule.id);
  await parts.watcher.settled();
  return rule;
};

/** What a rule watches; the rest only tells how it is called and who is told. */
const watched = ({ tenant, entityType, entityId, isActive, condition }: AlertRuleDraft): string =>
  JSON.stringify([tenant, entityType, entityId, isActive, condition]);

/**
 * Changes a rule. When it watches something else now, or nothing because it is paused, its alerts clear and
 * its watches begin anew; another name or recipient leaves both alone. `change` gets the current rule and
 * answers the new one, or refuses.
 */
export const replaceRule = async (
  parts: RuleParts,
  id: string,
  change: (current: AlertRule) => AlertRuleDraft,
): Promise<AlertRule> => {
  const { watcher } = parts;
  const rule = await writeRule(parts, id, (connection) => {
    const current = requireRule(connection, id);
    const next: AlertRule = {
      ...change(current),
      id,
      version: current.version + 1,
      createdAt: current.createdAt,
      modifiedAt: new Date(parts.clock.now()).toISOString(),
    };
    saveRule(connection, next);
    if (watched(next) === watched(current)) {
      watcher.relabel(next);
    } else {
      removeWatches(connection, id);
      clearAlertsOf(parts, connection, id, next.isActive ? 'rule-changed' : 'rule-paused');
      watcher.adopt(next);
    }
    return next;
  });
  await watcher.review(id);
  await watcher.settled();
  return rule;
};

/** Removes a rule and its watches; its alerts clear and stay until somebody closes them. */
export const deleteRule = async (
  parts: RuleParts,
  id: string,
  check: (current: AlertRule) => void,
): Promise<void> => {
  await writeRule(parts, id, (connection) => {
    check(requireRule(connection, id));
    removeRule(connection, id);
    removeWatches(connection, id);
    clearAlertsOf(parts, connection, id, 'rule-deleted');
    parts.watcher.drop(id);
  });
};
