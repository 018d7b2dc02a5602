import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';
import { startReceiver, type NotificationReceiver } from './notification-receiver.ts';

const path = '/csourceSubscriptions';
const registration = {
  id: 'urn:a:r',
  type: 'ContextSourceRegistration',
  information: [{ entities: [{ type: 'Car' }, { type: 'Bus' }], propertyNames: ['speed'] }],
  endpoint: 'https://other.example',
};

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

const subscription = (more: object = {}) => ({
  id: 'urn:a:s',
  type: 'Subscription',
  entities: [{ type: 'Car' }],
  ...more,
  notification: { endpoint: { uri: receiver.uri } },
});
const subscribe = (more?: object) => broker.call('POST', path, subscription(more));
const register = (more: object = {}) =>
  broker.call('POST', '/csourceRegistrations', { ...registration, ...more });
const told = async (number: number) => {
  const { body } = await receiver.nth(number);
  const { triggerReason } = body as unknown as { triggerReason: string };
  return [triggerReason, ...body.data.map(({ id }) => id)];
};

describe('Context source registration subscriptions (§5.11, §6.12, §6.13)', () => {
  it('creates, retrieves, lists, updates and deletes (§5.11.2 to §5.11.6)', async () => {
    const created = await subscribe();
    expect([created.status, created.headers['location']]).toEqual([201, `/ngsi-ld/v1${path}/urn:a:s`]);
    expect((await subscribe()).status).toBe(409);
    expect(await broker.get(`${path}/urn:a:s`)).toMatchObject({ ...subscription(), status: 'active' });
    expect(await broker.get(path)).toHaveLength(1);
    expect(await broker.get('/subscriptions')).toEqual([]);
    expect((await broker.call('PATCH', `${path}/urn:a:s`, { isActive: false })).status).toBe(204);
    expect(await broker.get(`${path}/urn:a:s`)).toMatchObject({ status: 'paused' });
    expect((await broker.call('DELETE', `${path}/urn:a:s`)).status).toBe(204);
    expect((await broker.call('GET', `${path}/urn:a:s`)).status).toBe(404);
  });

  it('tells at once what matches already, with the relevant part (§5.3.2, §5.11.7, §6.3.9)', async () => {
    await register();
    await register({ id: 'urn:a:other', information: [{ entities: [{ type: 'Ship' }] }] });
    await subscribe();
    expect(await told(1)).toEqual(['newlyMatching', 'urn:a:r']);
    const { body } = await receiver.nth(1);
    expect(body).toMatchObject({
      type: 'ContextSourceNotification',
      subscriptionId: 'urn:a:s',
      data: [{ information: [{ entities: [{ type: 'Car' }], propertyNames: ['speed'] }] }],
    });
  });

  it('tells of new, changed, and no longer matching registrations (§5.3.3)', async () => {
    await subscribe();
    await register();
    expect(await told(1)).toEqual(['newlyMatching', 'urn:a:r']);
    await broker.call('PATCH', '/csourceRegistrations/urn:a:r', { endpoint: 'https://new.example' });
    expect(await told(2)).toEqual(['updated', 'urn:a:r']);
    const information = [{ entities: [{ type: 'Ship' }] }];
    await broker.call('PATCH', '/csourceRegistrations/urn:a:r', { information });
    expect(await told(3)).toEqual(['noLongerMatching', 'urn:a:r']);
    await register({ id: 'urn:a:2' });
    await broker.call('DELETE', '/csourceRegistrations/urn:a:2');
    expect(await told(5)).toEqual(['noLongerMatching', 'urn:a:2']);
  });

  it('looks at watched attributes, properties of the source and intervals', async () => {
    await subscribe({ watchedAttributes: ['colour'] });
    await subscribe({ id: 'urn:a:csf', csf: 'endpoint=="https://third.example"' });
    const temporalQ = { timerel: 'before', timeAt: '2020-06-01T00:00:00Z' };
    await subscribe({ id: 'urn:a:t', temporalQ });
    await register();
    const observationInterval = { startAt: '2020-01-01T00:00:00Z' };
    await register({ id: 'urn:a:past', observationInterval });
    await register({ id: 'urn:a:third', endpoint: 'https://third.example' });
    const all = await Promise.all([receiver.nth(1), receiver.nth(2)]);
    expect(all.map(({ body }) => [body.subscriptionId, body.data[0]?.['id']]).toSorted()).toEqual([
      ['urn:a:csf', 'urn:a:third'],
      ['urn:a:t', 'urn:a:past'],
    ]);
  });

  it('says nothing while it is paused or after it has expired', async () => {
    await subscribe({ isActive: false });
    await subscribe({ id: 'urn:a:old', expiresAt: '2026-03-01T12:01:00Z' });
    broker.clock.advance(60_000);
    await register();
    await subscribe({ id: 'urn:a:new' });
    expect((await receiver.nth(1)).body.subscriptionId).toBe('urn:a:new');
    expect(receiver.received).toHaveLength(1);
  });

  it('tells periodically what matches', async () => {
    await register();
    await subscribe({ timeInterval: 60 });
    await receiver.nth(1);
    broker.clock.advance(60_000);
    expect(await told(2)).toEqual(['newlyMatching', 'urn:a:r']);
  });

  it('takes up its subscriptions after a restart', async () => {
    await subscribe();
    await broker.broker.stop();
    await broker.broker.start();
    await register();
    expect(await told(1)).toEqual(['newlyMatching', 'urn:a:r']);
  });

  it.each([
    { type: 'Sub' },
    { entities: [] },
    { watchedAttributes: [] },
    { csf: '(' },
    { temporalQ: { timerel: 'now' } },
  ])('refuses %j', async (more) => {
    expect((await subscribe(more)).status).toBe(400);
    expect((await broker.call('GET', `${path}/urn:a:s`)).status).toBe(404);
  });

  it('leaves temporalQ to subscriptions to context sources', async () => {
    const temporalQ = { timerel: 'before', timeAt: '2020-06-01T00:00:00Z' };
    expect((await broker.call('POST', '/subscriptions', subscription({ temporalQ }))).status).toBe(400);
  });
});
