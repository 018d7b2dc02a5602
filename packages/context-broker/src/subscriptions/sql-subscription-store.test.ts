import { temporaryDatabase } from '@allmende/database/testing';
import { contextBrokerMigrations } from '../migrations/context-broker-migrations.ts';
import type { NotificationKind } from '../notifications/notification-queue.ts';
import { createSqlSubscriptionStore, subscriptionTables } from './sql-subscription-store.ts';
import { describeSubscriptionStore } from './subscription-store.contract.ts';

const open = (kind: NotificationKind) => {
  const { database, remove } = temporaryDatabase();
  database.migrate(contextBrokerMigrations);
  return { store: createSqlSubscriptionStore(database, subscriptionTables[kind]), remove };
};

describeSubscriptionStore('SQLite', () => open('entities'));
describeSubscriptionStore('SQLite (subscriptions to context sources)', () => open('sources'));
