import { temporaryPostgres, type TemporaryPostgres } from '@allmende/database/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { postgresSubscriptionsMigration } from '../migrations/postgres-0002-subscriptions.ts';
import { createPostgresSubscriptionStore } from '../subscriptions/postgres-subscription-store.ts';
import { aSubscription, describeSubscriptionStore } from '../subscriptions/subscription-store.contract.ts';
import { describeDeadNotificationStore } from './dead-notification-store.contract.ts';
import {
  aNotification,
  describeNotificationQueue,
  firstOf,
  id,
  type NotificationQueueUnderTest,
} from './notification-queue.contract.ts';
import type { NotificationKind, QueuedNotification } from './notification-queue.ts';
import { createPostgresDeadNotificationStore } from './postgres-dead-notification-store.ts';
import { createPostgresNotificationQueue } from './postgres-notification-queue.ts';

const storesOver = (
  { database, clear }: TemporaryPostgres,
  kind: NotificationKind,
): NotificationQueueUnderTest => {
  const queue = createPostgresNotificationQueue(database, kind);
  return {
    subscriptions: createPostgresSubscriptionStore(database, kind),
    queue,
    dead: createPostgresDeadNotificationStore(database),
    enqueueInTransaction: async (notification: QueuedNotification, commits: boolean) => {
      const failure = new Error('rolled back');
      const writing = database.write(async (connection) => {
        await queue.enqueueWithin(connection, notification);
        if (!commits) throw failure;
      });
      await writing.catch((cause: unknown) => {
        if (cause !== failure) throw cause;
      });
    },
    lastQueued: (tenant: string, subscriptionId: string) =>
      database.write(async (connection) => queue.lastQueuedWithin(connection, tenant, subscriptionId)),
    remove: clear,
  };
};

const url = process.env['TEST_POSTGRES_URL'];

describe.each([
  { name: 'PGlite', server: undefined, isThere: true },
  { name: 'PostgreSQL (TEST_POSTGRES_URL)', server: url, isThere: url !== undefined },
])('subscriptions on $name', ({ name, server, isThere }) => {
  const shared: { postgres?: TemporaryPostgres } = {};
  const postgres = (): TemporaryPostgres => {
    if (shared.postgres === undefined) throw new Error('The database is not open.');
    return shared.postgres;
  };
  const migrations = [postgresSubscriptionsMigration];
  beforeAll(async () => {
    if (isThere) shared.postgres = await temporaryPostgres({ url: server, migrations });
  }, 180_000);
  afterAll(() => shared.postgres?.remove());

  describe.runIf(isThere)('as stores', () => {
    for (const kind of ['entities', 'sources'] as const) {
      const open = () => storesOver(postgres(), kind);
      describeSubscriptionStore(`${name} (${kind})`, () => {
        const { subscriptions, remove } = open();
        return { store: subscriptions, remove };
      });
      describeNotificationQueue(`${name} (${kind})`, open);
      describeDeadNotificationStore(`${name} (${kind})`, open);
    }
  });

  describe.runIf(isThere)('shared by processes', () => {
    let [one, other]: NotificationQueueUnderTest[] = [];
    const both = (): readonly [NotificationQueueUnderTest, NotificationQueueUnderTest] => {
      if (one === undefined || other === undefined) throw new Error('The stores are not open.');
      return [one, other];
    };
    beforeEach(async () => {
      await postgres().clear();
      [one, other] = [storesOver(postgres(), 'entities'), storesOver(postgres(), 'entities')];
      await both()[0].subscriptions.insert(aSubscription());
    });
    const key = { tenant: '', subscriptionId: id };

    it('leaves a queue to one process, until it gives it back or its lease ran out', async () => {
      const [first, second] = both();
      await first.queue.enqueue(aNotification('a1', 5));
      expect([await first.queue.claim(key), await second.queue.claim(key)]).toEqual([true, false]);
      expect([await second.queue.due(9, 9), first.queue.holds(key), second.queue.holds(key)]).toEqual([
        [],
        true,
        false,
      ]);
      await postgres().database.read.run(
        "UPDATE notification_leases SET until = now() - interval '1 second'",
      );
      expect(await second.queue.due(9, 9)).toEqual([key]);
      expect(await second.queue.claim(key)).toBe(true);
      // What the first gives back is not its own any more.
      await first.queue.release(key);
      expect(await second.queue.due(9, 9)).toEqual([]);
      await second.queue.release(key);
      expect(await first.queue.due(9, 9)).toEqual([key]);
    });

    it('lets one process start a period', async () => {
      const [first, second] = both();
      const at = { at: 60_000, notSince: 0 };
      expect([await first.queue.startPeriod(key, at), await second.queue.startPeriod(key, at)]).toEqual([
        true,
        false,
      ]);
      expect(await second.queue.startPeriod(key, { at: 120_000, notSince: 60_000 })).toBe(true);
    });

    it('trims a long queue when somebody takes it, and counts', async () => {
      const [first] = both();
      for (let n = 0; n < 1003; n += 1) await first.queue.enqueue(aNotification(String(n)));
      await first.queue.claim(key);
      expect(await firstOf(first.queue)).toMatchObject({ body: '3' });
      expect(await first.queue.totals()).toEqual({ waiting: 1000, dead: 0, dropped: 3 });
      await first.queue.release(key);
    });

    it('tells what others changed, once', async () => {
      const [first, second] = both();
      const all = await second.subscriptions.news();
      expect(all).toMatchObject({ isComplete: true, changed: [{ subscription: { document: { id } } }] });
      expect(await second.subscriptions.news(all?.version)).toBeUndefined();
      await first.subscriptions.insert(aSubscription({ id: 'urn:b' }));
      await first.subscriptions.insert(aSubscription({ id: 'urn:c' }));
      await first.subscriptions.replace(aSubscription({ id: 'urn:b', description: 'new' }));
      await first.subscriptions.remove('', id);
      const news = await second.subscriptions.news(all?.version);
      expect(news).toMatchObject({ isComplete: false, removed: [{ tenant: '', id }] });
      const changed = news?.changed.map(({ subscription: { document } }) => [
        document.id,
        document.description,
      ]);
      expect(changed?.toSorted()).toEqual([
        ['urn:b', 'new'],
        ['urn:c', undefined],
      ]);
      expect(await second.subscriptions.news(news?.version)).toBeUndefined();
    });

    it('tells all there is to who has missed too much', async () => {
      const [first, second] = both();
      const old = await second.subscriptions.news();
      for (let n = 0; n < 1001; n += 1)
        await first.subscriptions.replace(aSubscription({ description: String(n) }));
      const news = await second.subscriptions.news(old?.version);
      expect(news).toMatchObject({
        isComplete: true,
        changed: [{ subscription: { document: { description: '1000' } } }],
      });
    });
  });
});
