import type { Clock, Logger } from '@allmende/kernel';
import type { MaybePromise } from '@allmende/kernel';
import type { ChangeRecorder } from '../broker.ts';
import type { ContextStore } from '../contexts/context-store.ts';
import type { Entity } from '../entities/entity.ts';
import type { ChangeListener, EntityStore } from '../entities/entity-store.ts';
import type { EntityMapStore } from '../entity-maps/entity-map-store.ts';
import type { ExpiryStore } from '../expiry/expiry-store.ts';
import type { SoonestEnd } from '../expiry/soonest-end.ts';
import type { DeadNotificationStore } from '../notifications/dead-notification-store.ts';
import type { NotificationKind, NotificationQueue } from '../notifications/notification-queue.ts';
import type { RegistrationHooks, RegistrationStore } from '../registrations/registration-store.ts';
import type { IndexNews } from '../reader/reader-news.ts';
import type { RemoteSubscriptionStore } from '../federated-subscriptions/remote-subscription-store.ts';
import type { SourceUseStore } from '../registrations/source-use-store.ts';
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
  readonly registrationHooks: RegistrationHooks<Transaction>;
}

/**
 * What other processes did of which this one remembers something; undefined tells that anything may have been done.
 * What this process did itself may be told as well.
 */
export interface Elsewhere {
  /** The registrations of a tenant have changed. */
  readonly onRegistrations: (tenant: string | undefined) => void;
  /** A context was fetched again or removed: its address, or its local id. */
  readonly onContext: (name: string | undefined) => void;
  /** Something ends by itself then (§4.22). */
  readonly onEnd: (atMs: number | undefined) => void;
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
  /** Subscriptions to entities, and to context source registrations. */
  readonly subscriptions: Readonly<Record<NotificationKind, SubscriptionStore<Transaction>>>;
  readonly queues: Readonly<Record<NotificationKind, NotificationQueue<Transaction>>>;
  readonly deadNotifications: DeadNotificationStore;
  readonly registrations: RegistrationStore;
  readonly sourceUses: SourceUseStore;
  /** Parts of subscriptions that sources keep. */
  readonly remoteSubscriptions: RemoteSubscriptionStore;
  readonly contexts: ContextStore;
  readonly tenants: TenantStore<Transaction>;
  readonly entityMaps: EntityMapStore;
  readonly snapshots: SnapshotStore;
  /** Listens to what other processes do, if the database has any; resolves to the end of it. */
  listen(elsewhere: Elsewhere): Promise<() => Promise<void>>;
  /** Listens to changes of entities that other processes have committed, as far as they are heard; returns its end. */
  onChangeElsewhere(listener: ChangeListener): () => void;
  /** Takes what processes that only read have found of the index over values. */
  hearOfIndex(news: IndexNews): void;
  /** Ends what the stores themselves run; the database stays open. */
  close(): Promise<void>;
}
