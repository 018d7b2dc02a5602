import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';
import { startReceiver, type NotificationReceiver } from './notification-receiver.ts';

type Found = Readonly<Record<string, unknown>>;
const car = 'urn:ngsi-ld:Car:1';
const [first, second] = ['urn:ngsi-ld:Snapshot:1', 'urn:ngsi-ld:Snapshot:2'];

let broker: BrokerUnderTest;
let receiver: NotificationReceiver;
beforeEach(async () => {
  receiver = await startReceiver();
  broker = startBroker();
  await broker.broker.start();
});
afterEach(async () => {
  await broker.remove();
  await receiver.close();
});

type Headers = Readonly<Record<string, string>>;
const ready = async (id: string, headers: Headers) => {
  for (;;) {
    const { snapshotStatus } = (await broker.get(`/snapshots/${id}`, headers)) as Found;
    if (snapshotStatus !== 'preparing') return snapshotStatus;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
const freeze = async (id: string, headers: Headers = {}) => {
  const snapshotQueries = [{ type: 'Query', entities: [{ type: 'Car' }] }];
  const made = await broker.call('POST', '/snapshots', { id, type: 'Snapshot', snapshotQueries }, headers);
  expect(made.status).toBe(201);
  expect(await ready(id, headers)).toBe('success');
};
const park = (speed: number, headers: Headers = {}) =>
  broker.call('POST', '/entities', { id: car, type: 'Car', speed }, headers);
const drive = (speed: number, headers: Headers = {}) =>
  broker.call('PATCH', `/entities/${car}/attrs`, { speed: { type: 'Property', value: speed } }, headers);
const subscribe = async (headers: Headers, more: object = {}) => {
  const answer = await broker.call(
    'POST',
    '/subscriptions',
    {
      id: 'urn:ngsi-ld:Subscription:1',
      type: 'Subscription',
      entities: [{ type: 'Car' }],
      notification: { endpoint: { uri: receiver.uri } },
      ...more,
    },
    headers,
  );
  expect(answer.status).toBe(201);
  return answer;
};

describe('Subscriptions to snapshots (§4.3.7, §5.5.15, §6.3.22)', () => {
  it('tell of changes in the snapshot, not of those outside, with its header', async () => {
    await park(50);
    await freeze(first);
    const inside = { 'ngsild-snapshot': first };
    const made = await subscribe(inside);
    expect(made.headers['ngsild-snapshot']).toBe(first);
    await drive(60);
    await drive(70, inside);
    const { headers, body } = await receiver.nth(1);
    expect(headers['ngsild-snapshot']).toBe(first);
    expect(headers).not.toHaveProperty('ngsild-tenant');
    expect(body.data).toMatchObject([{ id: car, speed: { value: 70 } }]);
    expect(receiver.received).toHaveLength(1);
  });

  it('belong to the snapshot: not seen outside, nor in a clone', async () => {
    await park(50);
    await freeze(first);
    const inside = { 'ngsild-snapshot': first };
    await subscribe(inside);
    expect(await broker.get('/subscriptions')).toEqual([]);
    expect(await broker.get('/subscriptions', inside)).toMatchObject([{ id: 'urn:ngsi-ld:Subscription:1' }]);
    const cloned = await broker.call('POST', `/snapshots/${first}/clone`, { id: second, type: 'Snapshot' });
    expect(cloned.status).toBe(201);
    await ready(second, {});
    expect(await broker.get('/subscriptions', { 'ngsild-snapshot': second })).toEqual([]);
    const path = '/subscriptions/urn:ngsi-ld:Subscription:1';
    expect((await broker.call('GET', path)).status).toBe(404);
    expect((await broker.call('PATCH', path, { isActive: false }, inside)).status).toBe(204);
    expect(await broker.get(path, inside)).toMatchObject({ status: 'paused' });
    expect((await broker.call('DELETE', path, undefined, inside)).status).toBe(204);
    expect(await broker.get('/subscriptions', inside)).toEqual([]);
  });

  it('end with their snapshot, without a last word of its entities', async () => {
    await park(50);
    await freeze(first);
    await subscribe(
      { 'ngsild-snapshot': first },
      { notificationTrigger: ['entityDeleted', 'entityUpdated'] },
    );
    await broker.call('DELETE', `/snapshots/${first}`);
    const outside = await broker.call('GET', '/subscriptions', undefined, { 'ngsild-snapshot': first });
    expect(outside.status).toBe(404);
    await freeze(first);
    expect(await broker.get('/subscriptions', { 'ngsild-snapshot': first })).toEqual([]);
    // One that is sent for certain, so that the others would have come before it.
    await subscribe({}, { id: 'urn:ngsi-ld:Subscription:2' });
    await drive(60);
    expect((await receiver.nth(1)).body.subscriptionId).toBe('urn:ngsi-ld:Subscription:2');
    expect(receiver.received).toHaveLength(1);
  });

  it('name the tenant of the snapshot, whose snapshots have ids of their own', async () => {
    const bonn = { 'ngsild-tenant': 'bonn' };
    await park(50);
    await park(20, bonn);
    await freeze(first);
    await freeze(first, bonn);
    const inside = { 'ngsild-snapshot': first };
    expect(await broker.get('/entities?type=Car', inside)).toMatchObject([{ speed: { value: 50 } }]);
    expect(await broker.get('/entities?type=Car', { ...inside, ...bonn })).toMatchObject([
      { speed: { value: 20 } },
    ]);
    await subscribe({ ...inside, ...bonn });
    await drive(70, inside);
    await drive(80, { ...inside, ...bonn });
    const { headers, body } = await receiver.nth(1);
    expect(headers).toMatchObject({ 'ngsild-snapshot': first, 'ngsild-tenant': 'bonn' });
    expect(body.data).toMatchObject([{ speed: { value: 80 } }]);
  });

  it('make types, attributes and entity maps those of the snapshot as well (§5.5.15)', async () => {
    await park(50);
    await freeze(first);
    await broker.call('POST', '/entities', { id: 'urn:ngsi-ld:Tram:1', type: 'Tram', line: 4 });
    const inside = { 'ngsild-snapshot': first };
    expect(await broker.get('/types', inside)).toMatchObject({ typeList: ['Car'] });
    expect(await broker.get('/attributes', inside)).toMatchObject({ attributeList: ['speed'] });
    const map = await broker.call('GET', '/entityMaps?type=Car,Tram', undefined, inside);
    expect(map.json()).toMatchObject({ entityMap: { [car]: ['@none'] } });
    expect((map.json() as { entityMap: object }).entityMap).not.toHaveProperty('urn:ngsi-ld:Tram:1');
  });
});
