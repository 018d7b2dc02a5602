import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';
import { startReceiver, type NotificationReceiver } from './notification-receiver.ts';

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

const [tower, city, land] = ['urn:ngsi-ld:Building:tower', 'urn:ngsi-ld:City:ms', 'urn:ngsi-ld:Land:nw'];
const create = (entity: object) => broker.call('POST', '/entities', entity);
const subscribe = async (notification: object, more: object = {}) =>
  (
    await broker.call('POST', '/subscriptions', {
      type: 'Subscription',
      entities: [{ type: 'Building' }],
      ...more,
      notification: { ...notification, endpoint: { uri: receiver.uri } },
    })
  ).status;
const prepare = async () => {
  await create({ id: land, type: 'Land', size: 34 });
  await create({ id: city, type: 'City', inhabitants: 320, liesIn: { object: land } });
};
const build = () => create({ id: tower, type: 'Building', height: 9, locatedAt: { object: city } });
const firstData = async () => (await receiver.nth(1)).body.data;

describe('Notifications with linked entities (§4.5.23, §5.8.6)', () => {
  beforeEach(prepare);

  it('has them within the relationships', async () => {
    expect(await subscribe({ join: 'inline' })).toBe(201);
    await build();
    expect(await firstData()).toEqual([
      {
        id: tower,
        type: 'Building',
        height: { type: 'Property', value: 9 },
        locatedAt: {
          type: 'Relationship',
          object: city,
          entity: {
            id: city,
            type: 'City',
            inhabitants: { type: 'Property', value: 320 },
            liesIn: { type: 'Relationship', object: land },
          },
        },
      },
    ]);
  });

  it('follows as many links as asked, in simplified form too', async () => {
    await subscribe({ join: 'inline', joinLevel: 2, format: 'simplified' });
    await build();
    expect(await firstData()).toMatchObject([
      { locatedAt: { id: city, inhabitants: 320, liesIn: { id: land, size: 34 } } },
    ]);
  });

  it('has them after the entity that notifies, each once', async () => {
    await subscribe({ join: 'flat', attributes: ['locatedAt'] });
    await create({ id: `${tower}2`, type: 'Other' });
    await broker.call('POST', '/entityOperations/create', [
      { id: tower, type: 'Building', height: 9, locatedAt: { object: city } },
      { id: `${tower}3`, type: 'Building', locatedAt: { object: city } },
    ]);
    const data = await firstData();
    expect(data.map(({ id }) => id)).toEqual([tower, `${tower}3`, city]);
    expect(data[0]).not.toHaveProperty('height');
    expect(data[2]).toMatchObject({ inhabitants: { value: 320 } });
  });

  it.each([{ join: 'deep' }, { joinLevel: 0 }, { joinLevel: 'two' }])('refuses %j', async (notification) => {
    expect(await subscribe(notification)).toBe(400);
  });
});

describe('Conditions on linked entities in subscriptions (§4.9)', () => {
  beforeEach(prepare);

  it.each([
    ['locatedAt{inhabitants}>300', true],
    ['locatedAt{inhabitants}>500', false],
    ['locatedAt{City:inhabitants}>300;height==9', true],
    ['locatedAt{Village:inhabitants}>300', false],
    ['locatedAt{liesIn{size}}==34|height==1', true],
  ])('%s notifies: %s', async (q, notifies) => {
    expect(await subscribe({}, { q })).toBe(201);
    // A second subscription tells when all notifications of the change have been made.
    await subscribe({ attributes: ['height'] });
    await build();
    await receiver.nth(notifies ? 2 : 1);
    await broker.broker.stop();
    expect(receiver.received).toHaveLength(notifies ? 2 : 1);
  });
});
