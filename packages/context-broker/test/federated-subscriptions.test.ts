import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestClient, type TestAnswer } from '@allmende/http/testing';
import { linkTo } from './broker-under-test.ts';
import { answers, federate, isDown, type Federation } from './federation.ts';
import { startReceiver, type NotificationReceiver } from './notification-receiver.ts';

type Json = Readonly<Record<string, unknown>>;
const subscriptionId = 'urn:ngsi-ld:Subscription:fast';
const id = 'urn:ngsi-ld:Vehicle:1';

const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (let round = 0; round < 400; round += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it did not come about');
};

describe('Subscriptions that sources keep a part of (§5.8.1.4, §5.8.6)', () => {
  let cities: Federation;
  let receiver: NotificationReceiver;
  beforeEach(async () => {
    cities = federate('hamburg', 'leipzig');
    receiver = await startReceiver();
    await hamburg().broker.start();
  });
  afterEach(async () => {
    await receiver.close();
    await cities.remove();
  });

  const hamburg = () => cities.broker('hamburg');
  const subscription = (more: Json = {}, notification: Json = {}): Json => ({
    id: subscriptionId,
    type: 'Subscription',
    entities: [{ type: 'Vehicle' }],
    notification: { endpoint: { uri: receiver.uri }, ...notification },
    ...more,
  });
  const subscribe = async (body: Json = subscription(), headers = {}): Promise<TestAnswer> => {
    const answer = await hamburg().call('POST', '/subscriptions', body, headers);
    if (answer.status === 201) await settled();
    return answer;
  };
  /** Gives what goes on in the background its time. */
  const settled = async () => {
    for (let quiet = 0; quiet < 3;) {
      const sent = cities.sent.length;
      await new Promise((resolve) => setTimeout(resolve, 150));
      quiet = sent === cities.sent.length ? quiet + 1 : 0;
    }
  };
  const toldTo = (city: string) =>
    cities.sent
      .filter(({ address }) => address.includes(`${city}.example`) && address.includes('/subscriptions'))
      .map(({ method, body }) => ({
        method,
        body: body === undefined ? undefined : (JSON.parse(body) as Json),
      }));
  const first = () => toldTo('leipzig')[0]?.body ?? {};
  const notify = (body: unknown) =>
    createTestClient(hamburg().broker.routes).call('POST', '/ngsi-ld/ex/remote-notify', { body });
  const notifyAs = (remoteId: unknown, data: readonly Json[]) =>
    notify({ type: 'Notification', subscriptionId: remoteId, data });
  const received = async (count: number) => {
    await until(() => receiver.received.length >= count);
    return receiver.received.map(({ body }): Json => ({ ...body }));
  };

  it('are told to a source that matches, with this broker as their endpoint', async () => {
    await cities.register('hamburg', 'leipzig');
    const more = { q: 'speed>50', watchedAttributes: ['speed'], throttling: 5 };
    expect((await subscribe(subscription(more, { attributes: ['speed'] }))).status).toBe(201);
    expect(toldTo('leipzig')).toEqual([
      {
        method: 'POST',
        body: {
          id: expect.stringMatching(/^urn:ngsi-ld:Subscription:/u) as string,
          type: 'Subscription',
          entities: [{ type: 'Vehicle' }],
          watchedAttributes: ['speed'],
          throttling: 5,
          q: 'speed>50',
          notification: {
            attributes: ['speed'],
            endpoint: { uri: 'https://hamburg.example/ngsi-ld/ex/remote-notify', accept: 'application/json' },
          },
        },
      },
    ]);
    expect(first()['id']).not.toBe(subscriptionId);
  });

  it('show the subscription to registrations that is behind them, and end with it', async () => {
    await cities.register('hamburg', 'leipzig');
    await subscribe();
    const internal = (await hamburg().get('/csourceSubscriptions')) as Json[];
    expect(internal).toMatchObject([{ id: `${subscriptionId}:sources`, entities: [{ type: 'Vehicle' }] }]);
    expect(await hamburg().get(`/csourceSubscriptions/${subscriptionId}:sources`)).toEqual(internal[0]);
    expect((await hamburg().call('DELETE', `/subscriptions/${subscriptionId}`)).status).toBe(204);
    await settled();
    expect(cities.sentTo('leipzig').at(-1)).toBe(`DELETE /subscriptions/${String(first()['id'])}`);
    expect(await hamburg().get('/csourceSubscriptions')).toEqual([]);
    expect(await cities.broker('leipzig').get('/subscriptions')).toEqual([]);
  });

  it('are reduced to what the source is registered for', async () => {
    await cities.register('hamburg', 'leipzig', {
      information: [
        {
          entities: [{ type: 'Vehicle', idPattern: 'urn:ngsi-ld:Vehicle:.*' }],
          propertyNames: ['speed', 'brand'],
        },
        { entities: [{ type: 'Bus' }] },
      ],
    });
    await subscribe(subscription({ entities: [{ type: 'Vehicle' }, { type: 'Tram' }] }));
    expect(first()).toMatchObject({
      entities: [{ type: 'Vehicle', idPattern: 'urn:ngsi-ld:Vehicle:.*' }],
      watchedAttributes: ['speed', 'brand'],
      notification: { attributes: ['speed', 'brand'] },
    });
    expect(toldTo('leipzig')).toHaveLength(1);
  });

  it.each([
    ['says localOnly', { localOnly: true }, {}],
    ['is about other types', { entities: [{ type: 'Tram' }] }, {}],
    [
      'watches what the source has not',
      { watchedAttributes: ['colour'] },
      { information: [{ propertyNames: ['speed'] }] },
    ],
    ['filters sources that do not fit', { csf: 'colour=="red"' }, { colour: 'blue' }],
    ['meets a source that offers no subscriptions', {}, { operations: ['retrieveOps'] }],
    ['meets a source of the past', {}, { observationInterval: { startAt: '2026-01-01T00:00:00Z' } }],
    ['meets an auxiliary source', {}, { mode: 'auxiliary', operations: ['retrieveOps'] }],
  ])('stay here when one %s', async (_what, more, members) => {
    await cities.register('hamburg', 'leipzig', members);
    expect((await subscribe(subscription(more))).status).toBe(201);
    expect(toldTo('leipzig')).toEqual([]);
  });

  it('follow registrations that come, change and go', async () => {
    await subscribe();
    await cities.register('hamburg', 'leipzig');
    await settled();
    const registration = '/csourceRegistrations/urn:ngsi-ld:ContextSourceRegistration:leipzig';
    await hamburg().call('PATCH', registration, { information: [{ entities: [{ id, type: 'Vehicle' }] }] });
    await settled();
    await hamburg().call('PATCH', registration, { description: 'the same' });
    await settled();
    expect(toldTo('leipzig').map(({ method, body }) => [method, body?.['entities']])).toEqual([
      ['POST', [{ type: 'Vehicle' }]],
      ['PATCH', [{ id, type: 'Vehicle' }]],
    ]);
    await hamburg().call('DELETE', registration);
    await settled();
    expect(toldTo('leipzig').at(-1)?.method).toBe('DELETE');
    expect((await hamburg().get('/subscriptions')) as Json[]).toHaveLength(1);
  });

  it('follow changes of the subscription, with what is left out removed', async () => {
    await cities.register('hamburg', 'leipzig');
    await subscribe(subscription({ q: 'speed>50', throttling: 5 }));
    const fragment = { type: 'Subscription', q: 'speed>80', throttling: null };
    expect((await hamburg().call('PATCH', `/subscriptions/${subscriptionId}`, fragment)).status).toBe(204);
    await settled();
    expect(toldTo('leipzig').at(-1)).toEqual({
      method: 'PATCH',
      body: { type: 'Subscription', q: 'speed>80', throttling: 'urn:ngsi-ld:null' },
    });
    const [there] = (await cities.broker('leipzig').get('/subscriptions')) as Json[];
    expect(there).toMatchObject({ q: 'speed>80' });
    expect(there).not.toHaveProperty('throttling');
  });

  it('reach a city that was down as soon as it is up again, and hold up nobody', async () => {
    cities.answerFor('leipzig', isDown);
    await cities.register('hamburg', 'leipzig');
    const before = performance.now();
    expect((await subscribe()).status).toBe(201);
    expect(performance.now() - before).toBeLessThan(2000);
    cities.answerFor('leipzig', () => undefined);
    hamburg().clock.advance(2000);
    await until(async () => ((await cities.broker('leipzig').get('/subscriptions')) as Json[]).length === 1);
  });

  it('are not told again to a source that refuses them, until they change', async () => {
    cities.answerFor('leipzig', answers(400, {}));
    await cities.register('hamburg', 'leipzig');
    await subscribe();
    hamburg().clock.advance(600_000);
    await settled();
    expect(toldTo('leipzig')).toHaveLength(1);
    cities.answerFor('leipzig', () => undefined);
    await hamburg().call('PATCH', `/subscriptions/${subscriptionId}`, { type: 'Subscription', q: 'speed>1' });
    await settled();
    expect((await cities.broker('leipzig').get('/subscriptions')) as Json[]).toHaveLength(1);
  });

  it('pass on what the source tells, under their own id and in their own names', async () => {
    await cities.register('hamburg', 'leipzig', {
      information: [{ entities: [{ type: 'Vehicle' }], propertyNames: ['speed'] }],
    });
    await subscribe();
    const speed = { type: 'Property', value: 99 };
    const brand = { type: 'Property', value: 'Tesla' };
    const data = [
      { id, type: 'Vehicle', speed, brand },
      { id: 'urn:ngsi-ld:Tram:1', type: 'Tram', speed },
    ];
    expect((await notifyAs(first()['id'], data)).status).toBe(200);
    const [told] = await received(1);
    expect(told).toMatchObject({
      type: 'Notification',
      subscriptionId,
      data: [{ id, type: 'Vehicle', speed }],
    });
    expect((told?.['data'] as Json[])[0]).not.toHaveProperty('brand');
  });

  it('translate names between contexts', async () => {
    await cities.register('hamburg', 'leipzig', {
      information: [{ entities: [{ type: 'https://example.org/Vehicle' }] }],
    });
    const headers = linkTo('https://example.org/vehicle.jsonld');
    await subscribe(subscription(), headers);
    expect(first()).toMatchObject({ jsonldContext: 'https://example.org/vehicle.jsonld' });
    const data = [
      {
        id,
        type: 'https://example.org/Vehicle',
        'https://example.org/speed': { type: 'Property', value: 1 },
      },
    ];
    await notifyAs(first()['id'], data);
    expect(await received(1)).toMatchObject([{ data: [{ id, type: 'Vehicle', speed: { value: 1 } }] }]);
  });

  it('merge split entities and apply the filters here', async () => {
    await cities.register('hamburg', 'leipzig');
    await subscribe(
      subscription({ q: 'speed>50;brand=="Tesla"', splitEntities: true }, { attributes: ['speed'] }),
    );
    expect(first()).toMatchObject({
      splitEntities: true,
      notification: { format: 'normalized', sysAttrs: true },
    });
    expect(first()).not.toHaveProperty('q');
    expect(first()['notification']).not.toHaveProperty('attributes');
    await hamburg().call('POST', '/entities?local=true', { id, type: 'Vehicle', brand: 'Tesla' });
    const fragment = (value: number) => [{ id, type: 'Vehicle', speed: { type: 'Property', value } }];
    expect((await notifyAs(first()['id'], fragment(10))).status).toBe(200);
    expect((await notifyAs(first()['id'], fragment(99))).status).toBe(200);
    const told = await received(1);
    expect(told).toMatchObject([{ subscriptionId, data: [{ id, speed: { value: 99 } }] }]);
    expect((told[0]?.['data'] as Json[])[0]).not.toHaveProperty('brand');
  });

  it('tell of changes in another city from end to end', async () => {
    const leipzig = cities.broker('leipzig');
    await cities.register('hamburg', 'leipzig');
    await subscribe(subscription({ q: 'speed>50' }));
    await leipzig.call('POST', '/entities', { id, type: 'Vehicle', speed: 80 });
    const [remote] = (await leipzig.get('/subscriptions')) as Json[];
    expect(remote).toMatchObject({ id: first()['id'], q: 'speed>50', status: 'active' });
  });

  it('do not go in circles', async () => {
    await cities.register('hamburg', 'leipzig', { contextSourceAlias: 'leipzig.example' });
    const from = (via: string) => subscribe(subscription(), { via });
    expect((await from('1.1 hamburg.example, 1.1 leipzig.example')).status).toBe(508);
    expect((await from('1.1 leipzig.example')).status).toBe(201);
    expect(toldTo('leipzig')).toEqual([]);
  });

  it('refuse notifications that nobody asked for, and what is none', async () => {
    const data = [{ id, type: 'Vehicle' }];
    expect((await notify({ type: 'Notification', subscriptionId: 'urn:x', data })).status).toBe(404);
    expect((await notify({ type: 'Notification', data })).status).toBe(400);
    expect((await notify([])).status).toBe(400);
    expect((await notify({ type: 'Other', subscriptionId: 'urn:x', data })).status).toBe(400);
  });

  it('tell nothing while the subscription is paused', async () => {
    await cities.register('hamburg', 'leipzig');
    await subscribe();
    const remoteId = first()['id'];
    await hamburg().call('PATCH', `/subscriptions/${subscriptionId}`, {
      type: 'Subscription',
      isActive: false,
    });
    await settled();
    expect(toldTo('leipzig').at(-1)?.body).toMatchObject({ isActive: false });
    expect((await notifyAs(remoteId, [{ id, type: 'Vehicle' }])).status).toBe(200);
    await settled();
    expect(receiver.received).toEqual([]);
  });
});
