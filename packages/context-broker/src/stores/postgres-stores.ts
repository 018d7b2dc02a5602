import type { PostgresConnection, PostgresDatabase } from '@allmende/database';
import { createPostgresContextStore } from '../contexts/postgres-context-store.ts';
import { createPostgresEntityStore } from '../entities/postgres-entity-store.ts';
import { createPostgresEntityMapStore } from '../entity-maps/postgres-entity-map-store.ts';
import { createPostgresExpiryStore } from '../expiry/postgres-expiries.ts';
import { createPostgresRemoteSubscriptionStore } from '../federated-subscriptions/postgres-remote-subscription-store.ts';
import { createPostgresDeadNotificationStore } from '../notifications/postgres-dead-notification-store.ts';
import { createPostgresNotificationQueue } from '../notifications/postgres-notification-queue.ts';
import { createPostgresRegistrationStore } from '../registrations/postgres-registration-store.ts';
import { createPostgresSourceUseStore } from '../registrations/postgres-source-use-store.ts';
import { createPostgresSnapshotStore } from '../snapshots/postgres-snapshot-store.ts';
import { createPostgresSubscriptionStore } from '../subscriptions/postgres-subscription-store.ts';
import { createPostgresHistoryEditor } from '../temporal/postgres-history-editor.ts';
import { createPostgresHistoryKeeper } from '../temporal/postgres-history-keeper.ts';
import { createPostgresSeriesDictionary } from '../temporal/postgres-series-dictionary.ts';
import { readSubject } from '../temporal/postgres-subject.ts';
import { createPostgresTemporalStore } from '../temporal/postgres-temporal-store.ts';
import { createPostgresTenantStore } from '../tenants/postgres-tenant-store.ts';
import type { BrokerStores, StoreParts } from './broker-stores.ts';
import { ChangeNews } from './postgres-change-news.ts';
import { listenTo } from './postgres-news.ts';

const listening =
  (database: PostgresDatabase, news: ChangeNews): BrokerStores<PostgresConnection>['listen'] =>
  async ({ onRegistrations, onContext, onEnd }) => {
    await news.start();
    const end = await listenTo(database, {
      allmende_contexts: onContext,
      allmende_ends: (atMs) => {
        onEnd(atMs === undefined ? undefined : Number(atMs));
      },
      // Tenants are told behind a colon, as the default one has no name.
      allmende_registrations: (tenant) => {
        onRegistrations(tenant?.slice(1));
      },
    });
    return async () => {
      await end();
      await news.stop();
    };
  };

/** The stores over PostgreSQL, for any number of processes. */
export const createPostgresStores = (
  database: PostgresDatabase,
  parts: StoreParts<PostgresConnection>,
): BrokerStores<PostgresConnection> => {
  const { clock, logger, soonest, onCommitted, recordChanges, registrationHooks } = parts;
  const series = createPostgresSeriesDictionary();
  const common = { database, series, clock, soonest, logger };
  const entities = createPostgresEntityStore({
    ...common,
    recordChanges,
    onCommitted: (changes) => {
      onCommitted(changes);
      news.tell(changes);
    },
  });
  const news = new ChangeNews({ ...common, entities });
  return {
    entities,
    findWithin: async (connection, entity) => (await readSubject(connection, entity))?.current,
    temporal: createPostgresTemporalStore(common),
    editor: createPostgresHistoryEditor(common),
    keeper: createPostgresHistoryKeeper({ ...common, logger }),
    expiries: createPostgresExpiryStore(database),
    subscriptions: {
      entities: createPostgresSubscriptionStore(database, 'entities'),
      sources: createPostgresSubscriptionStore(database, 'sources'),
    },
    queues: {
      entities: createPostgresNotificationQueue(database, 'entities'),
      sources: createPostgresNotificationQueue(database, 'sources'),
    },
    deadNotifications: createPostgresDeadNotificationStore(database),
    sourceUses: createPostgresSourceUseStore(database),
    remoteSubscriptions: createPostgresRemoteSubscriptionStore(database),
    registrations: createPostgresRegistrationStore(database, registrationHooks),
    contexts: createPostgresContextStore(database),
    tenants: createPostgresTenantStore(database),
    entityMaps: createPostgresEntityMapStore(database, clock),
    snapshots: createPostgresSnapshotStore(database),
    listen: listening(database, news),
    onChangeElsewhere: (listener) => news.listen(listener),
    // All its processes write.
    hearOfIndex: () => undefined,
    close: () => Promise.resolve(),
  };
};
