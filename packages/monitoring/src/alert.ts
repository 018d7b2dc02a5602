import { DomainError } from '@allmende/kernel';
import type { AlertRule, Severity } from './alert-rule.ts';
import { monitoringProblems } from './problems.ts';

export type AlertStatus = 'open' | 'acknowledged' | 'closed';

/** Why an alert cleared without its value coming back. */
export type ClearingNote =
  'rule-changed' | 'rule-paused' | 'rule-deleted' | 'entity-deleted' | 'attribute-deleted';

/** One line of an alert's history. */
export interface AlertEvent {
  readonly at: string;
  readonly kind: 'raised' | 'raised-again' | 'cleared' | 'acknowledged' | 'closed';
  readonly by?: string;
  readonly note?: string;
  readonly value?: unknown;
}

/**
 * What somebody has to look at. `isCleared` tells that the cause is gone by itself; only a person closes.
 * At most one alert per rule and entity is not closed.
 */
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

const isPersonal = ({ kind }: AlertEvent): boolean => kind === 'acknowledged' || kind === 'closed';

/** A flapping alert loses its oldest comings and goings, never its beginning nor what a person did. */
const withEvent = (alert: Alert, event: AlertEvent): Alert => {
  const history = [...alert.history, event];
  const omitted =
    history.length > maxHistory ? history.findIndex((one, index) => index > 0 && !isPersonal(one)) : -1;
  return { ...alert, history: history.filter((_, index) => index !== omitted) };
};

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

/** The cause is gone (`note` tells why, unless it ended by itself); a person still has to close the alert. */
export const clearAlert = (
  alert: Alert,
  at: string,
  cause: { readonly value?: unknown; readonly note?: ClearingNote },
): Alert =>
  withEvent(
    { ...alert, isCleared: true },
    {
      at,
      kind: 'cleared',
      ...(cause.value === undefined ? {} : { value: cause.value }),
      ...(cause.note === undefined ? {} : { note: cause.note }),
    },
  );

/** A person has seen the alert; refused (`alert-in-wrong-state`) unless it is open. */
export const acknowledgeAlert = (alert: Alert, action: AlertAction): Alert => {
  if (alert.status !== 'open') {
    throw new DomainError(monitoringProblems.wrongState, `The alert is ${alert.status}, not open.`);
  }
  return withEvent({ ...alert, status: 'acknowledged' }, { kind: 'acknowledged', ...action });
};

/** A person is done with the alert; refused (`alert-in-wrong-state`) when it is closed already. */
export const closeAlert = (alert: Alert, action: AlertAction): Alert => {
  if (alert.status === 'closed') {
    throw new DomainError(monitoringProblems.wrongState, 'The alert is closed already.');
  }
  return withEvent({ ...alert, status: 'closed' }, { kind: 'closed', ...action });
};
