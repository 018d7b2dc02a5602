/** GeoJSON polygon: outer ring and holes, WGS84 longitude, latitude. */
export interface Polygon {
  readonly type: 'Polygon';
  readonly coordinates: readonly (readonly (readonly number[])[])[];
}

/**
 * Raised when the value lies beyond `raiseAt` without a break for `holdSeconds`, cleared when it is back at
 * `clearAt`. What is not a number changes nothing.
 */
export interface ThresholdCondition {
  readonly kind: 'threshold';
  readonly attribute: string;
  readonly direction: 'above' | 'below';
  readonly raiseAt: number;
  readonly clearAt: number;
  readonly holdSeconds: number;
}

/**
 * Raised while the newest observation of the attribute (or, without one, of the entity) is `afterSeconds`
 * old; where nothing was ever reported, the time counts from the beginning of the watch.
 */
export interface MissingDataCondition {
  readonly kind: 'missing-data';
  readonly attribute?: string;
  readonly afterSeconds: number;
}

/** Raised while any part of the entity lies in the polygon (`enter`), or no part of it does (`leave`). */
export interface GeofenceCondition {
  readonly kind: 'geofence';
  readonly attribute: string;
  readonly on: 'enter' | 'leave';
  readonly polygon: Polygon;
}

export type AlertCondition = ThresholdCondition | MissingDataCondition | GeofenceCondition;

export type Severity = 'info' | 'warning' | 'critical';

/** What a user writes about a rule. */
export interface AlertRuleDraft {
  readonly name: string;
  readonly tenant: string;
  readonly entityType: string;
  readonly entityId?: string;
  readonly severity: Severity;
  readonly isActive: boolean;
  readonly condition: AlertCondition;
  readonly recipients: { readonly emails: readonly string[]; readonly webhooks: readonly string[] };
}

export interface AlertRule extends AlertRuleDraft {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
  readonly modifiedAt: string;
}

/** What a rule watches; the rest only tells how it is called and who is told. */
export const watched = ({ tenant, entityType, entityId, isActive, condition }: AlertRuleDraft): string =>
  JSON.stringify([tenant, entityType, entityId, isActive, condition]);
