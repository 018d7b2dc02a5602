import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';

let broker: BrokerUnderTest;
beforeEach(() => {
  broker = startBroker();
});
afterEach(() => broker.remove());

const idOfLength = (length: number, character = 'x'): string => `a:${character.repeat(length - 2)}`;
/** ':' takes three characters in an address. */
const longest = idOfLength(4094);
const tooLong = [idOfLength(4095), idOfLength(5000), idOfLength(2000, 'ü'), idOfLength(1000, '😀')];

const entity = (id: string) => ({ id, type: 'T', free: { type: 'Property', value: 1 } });
const temporal = (id: string) => ({ id, type: 'T', free: [{ type: 'Property', value: 1 }] });
const subscription = (id: string) => ({
  id,
  type: 'Subscription',
  entities: [{ type: 'T' }],
  notification: { endpoint: { uri: 'http://127.0.0.1:9/' } },
});
const registration = (id: string) => ({
  id,
  type: 'ContextSourceRegistration',
  information: [{ entities: [{ type: 'U' }] }],
  endpoint: 'http://127.0.0.1:9',
});
const snapshot = (id: string) => ({
  id,
  type: 'Snapshot',
  snapshotQueries: [{ type: 'Query', entities: [{ type: 'T' }] }],
});

const kinds = [
  ['/entities', entity],
  ['/temporal/entities', temporal],
  ['/subscriptions', subscription],
  ['/csourceSubscriptions', subscription],
  ['/csourceRegistrations', registration],
  ['/snapshots', snapshot],
] as const;

describe('An id is as long as an address can be', () => {
  it.each(kinds)('at %s', async (path, document) => {
    for (const id of tooLong) {
      const refused = await broker.call('POST', path, document(id));
      expect([refused.status, refused.json()]).toMatchObject([
        400,
        {
          type: 'https://uri.etsi.org/ngsi-ld/errors/BadRequestData',
          errors: [{ pointer: expect.stringMatching(/^\/?id$/u) as string }],
        },
      ]);
      expect(refused.text).toContain('4096');
    }
    const created = await broker.call('POST', path, document(longest));
    expect([created.status, created.text]).toEqual([201, '']);
    expect((await broker.call('GET', `${path}/${encodeURIComponent(longest)}`)).status).toBe(200);
  });

  it('in a batch, where the others are written', async () => {
    const [first = ''] = tooLong;
    const batch = [entity(first), entity('urn:a:short')];
    for (const operation of ['create', 'upsert']) {
      const answer = await broker.call('POST', `/entityOperations/${operation}`, batch);
      expect(answer.status).toBe(207);
      const { errors } = answer.json() as { readonly errors: readonly { readonly entityId: string }[] };
      expect(errors.map(({ entityId }) => entityId)).toContain(first);
    }
    expect((await broker.call('GET', '/entities/urn:a:short')).status).toBe(200);
    expect((await broker.call('GET', '/entities?type=T')).json()).toHaveLength(1);
  });
});

describe('A time with an offset is refused with a word about UTC (§4.6.3)', () => {
  const offset = '2026-01-01T00:00:00+01:00';

  it('as observedAt', async () => {
    const free = { type: 'Property', value: 1, observedAt: offset };
    const refused = await broker.call('POST', '/entities', { ...entity('urn:a:b'), free });
    expect(refused.status).toBe(400);
    expect(refused.json()).toMatchObject({
      errors: [{ pointer: '/free/observedAt', detail: expect.stringContaining('UTC with "Z"') as string }],
    });
  });

  it('as timeAt', async () => {
    const query = `type=T&timerel=after&timeAt=${encodeURIComponent(offset)}`;
    const refused = await broker.call('GET', `/temporal/entities?${query}`);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('UTC with \\"Z\\"');
  });
});
