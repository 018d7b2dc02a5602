import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idOf, startMonitoring, type Fixture } from './monitoring-fixture.ts';

const tile = {
  id: 't1',
  kind: 'trend',
  title: 'Radverkehr',
  width: 6,
  entityId: 'urn:ngsi-ld:BikeCounter:1',
  attribute: 'intensity',
};
const path = '/api/dashboards';

describe('dashboards', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await startMonitoring();
  });
  afterEach(() => fixture.remove());

  const create = async (body: object = { title: 'Verkehr', tiles: [tile] }): Promise<string> =>
    idOf(await fixture.client().call('POST', path, { body }));

  it('are saved under an address that can be shared, and survive a restart', async () => {
    const answer = await fixture.client().call('POST', path, { body: { title: 'Verkehr', tiles: [tile] } });
    expect(answer).toMatchObject({ status: 201, headers: { etag: '"1"' } });
    await fixture.restart();
    const shown = await fixture.client().call('GET', String(answer.headers['location']));
    expect(shown.json()).toMatchObject({ title: 'Verkehr', tiles: [tile], version: 1 });
  });

  it('are of a tenant, whose entities they show; the default one unless told', async () => {
    await create({ title: 'Verkehr', tiles: [] });
    const { status, json } = await fixture
      .client()
      .call('POST', path, { body: { title: 'Leipzig', tenant: 'leipzig', tiles: [tile] } });
    expect(status).toBe(201);
    expect(json()).toMatchObject({ tenant: 'leipzig' });
    const titles = async (query: string) => {
      const answer = await fixture.client().call('GET', `${path}${query}`);
      const { dashboards, count } = answer.json() as {
        readonly dashboards: readonly { readonly title: string }[];
        readonly count: number;
      };
      return [dashboards.map(({ title }) => title), count];
    };
    expect(await titles('')).toEqual([['Verkehr'], 1]);
    expect(await titles('?tenant=leipzig')).toEqual([['Leipzig'], 1]);
    const bad = await fixture.client().call('POST', path, { body: { title: 'X', tenant: 7, tiles: [] } });
    expect(bad.status).toBe(400);
    expect(bad.json()).toMatchObject({ errors: [{ pointer: '/tenant' }] });
  });

  it.each(['a b/é', 'ü', 'a/b', 'a'.repeat(65), ' '])(
    'are of no tenant %j, which can be none',
    async (tenant) => {
      const body = { title: 'X', tenant, tiles: [] };
      const finding = { detail: expect.stringContaining('letters') as string };
      const refused = await fixture.client().call('POST', path, { body });
      expect(refused.status).toBe(400);
      expect(refused.json()).toMatchObject({ errors: [{ pointer: '/tenant', ...finding }] });
      const address = `${path}/${await create()}`;
      const changed = await fixture.client().call('PUT', address, { body: { ...body, version: 1 } });
      expect(changed.status).toBe(400);
      for (const listed of [path, '/api/alert-rules', '/api/alerts']) {
        const answer = await fixture.client().call('GET', `${listed}?tenant=${encodeURIComponent(tenant)}`);
        expect(answer.status).toBe(400);
        expect(answer.json()).toMatchObject({ errors: [{ pointer: 'tenant', ...finding }] });
      }
    },
  );

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', ''])(
    'are sent as JSON, not as %j',
    async (type) => {
      const headers = { 'content-type': type };
      const address = `${path}/${await create()}`;
      for (const [method, to] of [
        ['POST', path],
        ['PUT', address],
      ] as const) {
        const body = { title: 'X', tiles: [], ...(method === 'PUT' ? { version: 1 } : {}) };
        const refused = await fixture.client().call(method, to, { body, headers });
        expect(refused).toMatchObject({
          status: 415,
          headers: { 'content-type': 'application/problem+json' },
        });
      }
    },
  );

  it('may be sent with a charset', async () => {
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
    const body = { title: 'Verkehr', tiles: [] };
    expect((await fixture.client().call('POST', path, { body, headers })).status).toBe(201);
  });

  it('are changed only from their current version, given in the body or in If-Match', async () => {
    const address = `${path}/${await create()}`;
    const save = (title: string, more: object, headers = {}) =>
      fixture.client().call('PUT', address, { body: { title, tiles: [], ...more }, headers });
    expect((await save('Zwei', { version: 1 })).json()).toMatchObject({ title: 'Zwei', version: 2 });
    const refused = await save('Drei', { version: 1 });
    expect(refused).toMatchObject({
      status: 409,
      headers: { 'content-type': 'application/problem+json' },
    });
    expect(refused.json()).toMatchObject({ title: 'Somebody else has changed this meanwhile', status: 409 });
    expect((await save('Drei', {}, { 'if-match': '"2"' })).status).toBe(200);
    expect((await save('Vier', {})).status).toBe(400);
    expect((await save('Vier', {}, { 'if-match': 'three' })).status).toBe(400);
    expect((await fixture.client().call('GET', address)).json()).toMatchObject({ title: 'Drei', version: 3 });
  });

  it('changed by two at once keep one change and refuse the other', async () => {
    const address = `${path}/${await create()}`;
    const answers = await Promise.all(
      ['Links', 'Rechts'].map((title) =>
        fixture.client().call('PUT', address, { body: { title, tiles: [], version: 1 } }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('are deleted, when asked for only in the version that was seen', async () => {
    const address = `${path}/${await create()}`;
    const remove = (headers = {}) => fixture.client().call('DELETE', address, { headers });
    expect((await remove({ 'if-match': '"7"' })).status).toBe(409);
    expect((await remove({ 'if-match': '7' })).status).toBe(400);
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
    expect((await fixture.client().call('GET', address)).status).toBe(404);
  });

  it('are listed in pages', async () => {
    for (const title of ['Eins', 'Zwei', 'Drei']) await create({ title, tiles: [] });
    const page = await fixture.client().call('GET', `${path}?limit=1&offset=1`);
    expect(page.json()).toMatchObject({ count: 3, dashboards: [{ title: 'Zwei' }] });
    for (const query of ['limit=1001', 'limit=-1', 'limit=x', 'offset=1.5', 'page=2']) {
      expect((await fixture.client().call('GET', `${path}?${query}`)).status).toBe(400);
    }
  });

  it('may choose their id once', async () => {
    const body = { id: 'verkehr', title: 'Verkehr', tiles: [] };
    expect(await create(body)).toBe('verkehr');
    expect((await fixture.client().call('POST', path, { body })).status).toBe(409);
    const elsewhere = { ...body, id: 'umwelt', version: 1 };
    expect((await fixture.client().call('PUT', `${path}/verkehr`, { body: elsewhere })).status).toBe(400);
  });

  it('are refused with everything that is wrong with them', async () => {
    const broken = {
      id: '..',
      title: ' ',
      tiles: [{ ...tile, width: 13, kind: 'pie', 'a/b': 1 }, tile],
      x: 1,
    };
    const answer = await fixture.client().call('POST', path, { body: broken });
    const { errors } = answer.json() as { readonly errors: readonly { readonly pointer: string }[] };
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual([
      '/id',
      '/tiles',
      '/tiles/0/a~1b',
      '/tiles/0/kind',
      '/tiles/0/width',
      '/title',
      '/x',
    ]);
  });
});
