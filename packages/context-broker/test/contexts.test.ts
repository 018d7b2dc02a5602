import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkTo, startBroker, type BrokerUnderTest } from './broker-under-test.ts';

const document = { '@context': { speed: 'https://example.org/hosted/speed' } };
const cachedAddress = 'https://example.org/vehicle.jsonld';

describe('JSON-LD context management (§5.13, §6.29, §6.30)', () => {
  let broker: BrokerUnderTest;
  beforeEach(() => {
    broker = startBroker();
  });
  afterEach(() => broker.remove());

  const host = async (headers = {}): Promise<string> => {
    const answer = await broker.call('POST', '/jsonldContexts', document, headers);
    expect(answer.status).toBe(201);
    return String(answer.headers['location']).replace('/ngsi-ld/v1', '');
  };
  const useCached = () => broker.call('GET', '/types', undefined, linkTo(cachedAddress));
  const cached = `/jsonldContexts/${encodeURIComponent(cachedAddress)}`;

  it('hosts a context, serves it and tells about it (§5.13.2 to §5.13.4)', async () => {
    const path = await host();
    expect(await broker.get(path)).toEqual(document);
    expect(await broker.get(`${path}?details=true`)).toMatchObject({
      URL: `https://city.example/ngsi-ld/v1${path}`,
      kind: 'Hosted',
      createdAt: '2026-03-01T12:00:00.000Z',
      numberOfHits: 1,
    });
    expect(await broker.get('/jsonldContexts')).toEqual([`https://city.example/ngsi-ld/v1${path}`]);
  });

  it('expands names by a context that it hosts, and counts its use', async () => {
    const path = await host();
    const entity = { id: 'urn:a:1', type: 'T', speed: 5 };
    await broker.call('POST', '/entities', entity, linkTo(`https://city.example/ngsi-ld/v1${path}`));
    expect(await broker.get('/entities/urn:a:1')).toHaveProperty('https://example.org/hosted/speed');
    // Looking at it finds it in the storage as well (§5.13.3.5).
    expect(await broker.get(`${path}?details=true`)).toMatchObject({ numberOfHits: 1 });
    expect(await broker.get(`${path}?details=true`)).toMatchObject({ numberOfHits: 2 });
  });

  it('lists nothing for a tenant that does not exist', async () => {
    expect(await broker.get('/jsonldContexts', { 'ngsild-tenant': 'nowhere' })).toEqual([]);
    expect(
      (await broker.call('GET', '/entities?type=T', undefined, { 'ngsild-tenant': 'nowhere' })).status,
    ).toBe(404);
  });

  it('keeps a copy of a fetched context, until it is deleted (§5.13.5)', async () => {
    await useCached();
    expect(await broker.get('/jsonldContexts?kind=Cached')).toEqual([cachedAddress]);
    expect(await broker.get(`${cached}?details=true`)).toMatchObject({ kind: 'Cached', URL: cachedAddress });
    expect((await broker.call('DELETE', `${cached}?reload=true`)).status).toBe(204);
    expect(await broker.get('/jsonldContexts?kind=Cached')).toHaveLength(1);
    expect((await broker.call('DELETE', cached)).status).toBe(204);
    expect(await broker.get('/jsonldContexts')).toEqual([]);
  });

  it('keeps a context that is no single address for its subscription', async () => {
    const subscription = {
      id: 'urn:a:s',
      type: 'Subscription',
      entities: [{ type: 'T' }],
      notification: { endpoint: { uri: 'https://example.org/notify' } },
      '@context': [cachedAddress, { colour: 'https://example.org/colour' }],
    };
    const headers = { 'content-type': 'application/ld+json' };
    expect((await broker.call('POST', '/subscriptions', subscription, headers)).status).toBe(201);
    const [address] = (await broker.get('/jsonldContexts?kind=ImplicitlyCreated')) as string[];
    expect(await broker.get('/subscriptions/urn:a:s')).toMatchObject({ jsonldContext: address });
    // That the broker keeps it for notifications is no use of it.
    const path = `/jsonldContexts/${encodeURIComponent(address ?? '')}?details=true`;
    expect(await broker.get(path)).toMatchObject({ numberOfHits: 0 });
  });

  it.each([
    ['subscriptions', cachedAddress],
    ['csourceSubscriptions', undefined],
  ])(
    'tells the same context of one of the %s after an update (§5.8.1.4, §5.8.2.4, §5.11.3.4)',
    async (path, told) => {
      const subscription = {
        id: 'urn:a:s',
        type: 'Subscription',
        entities: [{ type: 'T' }],
        notification: { endpoint: { uri: 'https://example.org/notify' } },
        '@context': [cachedAddress],
      };
      const headers = { 'content-type': 'application/ld+json' };
      expect((await broker.call('POST', `/${path}`, subscription, headers)).status).toBe(201);
      const before = await broker.get(`/${path}/urn:a:s`);
      expect((before as Record<string, unknown>)['jsonldContext']).toBe(told);
      const link = `<${cachedAddress}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;
      const answer = await broker.call('PATCH', `/${path}/urn:a:s`, { isActive: true }, { link });
      expect(answer.status).toBe(204);
      expect(await broker.get(`/${path}/urn:a:s`)).toEqual({ ...(before as object), isActive: true });
    },
  );

  it('counts a context once for each operation, whatever reads it on the way (§5.13.3.5)', async () => {
    const registration = {
      id: 'urn:a:r',
      type: 'ContextSourceRegistration',
      information: [{ entities: [{ type: 'Other' }] }],
      endpoint: 'https://source.example.org',
    };
    expect((await broker.call('POST', '/csourceRegistrations', registration)).status).toBe(201);
    await useCached();
    expect(await broker.get(`${cached}?details=true`)).toMatchObject({ numberOfHits: 1 });
  });

  it('keeps the hosted contexts of tenants apart', async () => {
    const path = await host({ 'ngsild-tenant': 'bonn' });
    expect((await broker.call('GET', path)).status).toBe(404);
    expect(await broker.get('/jsonldContexts')).toEqual([]);
    expect(await broker.get(path, { 'ngsild-tenant': 'bonn' })).toEqual(document);
  });

  it('never deletes the core context', async () => {
    const core = encodeURIComponent('https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.9.jsonld');
    expect((await broker.call('DELETE', `/jsonldContexts/${core}`)).status).toBe(400);
    expect((await broker.call('DELETE', `/jsonldContexts/${core}?reload=true`)).status).toBe(204);
  });

  it.each([
    [{}, 'InvalidRequest'],
    [{ '@context': 5 }, 'BadRequestData'],
    [{ '@context': ['https://example.org/unreachable.jsonld', 5] }, 'BadRequestData'],
    [{ '@context': { a: { '@id': 'https://a.b/c', '@context': {} } } }, 'BadRequestData'],
    [{ '@context': 'https://example.org/unreachable.jsonld' }, 'LdContextNotAvailable'],
  ])('refuses to host %j', async (body, type) => {
    const answer = await broker.call('POST', '/jsonldContexts', body);
    expect(answer.json()).toMatchObject({ type: `https://uri.etsi.org/ngsi-ld/errors/${type}` });
    expect(await broker.get('/jsonldContexts')).toEqual([]);
  });

  it.each([
    ['GET', '/jsonldContexts?kind=Other', 400],
    ['GET', '/jsonldContexts?details=maybe', 400],
    ['GET', '/jsonldContexts/nothing', 404],
    ['GET', `/jsonldContexts/${encodeURIComponent('https://a.b/ngsi-ld/v1/jsonldContexts/%zz')}`, 404],
    ['DELETE', '/jsonldContexts/nothing', 404],
    ['DELETE', '/jsonldContexts/nothing?reload=maybe', 400],
    ['DELETE', '/jsonldContexts/nothing?reload=true', 400],
  ] as const)('%s %s is answered with %i', async (method, path, status) => {
    expect((await broker.call(method, path)).status).toBe(status);
  });

  it('reloads only what it fetched', async () => {
    const path = await host();
    expect((await broker.call('DELETE', `${path}?reload=true`)).status).toBe(400);
    expect((await broker.call('DELETE', path)).status).toBe(204);
    expect((await broker.call('GET', path)).status).toBe(404);
  });
});
