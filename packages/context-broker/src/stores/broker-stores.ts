import type { Clock, Logger } from '@allmende/kernel';
import type { MaybePromise } from '@allmende/kernel';
import type { ChangeRecorder } from '../broker.ts';
import type { ContextStore } from '../contexts/context-store.ts';
import type { Entity } from '../entities/entity.ts';
import type { ChangeListener, EntityStore } from '../entities/entity-store.ts';
import type { EntityMapStore } from '../entity-maps/entity-map-store.ts';
import type { ExpiryStore } from '../expiry/expiry-store.ts';
import type { SoonestEnd } from '../expiry/soonest-end.ts';
import type { RegistrationStore } from '../registrations/registration-store.ts';
import type { SnapshotStore } from '../snapshots/snapshot-store.ts';
import type { SubscriptionStore } from '../subscriptions/subscription-store.ts';
import type { HistoryEditor } from '../temporal/history-editor.ts';
import type { HistoryKeeper } from '../temporal/history-keeper.ts';
import type { TemporalStore } from '../temporal/temporal-store.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';

/** What the stores of one database are made with. */
export interface StoreParts<Transaction> {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told when something that was written ends by itself (§4.22). */
  readonly soonest: SoonestEnd;
  /** Told of changes of entities after their commit. */
  readonly onCommitted: ChangeListener;
  /** Told of them within their transaction. */
  readonly recordChanges: ChangeRecorder<Transaction>;
}

/** An entity as a transaction sees it, with the changes that this made itself. */
export type FindWithin<Transaction> = (
  transaction: Transaction,
  entity: { readonly tenant: string; readonly entityId: string },
) => MaybePromise<Entity | undefined>;

/** All stores of the broker over one database; what they write within a transaction commits with it, or not at all. */
export interface BrokerStores<Transaction> {
  readonly entities: EntityStore;
  readonly findWithin: FindWithin<Transaction>;
  readonly temporal: TemporalStore;
  readonly editor: HistoryEditor;
  readonly keeper: HistoryKeeper;
  readonly expiries: ExpiryStore;
  readonly subscriptions: SubscriptionStore<Transaction>;
  /** Subscriptions to context source registrations. */
  readonly sourceSubscriptions: SubscriptionStore<Transaction>;
  readonly registrations: RegistrationStore;
  readonly contexts: ContextStore;
  readonly tenants: TenantStore<Transaction>;
  readonly entityMaps: EntityMapStore;
  readonly snapshots: SnapshotStore;
  /** Ends what the stores themselves run; the database stays open. */
  close(): Promise<void>;
}
