import { temporaryDatabase } from '@allmende/database/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contextBrokerMigrations } from '../migrations/context-broker-migrations.ts';
import { createSqlSubscriptionStore, subscriptionTables } from '../subscriptions/sql-subscription-store.ts';
import { aSubscription } from '../subscriptions/subscription-store.contract.ts';
import { describeDeadNotificationStore } from './dead-notification-store.contract.ts';
import type { NotificationKind, QueuedNotification } from './notification-queue.ts';
import {
  aNotification,
  describeNotificationQueue,
  firstOf,
  type NotificationQueueUnderTest,
} from './notification-queue.contract.ts';
import { createSqlDeadNotificationStore } from './sql-dead-notification-store.ts';
import { createSqlNotificationQueue } from './sql-notification-queue.ts';

const open = (kind: NotificationKind = 'entities'): NotificationQueueUnderTest => {
  const { database, remove } = temporaryDatabase();
  database.migrate(contextBrokerMigrations);
  const queue = createSqlNotificationQueue(database, subscriptionTables[kind]);
  return {
    subscriptions: createSqlSubscriptionStore(database, subscriptionTables[kind]),
    queue,
    dead: createSqlDeadNotificationStore(database),
    enqueueInTransaction: async (notification: QueuedNotification, commits: boolean) => {
      const failure = new Error('rolled back');
      const writing = database.write((connection) => {
        void queue.enqueueWithin(connection, notification);
        if (!commits) throw failure;
      });
      await writing.catch((cause: unknown) => {
        if (cause !== failure) throw cause;
      });
    },
    lastQueued: async (tenant: string, id: string) =>
      await (
        await database.write((connection) => ({ last: queue.lastQueuedWithin(connection, tenant, id) }))
      ).last,
    remove,
  };
};

for (const kind of ['entities', 'sources'] as const) {
  describeNotificationQueue(`SQLite (${kind})`, () => open(kind));
  describeDeadNotificationStore(`SQLite (${kind})`, () => open(kind));
}

describe('the queue in SQLite', () => {
  let under: NotificationQueueUnderTest;
  beforeEach(async () => {
    under = open();
    await under.subscriptions.insert(aSubscription());
  });
  afterEach(() => under.remove());

  it('lets the oldest of more than 1000 waiting notifications give way, and counts them', async () => {
    await Promise.all(
      Array.from({ length: 1002 }, (_unused, index) => under.queue.enqueue(aNotification(String(index)))),
    );
    expect(await firstOf(under.queue)).toMatchObject({ body: '2' });
    expect(await under.queue.totals()).toEqual({ waiting: 1000, dead: 0, dropped: 2 });
    expect((await under.dead.queues({ tenant: '' }, { limit: 1, offset: 0 })).members).toMatchObject([
      { waiting: 1000, dropped: 2 },
    ]);
  });
});
