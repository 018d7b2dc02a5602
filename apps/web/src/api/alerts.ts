import { readJson, sendJson, toParameters } from './http.ts';

export type Severity = 'info' | 'warning' | 'critical';
export type AlertStatus = 'open' | 'acknowledged' | 'closed';

/** A ring of longitude and latitude pairs, the first repeated at the end. */
export interface Polygon {
  readonly type: 'Polygon';
  readonly coordinates: readonly (readonly (readonly number[])[])[];
}

export type AlertCondition =
  | {
      readonly kind: 'threshold';
      readonly attribute: string;
      readonly direction: 'above' | 'below';
      readonly raiseAt: number;
      readonly clearAt: number;
      readonly holdSeconds: number;
    }
  | { readonly kind: 'missing-data'; readonly attribute?: string; readonly afterSeconds: number }
  | {
      readonly kind: 'geofence';
      readonly attribute: string;
      readonly on: 'enter' | 'leave';
      readonly polygon: Polygon;
    };

export interface AlertRuleDraft {
  readonly name: string;

  readonly entityType: string;
  readonly entityId?: string;
  readonly severity: Severity;
  readonly isActive: boolean;
  readonly condition: AlertCondition;
  readonly recipients: { readonly emails: readonly string[]; readonly webhooks: readonly string[] };
}

export interface AlertRule extends AlertRuleDraft {
  readonly id: string;
  /** Whose entities it watches; '' is the default tenant. */
  readonly tenant: string;
  readonly version: number;
}

export interface AlertEvent {
  readonly at: string;
  readonly kind: 'raised' | 'raised-again' | 'cleared' | 'acknowledged' | 'closed';
  readonly by?: string;
  readonly note?: string;
  readonly value?: unknown;
}

export interface Alert {
  readonly id: string;
  readonly ruleId: string;
  readonly ruleName: string;
  readonly entityId: string;
  readonly severity: Severity;
  readonly status: AlertStatus;
  /** The cause is gone by itself. */
  readonly isCleared: boolean;
  readonly raisedAt: string;
  readonly history: readonly AlertEvent[];
}

/** How a message about an alert fared. */
export interface AlertDelivery {
  readonly channel: 'email' | 'webhook';
  readonly target: string;
  readonly status: 'pending' | 'sent' | 'failed';
  readonly attempts: number;
  readonly lastError?: string;
}

export interface AlertPage {
  readonly alerts: readonly Alert[];
  /** Matches in all pages. */
  readonly count: number;
}

const rules = '/api/alert-rules';
const ruleAddress = (id: string): string => `${rules}/${encodeURIComponent(id)}`;
const alertAddress = (id: string): string => `/api/alerts/${encodeURIComponent(id)}`;

/** Alerts of a tenant, newest first. */
export const getAlerts = (
  query: {
    readonly tenant: string;
    readonly status?: AlertStatus;
    readonly limit: number;
    readonly offset: number;
  },
  signal?: AbortSignal,
): Promise<AlertPage> => readJson(`/api/alerts?${toParameters({ ...query })}`, signal);

/** The messages that were sent about an alert. */
export const getDeliveries = async (id: string, signal?: AbortSignal): Promise<readonly AlertDelivery[]> =>
  (await readJson<{ readonly deliveries: readonly AlertDelivery[] }>(alertAddress(id), signal)).deliveries;

/** What a clerk does to an alert, with name and remark. */
export interface AlertAction {
  readonly step: 'acknowledge' | 'close';
  readonly by: string;
  readonly note: string;
}

export const actOnAlert = (id: string, { step, by, note }: AlertAction): Promise<Alert> =>
  sendJson('POST', `${alertAddress(id)}/${step}`, { by, ...(note === '' ? {} : { note }) });

/** The rules of a tenant. */
export const getRules = async (tenant: string, signal?: AbortSignal): Promise<readonly AlertRule[]> => {
  const address = `${rules}?${toParameters({ limit: 1000, tenant })}`;
  return (await readJson<{ readonly rules: readonly AlertRule[] }>(address, signal)).rules;
};

export const getRule = (id: string, signal?: AbortSignal): Promise<AlertRule> =>
  readJson(ruleAddress(id), signal);

export const createRule = (rule: AlertRuleDraft, tenant: string): Promise<AlertRule> =>
  sendJson('POST', rules, { ...rule, tenant });

/** Saves over the version it was made from; another version meanwhile is refused with 409. */
export const replaceRule = (rule: AlertRule): Promise<AlertRule> =>
  sendJson('PUT', ruleAddress(rule.id), rule);

export const deleteRule = (id: string): Promise<void> => sendJson('DELETE', ruleAddress(id));
