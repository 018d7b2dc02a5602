import type {
  KeyValue,
  NotificationFormat,
  NotificationTrigger,
  Subscription,
} from '../../../api/subscriptions.ts';
import type { Condition, Join } from '../filter.ts';

/** All types (§5.2.33). */
export const anyType = '*';

export type GeoKind = 'none' | 'area' | 'near' | 'other';

/** A subscription as it is being written; numbers and times are still text. */
export interface SubscriptionForm {
  readonly name: string;
  readonly description: string;
  readonly isActive: boolean;
  /** '' while none is chosen, `*` for all. */
  readonly type: string;
  /** '' for all entities of the type. */
  readonly entityId: string;
  readonly idPattern: string;
  readonly filterKind: 'builder' | 'text';
  readonly conditions: readonly Condition[];
  readonly join: Join;
  readonly q: string;
  readonly geoKind: GeoKind;
  readonly corners: string;
  /** Latitude, longitude. */
  readonly point: string;
  readonly distance: string;
  readonly when: 'change' | 'interval';
  readonly watched: readonly string[];
  readonly triggers: readonly NotificationTrigger[];
  readonly throttling: string;
  readonly interval: string;
  readonly uri: string;
  readonly headers: readonly KeyValue[];
  readonly accept: 'application/json' | 'application/ld+json';
  readonly format: NotificationFormat;
  readonly shown: readonly string[];
  /** Seconds. */
  readonly timeout: string;
  readonly expiry: string;
  /** The subscription that is changed; what the form does not show stays as it is there. */
  readonly kept?: Subscription;
}

/** Overwrites some fields of a form. */
export type ChangeForm = (next: Partial<SubscriptionForm>) => void;

export const emptyForm: SubscriptionForm = {
  name: '',
  description: '',
  isActive: true,
  type: '',
  entityId: '',
  idPattern: '',
  filterKind: 'builder',
  conditions: [],
  join: 'and',
  q: '',
  geoKind: 'none',
  corners: '',
  point: '',
  distance: '500',
  when: 'change',
  watched: [],
  triggers: [],
  throttling: '',
  interval: '60',
  uri: '',
  headers: [],
  accept: 'application/json',
  format: 'normalized',
  shown: [],
  timeout: '',
  expiry: '',
};
