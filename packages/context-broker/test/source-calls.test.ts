import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkTo } from './broker-under-test.ts';
import { answers, federate, isDown, type Federation } from './federation.ts';

const id = 'urn:ngsi-ld:Vehicle:1';
const all = { id, type: 'Vehicle', speed: { type: 'Property', value: 5 } };
const inclusive = { mode: 'inclusive', operations: ['redirectionOps'] };

describe('how a source is called (§4.3.6.4–§4.3.6.6, §5.2.34)', () => {
  let cities: Federation;
  beforeEach(() => {
    cities = federate('hamburg', 'leipzig', 'munich');
  });
  afterEach(() => cities.remove());

  const call = (...given: Parameters<ReturnType<Federation['broker']>['call']>) =>
    cities.broker('hamburg').call(...given);

  const info = (pairs: Readonly<Record<string, string>>) => ({
    ...inclusive,
    contextSourceInfo: Object.entries(pairs).map(([key, value]) => ({ key, value })),
  });
  const last = () => cities.sent.at(-1);

  it('conveys headers, but none of its own', async () => {
    await cities.register('hamburg', 'leipzig', {
      ...info({
        authorization: 'Bearer x',
        user: 'urn:ngsi-ld:request',
        'NGSILD-Tenant': 'thief',
        Via: '1.1 evil',
      }),
      tenant: 'public',
    });
    cities.answerFor('leipzig', answers(200, []));
    await call('GET', '/entities?type=Vehicle', undefined, { user: 'abcd' });
    expect(last()?.headers).toEqual({
      Accept: 'application/json',
      authorization: 'Bearer x',
      user: 'abcd',
      'NGSILD-Tenant': 'public',
      Via: '1.1 hamburg.example',
    });
    await call('GET', '/entities?type=Vehicle');
    expect(last()?.headers).not.toHaveProperty('user');
  });

  it('keeps requests of a tenant to its own sources', async () => {
    await cities.register('hamburg', 'leipzig', inclusive);
    const tenant = { 'ngsild-tenant': 'harbour' };
    expect((await call('POST', '/entities', all, tenant)).status).toBe(201);
    expect(cities.sent).toEqual([]);
  });

  it('speaks in the context and media type that the source wants', async () => {
    const context = 'https://example.org/vehicle.jsonld';
    await cities.register('hamburg', 'leipzig', {
      ...info({ jsonldContext: context, accept: 'application/ld+json' }),
      information: [{ entities: [{ type: 'https://example.org/Vehicle' }] }],
    });
    const iri = 'https://example.org/';
    const entity = { id, type: `${iri}Vehicle`, [`${iri}speed`]: { type: 'Property', value: 1 } };
    expect((await call('POST', '/entities', entity)).status).toBe(201);
    expect(last()?.headers).toMatchObject({
      Link: linkTo(context)['link'],
      Accept: 'application/ld+json',
    });
    expect(JSON.parse(last()?.body ?? '')).toEqual({
      id,
      type: 'Vehicle',
      speed: { type: 'Property', value: 1 },
    });
    const found = await call('GET', `/entities?type=${iri}Vehicle&q=${iri}speed==1`);
    expect(found.json()).toEqual([entity]);
    expect((await call('GET', `/entities?type=${iri}Vehicle&q=${iri}speed==2`)).json()).toEqual([]);
    expect((await call('DELETE', `/entities/${id}/attrs/${encodeURIComponent(`${iri}speed`)}`)).status).toBe(
      204,
    );
    expect(cities.sentTo('leipzig').at(-1)).toBe(`DELETE /entities/${id}/attrs/speed`);
  });

  it('leaves out a source whose context cannot be had, and says so', async () => {
    const operations = ['redirectionOps', 'federationOps', 'createBatch', 'deleteBatch'];
    const missing = info({ jsonldContext: 'https://example.org/missing.jsonld' });
    await cities.register('hamburg', 'leipzig', { ...missing, operations });
    expect((await call('POST', '/entities', all)).status).toBe(207);
    expect((await call('POST', '/entityOperations/create', [{ ...all, id: 'urn:b' }])).status).toBe(207);
    for (const path of [`/entities/${id}`, '/entities?type=Vehicle', '/types']) {
      const answer = await call('GET', path);
      expect([answer.status, String(answer.headers['ngsild-warning'])]).toEqual([
        200,
        expect.stringContaining('missing.jsonld'),
      ]);
    }
    expect((await call('DELETE', '/entities?type=Vehicle')).status).toBe(207);
    expect(cities.sent).toEqual([]);
  });

  it('puts a context without an address into the body', async () => {
    await cities.register('hamburg', 'leipzig', {
      ...inclusive,
      information: [{ entities: [{ type: 'https://a.b/Car' }] }],
    });
    const own = { '@context': { Car: 'https://a.b/Car' }, id, type: 'Car' };
    const ldJson = { 'content-type': 'application/ld+json' };
    expect((await call('POST', '/entities', own, ldJson)).status).toBe(201);
    expect(last()?.headers['Content-Type']).toBe('application/ld+json');
    expect(JSON.parse(last()?.body ?? '')).toEqual(own);
    await cities.register('hamburg', 'munich', info({ contentType: 'application/ld+json' }));
    await call('POST', '/entities', all);
    expect(JSON.parse(last()?.body ?? '')).toHaveProperty('@context');
  });

  it('keeps a source from asking others when it is registered as localOnly', async () => {
    await cities.register('hamburg', 'leipzig', { ...inclusive, management: { localOnly: true } });
    await cities.register('hamburg', 'munich', { ...inclusive, localOnly: true });
    await call('GET', `/entities/${id}`);
    expect([...cities.sentTo('leipzig'), ...cities.sentTo('munich')]).toEqual(
      Array(2).fill(`GET /entities/${id}?options=sysAttrs&local=true`),
    );
  });

  it('gives a source its time, and rest after a failure', async () => {
    await cities.register('hamburg', 'leipzig', {
      ...inclusive,
      management: { timeout: 250, cooldown: 5000 },
    });
    cities.answerFor('leipzig', isDown);
    const warned = async () => String((await call('GET', `/entities/${id}`)).headers['ngsild-warning']);
    expect(await warned()).toContain('cannot be reached');
    expect(last()?.timeoutMs).toBe(250);
    expect(await warned()).toContain('failed less than 5000 ms ago');
    expect(cities.sent).toHaveLength(1);
    cities.broker('hamburg').clock.advance(5000);
    await warned();
    expect(cities.sent).toHaveLength(2);
  });
});
