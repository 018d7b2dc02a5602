import { createTestClient, type TestAnswer, type TestClient } from '@allmende/http/testing';
import { systemClock } from '@allmende/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpTrialClient, type TrialClient, type TrialRequest } from '../src/index.ts';
import { linkTo, startBroker, type BrokerUnderTest } from './broker-under-test.ts';
import { startMqttBroker } from './mqtt-broker.ts';
import { startReceiver, type NotificationReceiver } from './notification-receiver.ts';

const dom = 'urn:ngsi-ld:OffStreetParking:dom';
const theater = 'urn:ngsi-ld:OffStreetParking:theater';
const parking = (id: string, free: number) => ({ id, type: 'OffStreetParking', free });

const contextOfVehicles = 'https://example.org/vehicle.jsonld';

describe('trials of what is not kept yet', () => {
  let broker: BrokerUnderTest;
  let client: TestClient;
  let receiver: NotificationReceiver;
  const asked: TrialRequest[] = [];
  /** Sources are asked for real; only what they are asked is noted. */
  const noting = (real: TrialClient): TrialClient => ({
    ...real,
    send: (request) => {
      asked.push(request);
      return real.send(request);
    },
  });
  beforeEach(async () => {
    asked.length = 0;
    const real = createHttpTrialClient({ clock: systemClock, allowPrivateAddresses: true });
    broker = startBroker({ trialClient: noting(real) });
    client = createTestClient(broker.broker.routes);
    receiver = await startReceiver();
    await broker.call('POST', '/entityOperations/upsert', [parking(dom, 5), parking(theater, 50)]);
  });
  afterEach(async () => {
    await broker.remove();
    await receiver.close();
  });

  const attempt = (what: string, body: unknown, headers = {}): Promise<TestAnswer> =>
    client.call('POST', `/api/${what}-trials`, { body, headers });
  const subscription = (more: Readonly<Record<string, unknown>> = {}, endpoint: object = {}) => ({
    type: 'Subscription',
    entities: [{ type: 'OffStreetParking' }],
    ...more,
    notification: { format: 'simplified', endpoint: { uri: receiver.uri, ...endpoint } },
  });

  describe('of a subscription', () => {
    it('shows what would be sent for the first entity that fulfils it, and sends nothing', async () => {
      const answer = await attempt('subscription', { subscription: subscription({ q: 'free>10' }) });
      expect(answer.status).toBe(200);
      expect(answer.json()).toMatchObject({
        entityId: theater,
        isMatching: true,
        request: {
          method: 'POST',
          address: receiver.uri,
          headers: { 'Content-Type': 'application/json' },
          body: { type: 'Notification', data: [parking(theater, 50)] },
        },
      });
      expect(answer.json()).not.toHaveProperty('reply');
      expect(receiver.received).toEqual([]);
      expect(await broker.get('/subscriptions')).toEqual([]);
    });

    it('sends it for the chosen entity, and says when that one does not fulfil it', async () => {
      const receiverInfo = [{ key: 'Authorization', value: 'Bearer x' }];
      const tried = subscription({ q: 'free>10' }, { receiverInfo });
      const answer = await attempt('subscription', { subscription: tried, entityId: dom, send: true });
      expect(answer.json()).toMatchObject({
        entityId: dom,
        isMatching: false,
        reply: { kind: 'answer', status: 200, body: '', isCut: false },
      });
      const { headers, body } = await receiver.nth(1);
      expect(headers['authorization']).toBe('Bearer x');
      expect(body.data).toEqual([parking(dom, 5)]);
    });

    it('tells what an endpoint answers that refuses', async () => {
      receiver.answerWith(403);
      const answer = await attempt('subscription', { subscription: subscription(), send: true });
      expect(answer.json()).toMatchObject({ reply: { kind: 'answer', status: 403 } });
    });

    it('takes a saved one as it is read, expired or not', async () => {
      const made = await broker.call(
        'POST',
        '/subscriptions',
        subscription({ expiresAt: '2026-03-01T13:00:00Z' }),
      );
      broker.clock.advance(7_200_000);
      const saved = await broker.get(String(made.headers['location']).replace('/ngsi-ld/v1', ''));
      const answer = await attempt('subscription', { subscription: saved });
      expect(answer.json()).toMatchObject({
        request: { body: { subscriptionId: (saved as { readonly id: string }).id } },
      });
    });

    it('publishes to an MQTT broker', async () => {
      const mqtt = await startMqttBroker();
      const endpoint = { uri: `mqtt://127.0.0.1:${String(mqtt.port)}/city/parking` };
      const answer = await attempt('subscription', { subscription: subscription({}, endpoint), send: true });
      expect(answer.json()).toMatchObject({
        request: { method: 'PUBLISH', address: endpoint.uri },
        reply: { kind: 'answer', body: '' },
      });
      expect(answer.json()).not.toHaveProperty('reply.status');
      await mqtt.close();
    });

    it('stays within its tenant', async () => {
      const tenant = { 'ngsild-tenant': 'bonn' };
      await broker.call('POST', '/entities', parking(dom, 77), tenant);
      const answer = await attempt('subscription', { subscription: subscription() }, tenant);
      expect(answer.json()).toMatchObject({
        request: { headers: { 'NGSILD-Tenant': 'bonn' }, body: { data: [parking(dom, 77)] } },
      });
    });

    it('says that there is nothing to send, or no such entity', async () => {
      const none = await attempt('subscription', { subscription: subscription({ q: 'free>99' }) });
      expect([none.status, none.headers['content-type']]).toEqual([409, 'application/problem+json']);
      expect(none.json()).toMatchObject({ type: '/problems#nothing-to-send' });
      const unknown = { subscription: subscription(), entityId: 'urn:x:nobody' };
      expect((await attempt('subscription', unknown)).status).toBe(404);
    });

    it('names every finding in the trial and in the subscription', async () => {
      const odd = await attempt('subscription', { entityId: 5, sendIt: true });
      expect(odd.status).toBe(400);
      expect(odd.json()).toMatchObject({
        errors: [{ pointer: '/entityId' }, { pointer: '/sendIt' }, { pointer: '/subscription' }],
      });
      const invalid = await attempt('subscription', {
        subscription: subscription({ q: '((', throttling: -1 }),
      });
      expect([invalid.status, invalid.text]).toEqual([400, expect.stringContaining('/throttling')]);
      expect((await attempt('subscription', [])).status).toBe(400);
    });
  });

  describe('of a registration', () => {
    const registration = (more: Readonly<Record<string, unknown>> = {}) => ({
      type: 'ContextSourceRegistration',
      information: [{ entities: [{ type: 'OffStreetParking' }], propertyNames: ['free'] }],
      endpoint: receiver.uri.replace('/notify', ''),
      ...more,
    });
    const addresses = (): readonly string[] =>
      asked.map(({ address }) => address.slice(address.indexOf('/ngsi-ld'))).toSorted();

    it('asks the source who it is and for one entity, as distributed operations do', async () => {
      const contextSourceInfo = [{ key: 'Authorization', value: 'Bearer y' }];
      const down = registration({ endpoint: 'http://127.0.0.1:1', tenant: 'hafen', contextSourceInfo });
      const answer = await attempt('registration', { registration: down });
      expect(answer.status).toBe(200);
      expect(answer.json()).toMatchObject({
        calls: [
          { purpose: 'identity', reply: { kind: 'failure', failure: 'unreachable' } },
          { purpose: 'entities', reply: { kind: 'failure', failure: 'unreachable' } },
        ],
      });
      expect(addresses()).toEqual([
        '/ngsi-ld/v1/entities?type=OffStreetParking&attrs=free&limit=1',
        '/ngsi-ld/v1/info/sourceIdentity',
      ]);
      expect(asked[0]?.headers).toMatchObject({ Authorization: 'Bearer y', 'NGSILD-Tenant': 'hafen' });
    });

    it('asks for the entity it is registered for, and for none where it is not to be read', async () => {
      const one = [{ entities: [{ id: dom, type: 'OffStreetParking' }] }];
      const endpoint = 'http://127.0.0.1:1';
      await attempt('registration', { registration: registration({ endpoint, information: one }) });
      expect(addresses()[0]).toBe(`/ngsi-ld/v1/entities/${encodeURIComponent(dom)}`);
      asked.length = 0;
      const writing = registration({ endpoint, mode: 'redirect', operations: ['updateOps'] });
      await attempt('registration', { registration: writing });
      expect(addresses()).toEqual(['/ngsi-ld/v1/info/sourceIdentity']);
    });

    it('names every finding', async () => {
      const answer = await attempt('registration', { registration: registration({ endpoint: 'ftp://x' }) });
      expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('/endpoint')]);
      expect((await attempt('registration', {})).status).toBe(400);
    });
  });

  describe('of a context', () => {
    it('tells names in full and in short, and rewrites an entity', async () => {
      const answer = await attempt('context', {
        context: contextOfVehicles,
        names: ['speed', 'https://example.org/speed', 'other'],
        entity: {
          id: 'urn:x:1',
          type: 'Vehicle',
          speed: { type: 'Property', value: { speed: 5 }, speed: { type: 'Property', value: 1 } },
        },
      });
      expect(answer.json()).toEqual({
        names: [
          { name: 'speed', full: 'https://example.org/speed', short: 'speed' },
          { name: 'https://example.org/speed', full: 'https://example.org/speed', short: 'speed' },
          { name: 'other', full: 'https://uri.etsi.org/ngsi-ld/default-context/other', short: 'other' },
        ],
        entity: {
          full: {
            id: 'urn:x:1',
            type: 'https://example.org/Vehicle',
            'https://example.org/speed': {
              type: 'Property',
              value: { speed: 5 },
              'https://example.org/speed': { type: 'Property', value: 1 },
            },
          },
          short: {
            id: 'urn:x:1',
            type: 'Vehicle',
            speed: { type: 'Property', value: { speed: 5 }, speed: { type: 'Property', value: 1 } },
          },
        },
      });
    });

    it('refuses what is no context, and what is no name', async () => {
      expect((await attempt('context', { context: { a: { '@id': 5 } }, names: ['a'] })).status).toBe(400);
      expect((await attempt('context', { context: 'https://example.org/none.jsonld' })).status).toBe(504);
      expect((await attempt('context', { context: {}, names: [1] })).status).toBe(400);
    });
  });

  it('are offered in the tenants that exist', async () => {
    await broker.call('POST', '/entities', parking(dom, 1), { 'ngsild-tenant': 'leipzig' });
    await broker.call('POST', '/subscriptions', subscription(), {
      'ngsild-tenant': 'bonn',
      ...linkTo(contextOfVehicles),
    });
    const answer = await client.call('GET', '/api/tenants');
    expect(answer.json()).toEqual({ tenants: ['', 'bonn', 'leipzig'] });
  });
});
