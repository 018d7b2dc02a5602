import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkTo, startBroker, type BrokerUnderTest } from './broker-under-test.ts';

const path = '/entities/urn:ngsi-ld:AirQualityObserved:domplatz';
const station = {
  id: 'urn:ngsi-ld:AirQualityObserved:domplatz',
  type: 'AirQualityObserved',
  no2: [
    { type: 'Property', value: 21, unitCode: 'GQ' },
    { type: 'Property', value: 25, datasetId: 'urn:ngsi-ld:dataset:reference' },
  ],
  operator: { type: 'Relationship', object: 'urn:ngsi-ld:Organisation:lanuv' },
  quality: { type: 'Property', value: 'checked', by: { type: 'Property', value: 'Ahlers' } },
};
const reference = 'urn:ngsi-ld:dataset:reference';
const nullValue = 'urn:ngsi-ld:null';

let broker: BrokerUnderTest;
beforeEach(async () => {
  broker = startBroker();
  await broker.call('POST', '/entities', station);
});
afterEach(() => broker.remove());

const simplified = () => broker.get(`${path}?format=simplified`);
const attribute = async (name: string) => ((await broker.get(path)) as Record<string, unknown>)[name];
const pointersOf = (answer: { json(): unknown }) =>
  (answer.json() as { errors?: { pointer: string }[] }).errors?.map(({ pointer }) => pointer);

const fullName = (name: string): string => `https://uri.etsi.org/ngsi-ld/default-context/${name}`;

describe('Append Attributes (§5.6.3, §6.6.3.1)', () => {
  it('adds new attributes and overwrites those that exist', async () => {
    const answer = await broker.call('POST', `${path}/attrs`, { pm10: { value: 12 }, quality: 'raw' });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await broker.get(`${path}?format=simplified&pick=pm10,quality`)).toEqual({
      pm10: 12,
      quality: 'raw',
    });
  });

  it('adds an instance with a datasetId beside the others (§4.5.5)', async () => {
    const mobile = { type: 'Property', value: 30, datasetId: 'urn:ngsi-ld:dataset:mobile' };
    await broker.call('POST', `${path}/attrs`, { no2: mobile });
    expect(await attribute('no2')).toEqual([...station.no2, mobile]);
  });

  it('tells by 207 what options=noOverwrite kept, and adds the rest (§5.2.18, §5.2.19)', async () => {
    const body = { quality: 'raw', pm10: 12 };
    const answer = await broker.call('POST', `${path}/attrs?options=noOverwrite`, body);
    expect(answer.status).toBe(207);
    expect(answer.json()).toEqual({
      updated: [fullName('pm10')],
      notUpdated: [{ attributeName: fullName('quality'), reason: expect.any(String) as string }],
    });
    expect(await broker.get(`${path}?format=simplified&pick=pm10,quality`)).toEqual({
      pm10: 12,
      quality: 'checked',
    });
  });

  it('adds a type, and never takes one away', async () => {
    await broker.call('POST', `${path}/attrs`, { type: 'PointOfInterest' });
    expect(await simplified()).toMatchObject({ type: ['AirQualityObserved', 'PointOfInterest'] });
  });

  it('refuses unknown options, a foreign id and what is no attribute, and changes nothing', async () => {
    const before = await broker.get(`${path}?options=sysAttrs`);
    broker.clock.advance(1000);
    const append = (query: string, body: unknown) => broker.call('POST', `${path}/attrs${query}`, body);
    expect((await append('?options=overwrite', { a: 1 })).status).toBe(400);
    expect(pointersOf(await append('', { id: 'urn:a:other', a: 1 }))).toEqual(['/id']);
    expect(pointersOf(await append('', { ok: 1, bad: { type: 'Property' }, worse: null }))).toEqual([
      '/bad/value',
      '/worse/value',
    ]);
    expect((await append('', ['a'])).status).toBe(400);
    expect(await broker.get(`${path}?options=sysAttrs`)).toEqual(before);
    expect((await broker.call('POST', '/entities/urn:a:none/attrs', { a: 1 })).status).toBe(404);
  });
});

describe('Update Attributes (§5.6.2, §6.6.3.2)', () => {
  it('overwrites what exists and adds the others', async () => {
    const answer = await broker.call('PATCH', `${path}/attrs`, { quality: 'raw', pm10: 12 });
    expect(answer.status).toBe(204);
    expect(await simplified()).toMatchObject({ pm10: 12, quality: 'raw' });
    expect(await attribute('quality')).toEqual({ type: 'Property', value: 'raw' });
  });

  it('reports by 207 what cannot be deleted, and a scope that an entity without one does not get (§4.18)', async () => {
    const body = { quality: 'raw', pm10: nullValue, scope: '/Innenstadt' };
    const answer = await broker.call('PATCH', `${path}/attrs`, body);
    expect(answer.status).toBe(207);
    expect(answer.json()).toMatchObject({
      updated: [fullName('quality')],
      notUpdated: [{ attributeName: fullName('pm10') }, { attributeName: 'scope' }],
    });
    expect(await simplified()).not.toHaveProperty('scope');
    await broker.call('POST', `${path}/attrs`, { scope: '/A' });
    expect((await broker.call('PATCH', `${path}/attrs`, { scope: '/B' })).status).toBe(204);
    expect((await broker.call('POST', `${path}/attrs?options=noOverwrite`, { scope: '/C' })).status).toBe(
      204,
    );
    expect(await simplified()).toMatchObject({ scope: ['/B', '/C'] });
  });

  it('touches only the instance with the given datasetId', async () => {
    const next = { type: 'Property', value: 26, datasetId: reference };
    expect((await broker.call('PATCH', `${path}/attrs`, { no2: next })).status).toBe(204);
    expect(await attribute('no2')).toEqual([station.no2[0], next]);
  });

  it('deletes what is urn:ngsi-ld:null (§4.5.0, §5.4)', async () => {
    expect((await broker.call('PATCH', `${path}/attrs`, { quality: nullValue })).status).toBe(204);
    expect(await attribute('quality')).toBeUndefined();
    await broker.call('PATCH', `${path}/attrs`, {
      no2: { type: 'Property', value: nullValue, datasetId: reference },
    });
    expect(await attribute('no2')).toEqual(station.no2[0]);
  });

  it('keeps the date of creation of an overwritten instance', async () => {
    broker.clock.advance(60_000);
    await broker.call('PATCH', `${path}/attrs`, { quality: 'raw' });
    expect(await broker.get(`${path}?options=sysAttrs`)).toMatchObject({
      quality: { createdAt: '2026-03-01T12:00:00.000Z', modifiedAt: '2026-03-01T12:01:00.000Z' },
      operator: { createdAt: '2026-03-01T12:00:00.000Z', modifiedAt: '2026-03-01T12:00:00.000Z' },
    });
  });

  it('reads names with the context of the request', async () => {
    const context = linkTo('https://example.org/vehicle.jsonld');
    await broker.call('POST', `${path}/attrs`, { speed: 50 }, context);
    const foreign = await broker.call('PATCH', `${path}/attrs`, { speed: nullValue });
    expect(foreign.json()).toMatchObject({ updated: [], notUpdated: [{ attributeName: fullName('speed') }] });
    const own = await broker.call('PATCH', `${path}/attrs`, { 'https://example.org/speed': 60 });
    expect(own.status).toBe(204);
    expect(await broker.get(`${path}?format=simplified&pick=speed`, context)).toEqual({ speed: 60 });
  });
});

describe('Partial Attribute update (§5.6.4, §6.7.3.1)', () => {
  const patch = (name: string, body: unknown) => broker.call('PATCH', `${path}/attrs/${name}`, body);

  it('cannot take a datasetId away (§5.5.8)', async () => {
    expect((await patch('quality', { datasetId: nullValue })).status).toBe(400);
  });

  it('changes only the members that are given', async () => {
    expect((await patch('no2', { unitCode: 'GP' })).status).toBe(204);
    expect(await attribute('no2')).toEqual([{ ...station.no2[0], unitCode: 'GP' }, station.no2[1]]);
    await patch('quality', { value: 'raw' });
    expect(await attribute('quality')).toEqual({ ...station.quality, value: 'raw' });
  });

  it('removes a member and a sub-attribute that are urn:ngsi-ld:null, or the whole instance', async () => {
    await patch('no2', { unitCode: nullValue });
    expect(await attribute('no2')).toEqual([{ type: 'Property', value: 21 }, station.no2[1]]);
    await patch('quality', { by: nullValue });
    expect(await attribute('quality')).toEqual({ type: 'Property', value: 'checked' });
    await patch('no2', { value: nullValue, datasetId: reference });
    expect(await attribute('no2')).toEqual({ type: 'Property', value: 21 });
  });

  it('finds the instance by datasetId and says when there is none', async () => {
    expect((await patch('no2', { value: 27, datasetId: reference })).status).toBe(204);
    expect(await attribute('no2')).toMatchObject([{ value: 21 }, { value: 27 }]);
    expect((await patch('no2', { value: 1, datasetId: 'urn:ngsi-ld:dataset:none' })).status).toBe(404);
    expect((await patch('pm10', { value: 1 })).status).toBe(404);
    expect((await broker.call('PATCH', '/entities/urn:a:none/attrs/pm10', { value: 1 })).status).toBe(404);
  });

  it('refuses another kind of attribute, several instances, and a body that is none', async () => {
    const wrongKind = await patch('operator', { type: 'Property', value: 5 });
    expect([wrongKind.status, pointersOf(wrongKind)]).toEqual([400, ['/type']]);
    expect((await patch('no2', station.no2)).status).toBe(400);
    expect((await patch('no2', null)).status).toBe(400);
    expect((await patch('no2', { observedAt: '2026-03-01T12:00:00' })).status).toBe(400);
    expect(await broker.get(path)).toEqual(station);
  });
});

describe('Replace Attribute (§5.6.19, §6.7.3.3)', () => {
  const put = (name: string, body: unknown) => broker.call('PUT', `${path}/attrs/${name}`, body);

  it('puts the given instance in the place of the stored one, with nothing left of it', async () => {
    expect((await put('quality', { type: 'Property', value: 'raw' })).status).toBe(204);
    expect(await attribute('quality')).toEqual({ type: 'Property', value: 'raw' });
    await put('operator', { type: 'Property', value: 'city' });
    expect(await attribute('operator')).toEqual({ type: 'Property', value: 'city' });
  });

  it('replaces the instance with the same datasetId only', async () => {
    await put('no2', { type: 'Property', value: 26, datasetId: reference });
    expect(await attribute('no2')).toEqual([
      station.no2[0],
      { type: 'Property', value: 26, datasetId: reference },
    ]);
  });

  it('does not find an instance that is not there (§5.6.19.4)', async () => {
    const given = { type: 'Property', value: 1, datasetId: 'urn:ngsi-ld:dataset:other' };
    expect((await broker.call('PUT', `${path}/attrs/no2`, given)).status).toBe(404);
    expect(await attribute('no2')).toEqual(station.no2);
  });

  it('refuses what does not exist and what has no value', async () => {
    expect((await put('pm10', { type: 'Property', value: 1 })).status).toBe(404);
    expect((await put('quality', { type: 'Property' })).status).toBe(400);
    expect((await put('quality', { type: 'Property', value: nullValue })).status).toBe(400);
    expect(await broker.get(path)).toEqual(station);
  });
});

describe('Delete Attribute (§5.6.5, §6.7.3.2)', () => {
  const remove = (rest: string) => broker.call('DELETE', `${path}/attrs/${rest}`);

  it('deletes the default instance and keeps the others', async () => {
    expect((await remove('no2')).status).toBe(204);
    expect(await attribute('no2')).toEqual(station.no2[1]);
    expect((await remove('no2')).status).toBe(404);
  });

  it('deletes one instance by datasetId, or all by deleteAll', async () => {
    expect((await remove(`no2?datasetId=${reference}`)).status).toBe(204);
    expect(await attribute('no2')).toEqual(station.no2[0]);
    await broker.call('POST', `${path}/attrs`, { no2: station.no2[1] });
    expect((await remove('no2?deleteAll=true')).status).toBe(204);
    expect(await attribute('no2')).toBeUndefined();
  });

  it('says what does not exist, and refuses a flag that is neither true nor false', async () => {
    expect((await remove('pm10')).status).toBe(404);
    expect((await remove('pm10?deleteAll=true')).status).toBe(404);
    expect((await remove('no2?datasetId=urn:a:none')).status).toBe(404);
    expect((await remove('no2?deleteAll=maybe')).status).toBe(400);
    expect(await broker.get(path)).toEqual(station);
  });
});

describe('Replace Entity (§5.6.18)', () => {
  it('refuses a body whose id is not that of the address', async () => {
    const answer = await broker.call('PUT', path, { id: 'urn:a:other', type: 'T' });
    expect([answer.status, pointersOf(answer)]).toEqual([400, ['/id']]);
    expect(await broker.get(path)).toEqual(station);
  });
});
