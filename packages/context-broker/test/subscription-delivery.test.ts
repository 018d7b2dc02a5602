import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createContextBroker } from '../src/index.ts';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';
import { startReceiver, type NotificationReceiver } from './notification-receiver.ts';

const id = 'urn:ngsi-ld:OffStreetParking:dom';
const parking = (free: number) => ({ id, type: 'OffStreetParking', free });

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

const subscribe = async (more: Readonly<Record<string, unknown>> = {}, endpoint: object = {}) => {
  const answer = await broker.call('POST', '/subscriptions', {
    type: 'Subscription',
    entities: [{ type: 'OffStreetParking' }],
    ...more,
    notification: { format: 'simplified', endpoint: { uri: receiver.uri, ...endpoint } },
  });
  if (answer.status !== 201) throw new Error(answer.text);
  return String(answer.headers['location']).replace('/ngsi-ld/v1', '');
};
const upsert = (free: number) => broker.call('POST', '/entityOperations/upsert', [parking(free)]);
const freeOf = async (number: number) => (await receiver.nth(number)).body.data.map(({ free }) => free);

interface Shown {
  readonly status: string;
  readonly notification: Readonly<Record<string, unknown>>;
}
/** The subscription once its bookkeeping counts so many attempts; it is written just after each answer. */
const afterAttempts = async (path: string, attempts: number): Promise<Shown> => {
  for (;;) {
    const shown = (await broker.get(path)) as Shown;
    if (shown.notification['timesSent'] === attempts) return shown;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
const minute = 60_000;
const at = (minutes: number) => new Date(Date.UTC(2026, 2, 1, 12, minutes)).toISOString();

describe('What is being sent when its subscription is deleted (§5.8.5)', () => {
  it('ends at once, and is not repeated', async () => {
    const silent = createServer();
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const path = await subscribe({}, { uri: `http://127.0.0.1:${String(port)}/notify` });
    await upsert(1);
    const [request] = (await once(silent, 'request')) as [IncomingMessage];
    const ended = once(request.socket, 'close');
    expect((await broker.call('DELETE', path)).status).toBe(204);
    await ended;
    broker.clock.advance(60 * minute);
    const again = await Promise.race([
      once(silent, 'request').then(() => true),
      new Promise((resolve) => setTimeout(resolve, 600, false)),
    ]);
    expect(again).toBe(false);
    silent.close();
  });
});

describe('A receiver', () => {
  it('finds a notification counted when it asks after it (§5.8.6)', async () => {
    const path = await subscribe();
    for (const number of [1, 2, 3]) {
      await upsert(number);
      await receiver.nth(number);
      expect(await broker.get(path)).toMatchObject({ notification: { timesSent: number, status: 'ok' } });
    }
  });

  it('that ends each connection is not sent a connection that nothing comes of', async () => {
    let connections = 0;
    const brief = createServer((request, response) => {
      request.resume().once('end', () => {
        response.shouldKeepAlive = false;
        response.end('thanks');
      });
    });
    brief.on('connection', () => (connections += 1));
    brief.listen(0, '127.0.0.1');
    await once(brief, 'listening');
    const { port } = brief.address() as AddressInfo;
    const path = await subscribe({}, { uri: `http://127.0.0.1:${String(port)}/notify` });
    for (const number of [1, 2]) {
      await upsert(number);
      await afterAttempts(path, number);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(connections).toBe(2);
    brief.close();
  });
});

describe('A receiver whose name nobody knows', () => {
  it('is tried again after ten seconds only, and the failure is told (§5.8.6, §5.11.7)', async () => {
    const path = await subscribe({}, { uri: 'http://receiver.invalid/notify' });
    await upsert(1);
    expect(await afterAttempts(path, 1)).toMatchObject({
      notification: { status: 'failed', timesSent: 1, timesFailed: 1 },
    });
    broker.clock.advance(9_999);
    await new Promise((resolve) => setTimeout(resolve, 600));
    await afterAttempts(path, 1);
    broker.clock.advance(1);
    await afterAttempts(path, 2);
  });
});

describe('When notifications are sent (§5.2.12)', () => {
  it('sends none within the throttling time, and the next change after it', async () => {
    const [throttled] = [await subscribe({ throttling: 60 }), await subscribe({ q: 'free==4' })];
    await upsert(1);
    await upsert(2);
    broker.clock.advance(59_999);
    await upsert(3);
    await afterAttempts(throttled, 1);
    broker.clock.advance(1);
    await upsert(4);
    await afterAttempts(throttled, 2);
    expect([await freeOf(1), (await freeOf(2))[0], (await freeOf(3))[0]]).toEqual([[1], 4, 4]);
    expect(receiver.received).toHaveLength(3);
  });

  it('sends all matching entities every timeInterval, whether they changed or not', async () => {
    await upsert(1);
    const path = await subscribe({ timeInterval: 60 });
    await upsert(2);
    broker.clock.advance(minute);
    expect(await freeOf(1)).toEqual([2]);
    broker.clock.advance(minute);
    expect(await freeOf(2)).toEqual([2]);
    expect(await afterAttempts(path, 2)).toMatchObject({
      status: 'active',
      notification: { status: 'ok', lastNotification: at(2), lastSuccess: at(2) },
    });
  });

  it('sends nothing while it is paused, and goes on when it is active again', async () => {
    const path = await subscribe();
    await broker.call('PATCH', path, { isActive: false });
    expect(await broker.get(path)).toMatchObject({ isActive: false, status: 'paused' });
    await upsert(1);
    await broker.call('PATCH', path, { isActive: true });
    await upsert(2);
    expect(await freeOf(1)).toEqual([2]);
    expect(await broker.get(path)).toMatchObject({ status: 'active' });
  });
});

describe('Delivery and bookkeeping (§5.2.14.2, §5.8.6)', () => {
  it('repeats what failed with growing pauses, keeps the order, and counts', async () => {
    receiver.answerWith(503);
    const path = await subscribe();
    await upsert(1);
    await upsert(2);
    expect(await afterAttempts(path, 1)).toMatchObject({
      notification: { status: 'failed', timesFailed: 1, lastFailure: at(0), lastNotification: at(0) },
    });
    broker.clock.advance(1000);
    await afterAttempts(path, 2);
    receiver.answerWith(200);
    broker.clock.advance(2000);
    const shown = await afterAttempts(path, 4);
    expect(shown.notification).toMatchObject({ status: 'ok', timesSent: 4, timesFailed: 2 });
    expect(receiver.received.map(({ body }) => body.data[0]?.['free'])).toEqual([1, 1, 1, 2]);
    expect(new Set(receiver.received.slice(0, 3).map(({ body }) => body.id)).size).toBe(1);
  });

  it('gives up at once when the receiver refuses, and goes on with the next', async () => {
    receiver.answerWith(400);
    const path = await subscribe();
    await upsert(1);
    await afterAttempts(path, 1);
    receiver.answerWith(200);
    await upsert(2);
    expect((await afterAttempts(path, 2)).notification).toMatchObject({ timesFailed: 1 });
    expect(receiver.received.map(({ body }) => body.data[0]?.['free'])).toEqual([1, 2]);
  });

  it('gives up after six attempts, and observes the cooldown', async () => {
    receiver.answerWith(500);
    const path = await subscribe({}, { cooldown: 90_000 });
    await upsert(1);
    for (let attempt = 1; attempt < 6; attempt += 1) {
      await afterAttempts(path, attempt);
      broker.clock.advance(90_000);
    }
    await afterAttempts(path, 6);
    broker.clock.advance(10 * minute);
    receiver.answerWith(200);
    await upsert(2);
    expect(await freeOf(7)).toEqual([2]);
  });

  it('delivers after a restart what was queued before', async () => {
    receiver.answerWith(503);
    const path = await subscribe();
    await upsert(1);
    await afterAttempts(path, 1);
    await broker.broker.stop();
    await upsert(2);
    receiver.answerWith(200);
    broker.clock.advance(minute);
    const restarted = createContextBroker(broker.broker.parts);
    await restarted.start();
    expect(await freeOf(2)).toEqual([1]);
    await afterAttempts(path, 2);
    await restarted.stop();
  });

  it('commits a notification together with its change, or neither', async () => {
    const path = await subscribe();
    const end = broker.broker.beforeCommit(() => {
      throw new Error('the disk is full');
    });
    expect((await broker.call('POST', '/entities', parking(1))).status).toBe(500);
    end();
    expect((await broker.call('GET', `/entities/${id}`)).status).toBe(404);
    await upsert(2);
    await afterAttempts(path, 1);
    expect(await freeOf(1)).toEqual([2]);
    expect(receiver.received).toHaveLength(1);
  });

  it('does not let a change that was rolled back use up the throttling time', async () => {
    await subscribe({ throttling: 60 });
    const end = broker.broker.beforeCommit(() => {
      throw new Error('the disk is full');
    });
    await upsert(1);
    end();
    await upsert(2);
    expect(await freeOf(1)).toEqual([2]);
  });
});

describe('Operations on subscriptions (§5.8.1 to §5.8.5)', () => {
  const create = (more: Readonly<Record<string, unknown>>) =>
    broker.call('POST', '/subscriptions', {
      type: 'Subscription',
      entities: [{ type: 'T' }],
      notification: { endpoint: { uri: receiver.uri } },
      ...more,
    });

  it('creates, gives, lists with count and Link, changes and deletes', async () => {
    const own = 'urn:ngsi-ld:Subscription:own';
    expect((await create({ id: own, description: 'Own' })).status).toBe(201);
    expect((await create({ id: own })).status).toBe(409);
    await create({ id: 'urn:ngsi-ld:Subscription:other' });
    const path = `/subscriptions/${own}`;
    expect(await broker.get(`${path}?options=sysAttrs`)).toMatchObject({
      id: own,
      description: 'Own',
      createdAt: at(0),
    });
    const list = await broker.call('GET', '/subscriptions?limit=1&count=true');
    expect([(list.json() as unknown[]).length, list.headers['ngsild-results-count']]).toEqual([1, '2']);
    expect(list.headers['link']).toEqual(
      expect.arrayContaining([expect.stringContaining('rel="next"')]) as unknown,
    );
    expect((await broker.call('PATCH', path, { description: 'Mine', q: 'a==1' })).status).toBe(204);
    expect(await broker.get(path)).toMatchObject({ description: 'Mine', q: 'a==1' });
    expect((await broker.call('PATCH', path, { q: 'urn:ngsi-ld:null' })).status).toBe(204);
    expect(await broker.get(path)).not.toHaveProperty('q');
    expect((await broker.call('DELETE', path)).status).toBe(204);
    expect((await broker.call('GET', path)).status).toBe(404);
    expect((await broker.call('DELETE', path)).status).toBe(404);
    expect((await broker.call('GET', '/subscriptions/own')).status).toBe(400);
  });

  it.each([
    [{ type: 'Abo' }, '/type'],
    [{ entities: [] }, '/entities'],
    [{ entities: undefined }, '/entities'],
    [{ entities: [{ id: 'urn:a:1' }] }, '/entities/0/type'],
    [{ expiresAt: '2026-03-01T11:00:00Z' }, '/expiresAt'],
    [{ expiresAt: '2026-04-01T11:00:00' }, '/expiresAt'],
    [{ throttling: -1 }, '/throttling'],
    [{ throttling: 5, timeInterval: 5 }, '/timeInterval'],
    [{ notificationTrigger: ['entityRenamed'] }, '/notificationTrigger'],
    [{ q: 'a==' }, '/q'],
    [{ scopeQ: '/a//b' }, '/scopeQ'],
    [{ geoQ: { georel: 'near', geometry: 'Point', coordinates: [7, 51] } }, '/geoQ'],
    [{ splitEntities: 'yes' }, '/splitEntities'],
    [{ localOnly: 1 }, '/localOnly'],
    [{ ngsildConformance: 'newest' }, '/ngsildConformance'],
    [{ q: 'a==%' }, '/q'],
    [{ notification: {} }, '/notification/endpoint'],
    [{ notification: { endpoint: { uri: 'not a uri' } } }, '/notification/endpoint/uri'],
    [{ notification: { endpoint: { uri: 'ftp://example.org' } } }, '/notification/endpoint/uri'],
    [
      {
        notification: { endpoint: { uri: 'http://example.org', receiverInfo: [{ key: 'a b', value: '' }] } },
      },
      '/notification/endpoint/receiverInfo',
    ],
  ])('refuses %j and names %s', async (more, pointer) => {
    const answer = await create(more);
    const { type, errors } = answer.json() as { type: string; errors: { pointer: string }[] };
    expect([answer.status, type]).toEqual([400, 'https://uri.etsi.org/ngsi-ld/errors/BadRequestData']);
    expect(errors.map((error) => error.pointer)).toContain(pointer);
  });

  it('leaves out members that no subscription has (§5.2.12), and tells its triggers', async () => {
    const path = await subscribe({ colour: 'red', splitEntities: true, jsonKeys: 'a,b' });
    const shown = await broker.get(path);
    expect(shown).not.toHaveProperty('colour');
    expect(shown).toMatchObject({
      splitEntities: true,
      jsonKeys: 'a,b',
      notificationTrigger: ['attributeCreated', 'attributeUpdated'],
    });
  });

  it('understands a q that is written as if for an address', async () => {
    const path = await subscribe({ q: 'name==%22Dom%22' });
    expect(await broker.get(path)).toMatchObject({ q: 'name==%22Dom%22' });
  });

  it('takes a q with percent-encoding both as it is and as what it encodes (§4.9)', async () => {
    await subscribe({ q: 'name=="Am%20Dom"' });
    const named = (name: string) =>
      broker.call('POST', '/entityOperations/upsert', [{ ...parking(1), name }]);
    for (const name of ['Am Dom', 'Dom', 'Am%20Dom']) await named(name);
    await receiver.nth(2);
    expect(receiver.received.map(({ body }) => body.data[0]?.['name'])).toEqual(['Am Dom', 'Am%20Dom']);
  });

  it('refuses a change that would make it invalid, and keeps the old one', async () => {
    const path = await subscribe();
    expect((await broker.call('PATCH', path, { notification: null })).status).toBe(400);
    expect((await broker.call('PATCH', path, { expiresAt: '2020-01-01T00:00:00Z' })).status).toBe(400);
    expect((await broker.call('PATCH', '/subscriptions/urn:a:none', { isActive: false })).status).toBe(404);
    await upsert(1);
    expect(await freeOf(1)).toEqual([1]);
  });
});
