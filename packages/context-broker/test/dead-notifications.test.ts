import { createTestClient } from '@allmende/http/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';
import { startReceiver, type NotificationReceiver } from './notification-receiver.ts';

type Method = Parameters<ReturnType<typeof createTestClient>['call']>[0];
type Json = Readonly<Record<string, unknown>>;

let broker: BrokerUnderTest;
let receiver: NotificationReceiver;
beforeEach(async () => {
  [broker, receiver] = [startBroker(), await startReceiver()];
  await broker.broker.start();
});
afterEach(async () => {
  await broker.remove();
  await receiver.close();
});

const id = 'urn:ngsi-ld:Subscription:s';
const subscribe = (subscriptionId = id, headers = {}) =>
  broker.call(
    'POST',
    '/subscriptions',
    {
      id: subscriptionId,
      type: 'Subscription',
      entities: [{ type: 'OffStreetParking' }],
      notification: { format: 'simplified', endpoint: { uri: receiver.uri } },
    },
    headers,
  );
const upsert = (free: number, headers = {}) =>
  broker.call(
    'POST',
    '/entityOperations/upsert',
    [{ id: 'urn:ngsi-ld:OffStreetParking:dom', type: 'OffStreetParking', free }],
    headers,
  );
const api = (method: Method, path: string) =>
  createTestClient(broker.broker.routes).call(method, `/api${path}`);
const get = async (path: string): Promise<Json> => (await api('GET', path)).json() as Json;
const dead = async (query = ''): Promise<readonly Json[]> =>
  (await get(`/dead-notifications${query}`))['notifications'] as Json[];

/** The receiver refuses so many changes, which are kept then. */
const refuse = async (values: readonly number[]): Promise<void> => {
  receiver.answerWith(410);
  const before = (await dead()).length;
  for (const value of values) await upsert(value);
  await expect.poll(() => dead()).toHaveLength(before + values.length);
  receiver.answerWith(200);
};
const at = '2026-03-01T12:00:00.000Z';

describe('Notifications that were given up', () => {
  it('are listed, newest first, and looked at', async () => {
    await subscribe();
    await refuse([1, 2]);
    const times = { queuedAt: at, firstAttemptAt: at, lastAttemptAt: at };
    const [newest, oldest] = await dead();
    expect(newest).toEqual({
      id: newest?.['id'],
      kind: 'entities',
      subscriptionId: id,
      attempts: 1,
      reason: 'status 410',
      status: 410,
      ...times,
    });
    expect(await get(`/dead-notifications/${String(oldest?.['id'])}`)).toMatchObject({
      ...times,
      notification: { type: 'Notification', subscriptionId: id, data: [{ free: 1 }] },
    });
    expect(await get('/dead-notifications?limit=1&offset=1')).toEqual({ notifications: [oldest], count: 2 });
    expect(await get('/dead-notifications?subscriptionId=urn:other')).toEqual({
      notifications: [],
      count: 0,
    });
  });

  it('are sent again one by one, or all of a subscription', async () => {
    await subscribe();
    await refuse([1, 2, 3]);
    const [, second] = await dead();
    const path = `/dead-notifications/${String(second?.['id'])}/send-again`;
    expect((await api('POST', path)).status).toBe(204);
    expect((await receiver.nth(4)).body.data).toMatchObject([{ free: 2 }]);
    expect((await api('POST', path)).status).toBe(404);
    const answer = await api('POST', `/dead-notifications/send-again?subscriptionId=${id}`);
    expect([answer.status, answer.json()]).toEqual([200, { count: 2 }]);
    expect((await receiver.nth(6)).body.data).toMatchObject([{ free: 3 }]);
    expect(receiver.received[4]?.body.data).toMatchObject([{ free: 1 }]);
    await expect.poll(() => dead()).toEqual([]);
    await expect
      .poll(() => broker.get(`/subscriptions/${id}`))
      .toMatchObject({
        notification: { timesSent: 6, timesFailed: 3, status: 'ok' },
      });
  });

  it('are discarded one by one, or all of a subscription', async () => {
    await subscribe();
    await refuse([1, 2, 3]);
    const [newest] = await dead();
    const path = `/dead-notifications/${String(newest?.['id'])}`;
    expect((await api('DELETE', path)).status).toBe(204);
    const missing = await api('DELETE', path);
    expect([missing.status, missing.json()]).toMatchObject([
      404,
      {
        type: '/problems#dead-notification-not-found',
        detail: expect.stringContaining('There is no') as string,
      },
    ]);
    expect((await api('DELETE', `/dead-notifications?subscriptionId=${id}`)).json()).toEqual({ count: 2 });
    expect(await dead()).toEqual([]);
  });

  it('of context source subscriptions are kept alike', async () => {
    receiver.answerWith(404);
    await broker.call('POST', '/csourceSubscriptions', {
      id,
      type: 'Subscription',
      entities: [{ type: 'OffStreetParking' }],
      notification: { endpoint: { uri: receiver.uri } },
    });
    await broker.call('POST', '/csourceRegistrations', {
      type: 'ContextSourceRegistration',
      information: [{ entities: [{ type: 'OffStreetParking' }] }],
      endpoint: 'https://source.example',
    });
    await expect.poll(() => dead()).toMatchObject([{ kind: 'sources', subscriptionId: id, status: 404 }]);
    receiver.answerWith(200);
    await api('POST', '/dead-notifications/send-again');
    expect((await receiver.nth(2)).body).toEqual((await receiver.nth(1)).body);
  });

  it('belong to their tenant and go with their subscription', async () => {
    const bonn = { 'NGSILD-Tenant': 'bonn' };
    await subscribe(id, bonn);
    receiver.answerWith(410);
    await upsert(1, bonn);
    await expect.poll(() => dead('?tenant=bonn')).toHaveLength(1);
    const [one] = await dead('?tenant=bonn');
    expect(await dead()).toEqual([]);
    expect((await api('GET', `/dead-notifications/${String(one?.['id'])}`)).status).toBe(404);
    await broker.call('DELETE', `/subscriptions/${id}`, undefined, bonn);
    expect(await dead('?tenant=bonn')).toEqual([]);
  });

  it.each(['/dead-notifications/x', '/dead-notifications?limit=x', '/dead-notifications?colour=red'])(
    'refuses GET %s',
    async (path) => {
      expect(await api('GET', path)).toMatchObject({
        status: 400,
        headers: { 'content-type': 'application/problem+json' },
      });
    },
  );
});

describe('Queues of notifications', () => {
  it('tell what waits in them, and why', async () => {
    await subscribe();
    receiver.answerWith(503);
    await upsert(1);
    await upsert(2);
    const state = {
      kind: 'entities',
      subscriptionId: id,
      waiting: 2,
      dead: 0,
      dropped: 0,
      first: { queuedAt: at, attempts: 1, nextAttemptAt: '2026-03-01T12:00:01.000Z', reason: 'status 503' },
    };
    await expect.poll(() => get('/notification-queues')).toEqual({ queues: [state], count: 1 });
    expect(await get('/notification-queues?subscriptionId=urn:other')).toEqual({ queues: [], count: 0 });
  });

  it('name the failure of a receiver that is not there', async () => {
    await subscribe();
    await receiver.close();
    await upsert(1);
    await expect
      .poll(() => get('/notification-queues'))
      .toMatchObject({ queues: [{ first: { reason: 'ECONNREFUSED' } }] });
    receiver = await startReceiver();
  });

  it('are told as figures', async () => {
    await subscribe();
    await refuse([1]);
    await upsert(2);
    const figures = async () =>
      Object.fromEntries(
        (await broker.broker.metrics()).flatMap(({ name, samples }) =>
          samples
            .filter(({ labels }) => labels['kind'] === 'entities')
            .map(({ labels, value }) => [
              [name, labels['outcome'] ?? labels['reason'] ?? ''].join(' ').trim(),
              value,
            ]),
        ),
      );
    await expect.poll(figures).toEqual({
      allmende_notifications_waiting: 0,
      allmende_notifications_dead: 1,
      allmende_notifications_dropped: 0,
      'allmende_notification_attempts_total delivered': 1,
      'allmende_notification_attempts_total failed': 1,
      'allmende_notifications_ended_total given-up': 1,
      'allmende_notifications_ended_total subscription-not-active': 0,
    });
  });
});
