import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';
import { startReceiver, type NotificationReceiver } from './notification-receiver.ts';

const id = 'urn:ngsi-ld:OffStreetParking:dom';
const point = { type: 'Point', coordinates: [7.62, 51.96] };
const parking = { id, type: 'OffStreetParking', free: 10, location: point };

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

const subscribe = async (endpoint: object = {}, notification: object = {}, more: object = {}) => {
  const answer = await broker.call('POST', '/subscriptions', {
    type: 'Subscription',
    entities: [{ type: 'OffStreetParking' }],
    ...more,
    notification: {
      ...notification,
      endpoint: { uri: receiver.uri, accept: 'application/geo+json', ...endpoint },
    },
  });
  if (answer.status !== 201) throw new Error(answer.text);
};
const collection = async (number: number) => {
  const { headers, body } = await receiver.nth(number);
  return { headers, body, data: body.data as unknown as { features: Record<string, unknown>[] } };
};

describe('Notifications in GeoJSON (§5.2.15, §5.3.1, §6.3.8)', () => {
  it('carry a FeatureCollection with its context', async () => {
    await subscribe();
    await broker.call('POST', '/entities', parking);
    const { headers, body, data } = await collection(1);
    expect(headers).toMatchObject({ 'content-type': 'application/geo+json' });
    expect(headers['link']).toBeUndefined();
    expect(body).toMatchObject({ type: 'Notification', notifiedAt: '2026-03-01T12:00:00.000Z' });
    expect(data).toEqual({
      type: 'FeatureCollection',
      '@context': expect.anything() as unknown,
      features: [
        {
          id,
          type: 'Feature',
          geometry: point,
          properties: {
            type: 'OffStreetParking',
            free: { type: 'Property', value: 10 },
            location: { type: 'GeoProperty', value: point },
          },
        },
      ],
    });
  });

  it('link to the context when the receiver prefers plain GeoJSON', async () => {
    await subscribe({ receiverInfo: [{ key: 'Prefer', value: 'body=json' }] });
    await broker.call('POST', '/entities', parking);
    const { headers, data } = await collection(1);
    expect(headers['link']).toContain('rel="http://www.w3.org/ns/json-ld#context"');
    expect(headers['prefer']).toBe('body=json');
    expect(data).not.toHaveProperty('@context');
  });

  it.each(['normalized', 'concise', 'keyValues'])('find the geometry in the format %s', async (format) => {
    await subscribe({}, { format });
    await broker.call('POST', '/entities', {
      ...parking,
      location: [
        { type: 'GeoProperty', value: { type: 'Point', coordinates: [0, 0] }, datasetId: 'urn:a:old' },
        { type: 'GeoProperty', value: point },
      ],
    });
    const { data } = await collection(1);
    expect(data.features.map(({ geometry }) => geometry)).toEqual([point]);
  });

  it('have no geometry where there is none, as of what is deleted', async () => {
    await subscribe({}, {}, { notificationTrigger: ['entityCreated', 'entityDeleted'] });
    await broker.call('POST', '/entities', { id, type: 'OffStreetParking', location: undefined, free: 1 });
    await broker.call('DELETE', `/entities/${id}`);
    expect((await collection(1)).data.features).toMatchObject([{ id, geometry: null }]);
    expect((await collection(2)).data.features).toMatchObject([
      { id, geometry: null, properties: { deletedAt: '2026-03-01T12:00:00.000Z' } },
    ]);
  });
});
