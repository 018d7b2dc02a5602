import { DomainError } from '@allmende/kernel';
import type { AlertRule, Severity } from './alert-rule.ts';
import { monitoringProblems } from './problems.ts';

export type AlertStatus = 'open' | 'acknowledged' | 'closed';

/** One line of an alert's history. */
export interface AlertEvent {
  readonly at: string;
  readonly kind: 'raised' | 'raised-again' | 'cleared' | 'acknowledged' | 'closed';
  readonly by?: string;
  readonly note?: string;
  readonly value?: unknown;
}

/** What somebody has to look at. `isCleared` tells that the cause is gone by itself. */
export interface Alert {
  readonly id: string;
  readonly tenant: string;
  readonly ruleId: string;
  readonly ruleName: string;
  readonly entityId: string;
  readonly severity: Severity;
  readonly status: AlertStatus;
  readonly isCleared: boolean;
  readonly raisedAt: string;
  readonly history: readonly AlertEvent[];
}

/** Who does something to an alert, and why. */
export interface AlertAction {
  readonly by: string;
  readonly note?: string;
  readonly at: string;
}

const maxHistory = 500;

const withEvent = (alert: Alert, event: AlertEvent): Alert => ({
  ...alert,
  history: [...alert.history.slice(-maxHistory + 1), event],
});

/** A new alert; `value` is what raised it. */
export const raiseAlert = (
  rule: AlertRule,
  cause: { readonly id: string; readonly entityId: string; readonly at: string; readonly value?: unknown },
): Alert => {
  const { id, entityId, at, value } = cause;
  return {
    id,
    tenant: rule.tenant,
    ruleId: rule.id,
    ruleName: rule.name,
    entityId,
    severity: rule.severity,
    status: 'open',
    isCleared: false,
    raisedAt: at,
    history: [{ at, kind: 'raised', ...(value === undefined ? {} : { value }) }],
  };
};

/** The cause is back before the alert was closed: it is open again. */
export const raiseAgain = (alert: Alert, at: string, value?: unknown): Alert =>
  withEvent(
    { ...alert, status: 'open', isCleared: false },
    { at, kind: 'raised-again', ...(value === undefined ? {} : { value }) },
  );

/** The cause is gone; a person still has to close the alert. */
export const clearAlert = (alert: Alert, at: string, value?: unknown): Alert =>
  withEvent(
    { ...alert, isCleared: true },
    { at, kind: 'cleared', ...(value === undefined ? {} : { value }) },
  );

export const acknowledgeAlert = (alert: Alert, action: AlertAction): Alert => {
  if (alert.status !== 'open') {
    throw new DomainError(monitoringProblems.wrongState, `The alert is ${alert.status}, not open.`);
  }
  return withEvent({ ...alert, status: 'acknowledged' }, { kind: 'acknowledged', ...action });
};

export const closeAlert = (alert: Alert, action: AlertAction): Alert => {
  if (alert.status === 'closed') {
    throw new DomainError(monitoringProblems.wrongState, 'The alert is closed already.');
  }
  return withEvent({ ...alert, status: 'closed' }, { kind: 'closed', ...action });
};
