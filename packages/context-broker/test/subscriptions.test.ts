import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkTo, startBroker, type BrokerUnderTest } from './broker-under-test.ts';
import { startReceiver, type NotificationReceiver } from './notification-receiver.ts';

const id = 'urn:ngsi-ld:OffStreetParking:dom';
const entity = `/entities/${id}`;
const parking = {
  id,
  type: 'OffStreetParking',
  free: 10,
  name: 'Dom',
  location: { type: 'Point', coordinates: [7.62, 51.96] },
};
const point = { geometry: 'Point', coordinates: [7.62, 51.96] };

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

interface Params {
  readonly notification?: Readonly<Record<string, unknown>>;
  readonly endpoint?: Readonly<Record<string, unknown>>;
}
const documentOf = (
  more: Readonly<Record<string, unknown>> = {},
  { notification, endpoint }: Params = {},
) => ({
  type: 'Subscription',
  entities: [{ type: 'OffStreetParking' }],
  ...more,
  notification: { ...notification, endpoint: { uri: receiver.uri, ...endpoint } },
});
const subscribe = async (
  more?: Readonly<Record<string, unknown>>,
  params?: Params,
  headers: Record<string, string> = {},
) => {
  const answer = await broker.call('POST', '/subscriptions', documentOf(more, params), headers);
  if (answer.status !== 201) throw new Error(answer.text);
  return String(answer.headers['location']).replace('/ngsi-ld/v1', '');
};
const create = (body: unknown = parking, headers: Record<string, string> = {}) =>
  broker.call('POST', '/entities', body, headers);
const change = (fragment: unknown) => broker.call('PATCH', entity, fragment);
/** Data of the notification with this number. */
const dataOf = async (number: number) => (await receiver.nth(number)).body.data;
/** What was notified so far. */
const freeSoFar = () => receiver.received.flatMap(({ body }) => body.data.map(({ free }) => free));

describe('Notification (§5.3.1, §5.8.6)', () => {
  it('tells of a created and of a changed entity, once each', async () => {
    const path = await subscribe({}, { notification: { format: 'keyValues' } });
    await create();
    await change({ free: 9 });
    const { body, headers } = await receiver.nth(2);
    expect(body).toEqual({
      id: expect.stringMatching(/^urn:ngsi-ld:Notification:/u) as string,
      type: 'Notification',
      subscriptionId: path.replace('/subscriptions/', ''),
      notifiedAt: '2026-03-01T12:00:00.000Z',
      data: [{ ...parking, free: 9 }],
    });
    expect(headers['content-type']).toBe('application/json');
    expect(headers.link).toContain('rel="http://www.w3.org/ns/json-ld#context"');
    expect(freeSoFar()).toEqual([10, 9]);
  });

  it('tells of all entities of a batch in one notification', async () => {
    await subscribe({}, { notification: { format: 'keyValues', attributes: ['free'] } });
    const batch = [1, 2].map((free) => ({ ...parking, id: `urn:ngsi-ld:OffStreetParking:${free}`, free }));
    await broker.call('POST', '/entityOperations/create', batch);
    expect((await dataOf(1)).map(({ free, name }) => [free, name])).toEqual([
      [1, undefined],
      [2, undefined],
    ]);
  });

  it('sends the header fields of receiverInfo, the tenant, and the context in an ld+json body', async () => {
    const endpoint = { accept: 'application/ld+json', receiverInfo: [{ key: 'X-Key', value: 'secret' }] };
    await subscribe({}, { endpoint }, { 'ngsild-tenant': 'bonn' });
    await create(parking);
    await create(parking, { 'ngsild-tenant': 'bonn' });
    const { headers, body } = await receiver.nth(1);
    expect([headers['x-key'], headers['ngsild-tenant'], headers['content-type'], headers.link]).toEqual([
      'secret',
      'bonn',
      'application/ld+json',
      undefined,
    ]);
    expect(body).toHaveProperty('@context');
    expect(body.data[0]).toHaveProperty('@context');
    expect(receiver.received).toHaveLength(1);
  });

  it('writes names in the context of the subscription', async () => {
    const vehicle = linkTo('https://example.org/vehicle.jsonld');
    await subscribe({ entities: [{ type: 'Vehicle' }], watchedAttributes: ['speed'] }, {}, vehicle);
    await create({ id: 'urn:a:car', type: 'Vehicle', speed: 50 }, vehicle);
    expect(await dataOf(1)).toEqual([
      { id: 'urn:a:car', type: 'Vehicle', speed: { type: 'Property', value: 50 } },
    ]);
  });

  it('gives times with sysAttrs, concise values, a language, and picked members', async () => {
    await subscribe({ q: 'free==1' }, { notification: { sysAttrs: true, pick: ['free', 'createdAt'] } });
    await subscribe(
      { q: 'free==2', lang: 'de' },
      { notification: { format: 'concise', omit: ['location'] } },
    );
    await create({ ...parking, free: 1, name: { languageMap: { de: 'Dom', en: 'Cathedral' } } });
    const at = '2026-03-01T12:00:00.000Z';
    expect(await dataOf(1)).toEqual([
      { createdAt: at, free: { type: 'Property', value: 1, createdAt: at, modifiedAt: at } },
    ]);
    await change({ free: 2 });
    expect(await dataOf(2)).toMatchObject([{ id, free: 2, name: { value: 'Dom', lang: 'de' } }]);
  });
});

describe('What triggers (§5.2.12, §5.8.6)', () => {
  /** Changes 'free' to each value in turn and gives the values that were notified, up to the last, which must be. */
  const notifiedOf = async (values: readonly number[]) => {
    for (const free of values) await change({ free });
    const last = values.at(-1);
    while (!freeSoFar().includes(last)) await receiver.nth(receiver.received.length + 1);
    return freeSoFar();
  };
  const simplified: Params = { notification: { format: 'simplified' } };
  const near = (metres: number) => ({ ...point, georel: `near;maxDistance==${metres}` });

  it.each([
    ['q', { q: 'free<5' }, [4, 6, 3], [4, 3]],
    ['watched attributes', { watchedAttributes: ['free'] }, [1, 2], [10, 1, 2]],
    ['geoQ', { geoQ: near(10), q: 'free<10' }, [1, 2], [1, 2]],
    ['entity ids', { entities: [{ id, type: 'OffStreetParking' }] }, [1], [10, 1]],
    ['idPattern and any type', { entities: [{ idPattern: ':dom$', type: '*' }] }, [1], [10, 1]],
    ['only updates', { notificationTrigger: ['attributeUpdated'] }, [1], [1]],
    ['updates of the entity', { notificationTrigger: ['entityUpdated'] }, [1], [1]],
  ])('%s', async (_name, more, values, expected) => {
    await subscribe(more, simplified);
    await create();
    expect(await notifiedOf(values)).toEqual(expected);
  });

  it.each([
    ['other types', { entities: [{ type: 'Street' }] }],
    ['other attributes', { watchedAttributes: ['name'], notificationTrigger: ['attributeUpdated'] }],
    ['places elsewhere', { geoQ: { ...near(10), coordinates: [7.5, 51.9] } }],
    ['other scopes', { scopeQ: '/Bonn/#' }],
    ['paused ones', { isActive: false }],
  ])('not %s', async (_name, more) => {
    await subscribe(more, simplified);
    await subscribe({ q: 'free==2' }, simplified);
    await create();
    expect(await notifiedOf([1, 2])).toEqual([2]);
  });

  it('tells of a deleted entity by deletedAt, of its attributes when asked', async () => {
    await subscribe({ notificationTrigger: ['entityDeleted'] });
    await create({ id, type: 'OffStreetParking', free: 1 });
    await broker.call('DELETE', entity);
    const deletedAt = '2026-03-01T12:00:00.000Z';
    expect(await dataOf(1)).toEqual([{ id, type: 'OffStreetParking', deletedAt }]);
    const watching = { notificationTrigger: ['attributeDeleted'], watchedAttributes: ['free'] };
    await subscribe({ ...watching, entities: [{ type: 'Street' }] });
    await create({ id: 'urn:a:street', type: 'Street', free: 1, name: 'Ring' });
    await broker.call('DELETE', '/entities/urn:a:street');
    expect(await dataOf(2)).toEqual([
      {
        id: 'urn:a:street',
        type: 'Street',
        deletedAt,
        free: { type: 'Property', value: 'urn:ngsi-ld:null' },
      },
    ]);
  });

  it('tells of a deleted instance beside those that stay', async () => {
    const instances = [{ value: 1 }, { value: 2, datasetId: 'urn:d:2' }];
    await subscribe({ notificationTrigger: ['attributeDeleted'] });
    await create({ id, type: 'OffStreetParking', free: instances });
    await broker.call('DELETE', `${entity}/attrs/free?datasetId=urn:d:2`);
    expect(await dataOf(1)).toMatchObject([
      { free: [{ value: 1 }, { value: 'urn:ngsi-ld:null', datasetId: 'urn:d:2' }] },
    ]);
  });

  it('tells once of an attribute that is gone with all its instances (§5.8.6)', async () => {
    const instances = [{ value: 1 }, { value: 2, datasetId: 'urn:d:2' }];
    await subscribe({ notificationTrigger: ['attributeDeleted'] });
    await create({ id, type: 'OffStreetParking', free: instances });
    await broker.call('DELETE', `${entity}/attrs/free?deleteAll=true`);
    expect(await dataOf(1)).toEqual([
      { id, type: 'OffStreetParking', free: { type: 'Property', value: 'urn:ngsi-ld:null' } },
    ]);
  });

  it('keeps to the version of NGSI-LD that the subscription asks for (§4.3.6.8)', async () => {
    await subscribe({ ngsildConformance: '1.3' });
    await create({
      id,
      type: 'OffStreetParking',
      free: 1,
      name: { type: 'LanguageProperty', languageMap: { de: 'Dom' } },
    });
    expect(await dataOf(1)).toMatchObject([{ name: { type: 'Property', value: { de: 'Dom' } } }]);
  });

  it('gives previous values with showChanges', async () => {
    const notificationTrigger = ['attributeCreated', 'attributeUpdated', 'attributeDeleted'];
    await subscribe({ notificationTrigger }, { notification: { showChanges: true, omit: ['location'] } });
    await create();
    await change({ free: 9 });
    expect(await dataOf(1)).toMatchObject([{ free: { type: 'Property', value: 10 } }]);
    expect(JSON.stringify(await dataOf(1))).not.toContain('previous');
    expect(await dataOf(2)).toEqual([
      {
        id,
        type: 'OffStreetParking',
        free: { type: 'Property', value: 9, previousValue: 10 },
        name: { type: 'Property', value: 'Dom' },
      },
    ]);
    await broker.call('DELETE', `${entity}/attrs/name`);
    expect(await dataOf(3)).toMatchObject([{ name: { value: 'urn:ngsi-ld:null', previousValue: 'Dom' } }]);
  });

  it('ends with the subscription, and when it expires', async () => {
    const path = await subscribe({ expiresAt: '2026-03-01T13:00:00Z' }, simplified);
    const deleted = await subscribe({}, simplified);
    await subscribe({ q: 'free==2' }, simplified);
    expect((await broker.call('DELETE', deleted)).status).toBe(204);
    await create({ ...parking, free: 1 });
    await receiver.nth(1);
    broker.clock.advance(3_600_000);
    expect(await notifiedOf([7, 2])).toEqual([1, 2]);
    expect(await broker.get(path)).toMatchObject({ status: 'expired' });
  });
});

describe('Members of a subscription that shape its notifications (§5.2.12, §5.2.15)', () => {
  it.each([
    [{ datasetId: ['urn:a:d', '@none'] }, 201],
    [{ datasetId: ['d'] }, 400],
    [{ datasetId: [] }, 400],
    [{ csf: 'endpoint=="https://a.b"' }, 201],
    [{ temporalQ: {} }, 400],
  ])('%j is answered with %i', async (members, status) => {
    const other = startBroker();
    const answer = await other.call('POST', '/subscriptions', {
      type: 'Subscription',
      entities: [{ type: 'T' }],
      notification: {
        endpoint: { uri: 'https://example.org', notifierInfo: [{ key: 'MQTT-QoS', value: '1' }] },
      },
      ...members,
    });
    expect(answer.status).toBe(status);
    await other.remove();
  });
});
