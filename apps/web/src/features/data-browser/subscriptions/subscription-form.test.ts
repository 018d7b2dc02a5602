import { describe, expect, it } from 'vitest';
import type { Subscription } from '../../../api/subscriptions.ts';
import { fragmentOf } from '../fragment.ts';
import { emptyForm, type SubscriptionForm } from './subscription-fields.ts';
import { draftOf, formOfSubscription, toSubscription } from './subscription-form.ts';

const written: SubscriptionForm = {
  ...emptyForm,
  name: ' Dom ',
  type: 'OffStreetParking',
  entityId: 'urn:x:1',
  conditions: [{ attribute: 'free', operator: 'lt', value: '5' }],
  watched: ['free'],
  throttling: '30',
  uri: ' https://example.org/hook ',
  headers: [
    { key: 'Authorization', value: 'Bearer x' },
    { key: '', value: '' },
  ],
  format: 'simplified',
  shown: ['free', 'name'],
  timeout: '2,5',
  expiry: '2999-01-01T12:00',
};

describe('toSubscription', () => {
  it('writes what the form says, and leaves out what is usual', () => {
    expect(toSubscription(written)).toEqual({
      draft: {
        type: 'Subscription',
        subscriptionName: 'Dom',
        entities: [{ id: 'urn:x:1', type: 'OffStreetParking' }],
        q: 'free<5',
        watchedAttributes: ['free'],
        throttling: 30,
        expiresAt: '2999-01-01T11:00:00.000Z',
        notification: {
          attributes: ['free', 'name'],
          format: 'simplified',
          endpoint: {
            uri: 'https://example.org/hook',
            receiverInfo: [{ key: 'Authorization', value: 'Bearer x' }],
            timeout: 2500,
          },
        },
      },
    });
  });

  it('writes periodic ones without what does not go with them', () => {
    const draft = draftOf({ ...written, when: 'interval', interval: '60', triggers: ['entityDeleted'] });
    expect(draft).toMatchObject({ timeInterval: 60 });
    expect(draft).not.toHaveProperty('watchedAttributes');
    expect(draft).not.toHaveProperty('notificationTrigger');
    expect(draft).not.toHaveProperty('throttling');
  });

  it('writes areas and surroundings', () => {
    const area = draftOf({ ...written, geoKind: 'area', corners: '51, 7\n52, 7\n52, 8' });
    expect(area.geoQ).toEqual({
      georel: 'within',
      geometry: 'Polygon',
      coordinates: [
        [
          [7, 51],
          [7, 52],
          [8, 52],
          [7, 51],
        ],
      ],
    });
    const near = draftOf({ ...written, geoKind: 'near', point: '51.96, 7.62', distance: '500' });
    expect(near.geoQ).toEqual({
      georel: 'near;maxDistance==500',
      geometry: 'Point',
      coordinates: [7.62, 51.96],
    });
  });

  it.each<[Partial<SubscriptionForm>, object]>([
    [{ type: '' }, { type: 'missingType' }],
    [{ conditions: [{ attribute: 'free', operator: 'lt', value: '' }] }, { conditions: 'unfinished' }],
    [{ uri: '' }, { uri: 'missingEndpoint' }],
    [{ uri: 'ftp://x/y' }, { uri: 'badEndpoint' }],
    [{ uri: 'example.org' }, { uri: 'badEndpoint' }],
    [{ uri: 'mqtt://broker' }, { uri: 'badTopic' }],
    [{ uri: 'mqtt://broker/a/#' }, { uri: 'badTopic' }],
    [{ headers: [{ key: 'a b', value: '1' }] }, { headers: 'badHeaders' }],
    [{ throttling: 'oft' }, { throttling: 'badSeconds' }],
    [{ when: 'interval', interval: '0' }, { interval: 'badSeconds' }],
    [{ timeout: '-1' }, { timeout: 'badSeconds' }],
    [{ geoKind: 'area', corners: '51, 7' }, { corners: 'badArea' }],
    [
      { geoKind: 'near', point: 'Dom', distance: 'weit' },
      { point: 'badPoint', distance: 'badDistance' },
    ],
    [{ expiry: '2001-01-01T00:00' }, { expiry: 'badExpiry' }],
    [
      { type: '', uri: '' },
      { type: 'missingType', uri: 'missingEndpoint' },
    ],
  ])('finds what is wrong: %j', (change, problems) => {
    expect(toSubscription({ ...written, ...change })).toEqual({ problems });
  });

  it('takes MQTT topics', () => {
    expect(toSubscription({ ...written, uri: 'mqtts://user:pw@broker:8883/city/parking' })).toHaveProperty(
      'draft',
    );
  });
});

const kept: Subscription = {
  id: 'urn:ngsi-ld:Subscription:1',
  type: 'Subscription',
  status: 'active',
  subscriptionName: 'Dom',
  entities: [{ type: 'OffStreetParking', id: ['urn:x:1', 'urn:x:2'] }, { type: 'EVChargingStation' }],
  q: '(a==1|b==2);c==3',
  scopeQ: '/Nord',
  geoQ: { georel: 'intersects', geometry: 'LineString', coordinates: [] },
  expiresAt: '2001-01-01T11:00:07Z',
  isActive: true,
  notification: {
    format: 'simplified',
    pick: ['id', 'free'],
    timesSent: 3,
    status: 'ok',
    endpoint: { uri: 'https://example.org/hook', cooldown: 500, notifierInfo: [{ key: 'a', value: 'b' }] },
  },
};

describe('formOfSubscription', () => {
  it('changes nothing that the form does not show, when nothing is changed', () => {
    const form = formOfSubscription(kept);
    expect(form).toMatchObject({
      filterKind: 'text',
      geoKind: 'other',
      type: 'OffStreetParking',
      entityId: '',
    });
    const result = toSubscription(form);
    const { isActive, ...fragment } = fragmentOf(kept, 'draft' in result ? result.draft : {});
    expect([isActive, fragment]).toEqual([null, { notification: expect.anything() as unknown }]);
    expect(fragment['notification']).toEqual({
      format: 'simplified',
      pick: ['id', 'free'],
      endpoint: kept.notification.endpoint,
    });
  });

  it('is the way back of draftOf', () => {
    for (const form of [
      written,
      { ...written, when: 'interval' as const, interval: '60', watched: [], throttling: '', entityId: '' },
      { ...written, geoKind: 'near' as const, point: '51.96, 7.62', idPattern: 'x.*', entityId: '' },
      {
        ...written,
        geoKind: 'area' as const,
        corners: '51, 7\n52, 7\n52, 8',
        triggers: ['entityCreated' as const],
      },
    ]) {
      const draft = draftOf(form);
      const again = formOfSubscription({ ...draft, id: 'urn:x', status: 'active' } as Subscription);
      expect(draftOf({ ...again, kept: undefined } as unknown as SubscriptionForm)).toEqual(draft);
    }
  });
});
