import type { Connection, Database } from '@allmende/database';
import { createSqlContextStore } from '../contexts/sql-context-store.ts';
import { createScanThread } from '../entities/scan-thread.ts';
import { createDictionaries } from '../entities/sql-dictionaries.ts';
import { createSqlEntityStore } from '../entities/sql-entity-store.ts';
import { createSqlValueIndex } from '../entities/sql-value-index.ts';
import { createSqlEntityMapStore } from '../entity-maps/sql-entity-map-store.ts';
import { createSqlExpiryStore } from '../expiry/sql-expiries.ts';
import { createSqlDeadNotificationStore } from '../notifications/sql-dead-notification-store.ts';
import { createSqlNotificationQueue } from '../notifications/sql-notification-queue.ts';
import { createSqlRegistrationStore } from '../registrations/sql-registration-store.ts';
import { createSqlRemoteSubscriptionStore } from '../federated-subscriptions/sql-remote-subscription-store.ts';
import { createSqlSourceUseStore } from '../registrations/sql-source-use-store.ts';
import { createSqlSnapshotStore } from '../snapshots/sql-snapshot-store.ts';
import { createSqlSubscriptionStore, subscriptionTables } from '../subscriptions/sql-subscription-store.ts';
import { readSubject } from '../temporal/sql-subject.ts';
import { createSqlHistoryEditor } from '../temporal/sql-history-editor.ts';
import { createSqlHistoryKeeper } from '../temporal/sql-history-keeper.ts';
import { createSqlTemporalStore } from '../temporal/sql-temporal-store.ts';
import { createSqlTenantStore } from '../tenants/sql-tenant-store.ts';
import type { BrokerStores, StoreParts } from './broker-stores.ts';

/** The stores over the embedded database. */
export const createSqliteStores = (
  database: Database,
  { clock, logger, soonest, onCommitted, recordChanges, registrationHooks }: StoreParts<Connection>,
): BrokerStores<Connection> => {
  const dictionaries = createDictionaries(database);
  const common = { database, dictionaries, clock, soonest };
  const thread = createScanThread(database.file);
  const index = createSqlValueIndex({ database, clock, logger });
  return {
    entities: createSqlEntityStore({ ...common, logger, thread, index, onCommitted, recordChanges }),
    findWithin: (connection, entity) => readSubject(connection, entity)?.current,
    temporal: createSqlTemporalStore(common),
    editor: createSqlHistoryEditor(common),
    keeper: createSqlHistoryKeeper(common),
    expiries: createSqlExpiryStore(database),
    subscriptions: {
      entities: createSqlSubscriptionStore(database, subscriptionTables.entities),
      sources: createSqlSubscriptionStore(database, subscriptionTables.sources),
    },
    queues: {
      entities: createSqlNotificationQueue(database, subscriptionTables.entities),
      sources: createSqlNotificationQueue(database, subscriptionTables.sources),
    },
    deadNotifications: createSqlDeadNotificationStore(database),
    registrations: createSqlRegistrationStore(database, registrationHooks),
    sourceUses: createSqlSourceUseStore(database),
    remoteSubscriptions: createSqlRemoteSubscriptionStore(database),
    contexts: createSqlContextStore(database),
    tenants: createSqlTenantStore(database),
    entityMaps: createSqlEntityMapStore(database, clock),
    snapshots: createSqlSnapshotStore(database),
    // One process at a time uses the database.
    listen: () => Promise.resolve(() => Promise.resolve()),
    onChangeElsewhere: () => () => undefined,
    hearOfIndex: (news) => {
      if (news.kind === 'used') index.used(news.tenant, news.name);
      else index.missed(news.tenant, news.name, news.tookMs);
    },
    close: () => thread.close(),
  };
};
