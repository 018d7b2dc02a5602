import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answers, federate, isDown, type Federation } from './federation.ts';

const id = 'urn:ngsi-ld:Vehicle:1';
const all = {
  id,
  type: 'Vehicle',
  speed: { type: 'Property', value: 5 },
  colour: { type: 'Property', value: 'red' },
};
const speedOf1 = [{ entities: [{ id, type: 'Vehicle' }], propertyNames: ['speed'] }];
const exclusive = { mode: 'exclusive', information: speedOf1, operations: ['redirectionOps'] };
const redirect = { mode: 'redirect', operations: ['redirectionOps'] };
const inclusive = { mode: 'inclusive', operations: ['redirectionOps'] };

describe('writes to several sources (§5.6, §6.3.17)', () => {
  let cities: Federation;
  beforeEach(() => {
    cities = federate('hamburg', 'leipzig', 'munich');
  });
  afterEach(() => cities.remove());

  const call = (...given: Parameters<ReturnType<Federation['broker']>['call']>) =>
    cities.broker('hamburg').call(...given);
  const at = async (city: string, path = `/entities/${id}?local=true&options=keyValues`) =>
    (await cities.broker(city).call('GET', path)).json();

  it('gives an exclusive source its attributes, and keeps the others (§4.3.6.3, §5.6.1)', async () => {
    await cities.register('hamburg', 'leipzig', exclusive);
    const created = await call('POST', '/entities', all);
    expect([created.status, created.headers['location']]).toEqual([201, `/ngsi-ld/v1/entities/${id}`]);
    expect(await at('leipzig')).toEqual({ id, type: 'Vehicle', speed: 5 });
    expect(await at('hamburg')).toEqual({ id, type: 'Vehicle', colour: 'red' });
    const whole = await call('GET', `/entities/${id}?options=keyValues`);
    expect(whole.json()).toEqual({ id, type: 'Vehicle', colour: 'red', speed: 5 });
  });

  it('writes where the data is, with every operation', async () => {
    await cities.register('hamburg', 'leipzig', exclusive);
    await call('POST', '/entities', all);
    const value = (speed: number) => ({ type: 'Property', value: speed });
    const write = async (...given: Parameters<typeof call>) => {
      expect((await call(...given)).status).toBe(204);
      return at('leipzig');
    };
    expect(await write('PATCH', `/entities/${id}`, { speed: value(6) })).toMatchObject({ speed: 6 });
    expect(await write('PATCH', `/entities/${id}/attrs`, { speed: value(7) })).toMatchObject({ speed: 7 });
    expect(await write('POST', `/entities/${id}/attrs`, { speed: value(8) })).toMatchObject({ speed: 8 });
    expect(await write('PATCH', `/entities/${id}/attrs/speed`, value(9))).toMatchObject({ speed: 9 });
    expect(await write('PUT', `/entities/${id}/attrs/speed`, value(10))).toMatchObject({ speed: 10 });
    const { id: _id, ...replacement } = all;
    expect(await write('PUT', `/entities/${id}`, replacement)).toMatchObject({ speed: 5 });
    expect(await write('DELETE', `/entities/${id}/attrs/speed`)).toEqual({ id, type: 'Vehicle' });
    expect(await at('hamburg')).toEqual({ id, type: 'Vehicle', colour: 'red' });
    expect(await write('DELETE', `/entities/${id}`)).toMatchObject({ status: 404 });
    expect(await at('hamburg')).toMatchObject({ status: 404 });
  });

  it('leaves nothing here that redirect sources take, who all get it (§4.3.6.3)', async () => {
    await cities.register('hamburg', 'leipzig', redirect);
    await cities.register('hamburg', 'munich', redirect);
    expect((await call('POST', '/entities', all)).status).toBe(201);
    expect(await at('leipzig')).toEqual(await at('munich'));
    expect(await at('hamburg')).toMatchObject({ status: 404 });
    expect((await call('DELETE', `/entities/${id}`)).status).toBe(204);
    expect(await at('munich')).toMatchObject({ status: 404 });
  });

  it('tells by 207 what failed where (§5.2.16)', async () => {
    await cities.register('hamburg', 'leipzig', inclusive);
    await call('POST', '/entities?local=true', all);
    const created = await call('POST', '/entities', all);
    expect(created.status).toBe(207);
    expect(created.json()).toMatchObject({
      success: [id],
      errors: [{ entityId: id, error: { status: 409, title: expect.any(String) } }],
    });
    await cities.broker('leipzig').call('DELETE', `/entities/${id}`);
    const deleted = await call('DELETE', `/entities/${id}`);
    expect(deleted.json()).toMatchObject({
      errors: [
        {
          registrationId: 'urn:ngsi-ld:ContextSourceRegistration:leipzig',
          error: { status: 404, type: 'https://uri.etsi.org/ngsi-ld/errors/ResourceNotFound' },
        },
      ],
    });
    expect(await at('hamburg')).toMatchObject({ status: 404 });
  });

  it('tells which attributes were not updated, and by whom (§5.2.18)', async () => {
    await cities.register('hamburg', 'leipzig', inclusive);
    await call('POST', '/entities?local=true', all);
    const answer = await call('PATCH', `/entities/${id}/attrs`, { speed: { type: 'Property', value: 6 } });
    expect([answer.status, answer.json()]).toEqual([
      207,
      {
        updated: ['speed'],
        notUpdated: [
          {
            attributeName: 'speed',
            reason: expect.stringContaining('does not exist'),
            registrationId: 'urn:ngsi-ld:ContextSourceRegistration:leipzig',
          },
        ],
      },
    ]);
    cities.answerFor('leipzig', answers(207));
    const partly = await call('POST', `/entities/${id}/attrs`, { speed: { type: 'Property', value: 7 } });
    expect(partly.json()).toMatchObject({ updated: ['speed'], notUpdated: [{ attributeName: 'speed' }] });
  });

  it.each([
    [isDown, 502],
    [answers(503), 502],
    [answers(403, { title: 'No', detail: 'not you' }), 403],
    [() => ({ kind: 'failure', failure: 'timeout', detail: 'late' }) as const, 504],
  ])('answers as the only source that holds the data does', async (answering, status) => {
    await cities.register('hamburg', 'leipzig', redirect);
    cities.answerFor('leipzig', answering);
    const answer = await call('POST', '/entities', all);
    expect(answer.status).toBe(status);
    expect(answer.json()).toMatchObject({ status, type: expect.stringContaining('/errors/') });
  });

  it('refuses what the source that holds the data does not offer (§5.6.1.4)', async () => {
    await cities.register('hamburg', 'leipzig', { ...redirect, operations: ['retrieveOps'] });
    const answer = await call('POST', '/entities', all);
    expect([answer.status, answer.json()]).toEqual([
      409,
      expect.objectContaining({ type: 'https://uri.etsi.org/ngsi-ld/errors/Conflict' }),
    ]);
    expect(cities.sent).toEqual([]);
    expect(await at('hamburg')).toMatchObject({ status: 404 });
  });

  it('asks nobody with local=true, no source that only reads, and nobody for what is invalid', async () => {
    await cities.register('hamburg', 'leipzig', { mode: 'auxiliary', operations: ['retrieveOps'] });
    await cities.register('hamburg', 'munich', inclusive);
    expect((await call('POST', '/entities?local=true', all)).status).toBe(201);
    const invalid = [
      await call('POST', '/entities', { ...all, id: 'no id' }),
      await call('PATCH', `/entities/${id}`, { speed: { type: 'Speed' } }),
      await call('PUT', `/entities/${id}`, { ...all, id: 'urn:other' }),
      await call('POST', `/entities/${id}/attrs?options=maybe`, { speed: { type: 'Property', value: 1 } }),
      await call('PATCH', `/entities/${id}/attrs/speed`, 5),
    ];
    expect(invalid.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
    expect(cities.sent).toEqual([]);
    await call('POST', '/entities', { ...all, id: 'urn:ngsi-ld:Vehicle:2' });
    expect(cities.sentTo('leipzig')).toEqual([]);
    expect(cities.sentTo('munich')).toEqual(['POST /entities']);
  });

  it('refuses what comes back from the source that holds the data (508, §6.3.18)', async () => {
    await cities.register('hamburg', 'leipzig', redirect);
    await cities.register('leipzig', 'hamburg', { ...redirect, id: 'urn:r:back' });
    const answer = await call('POST', '/entities', all);
    expect([answer.status, answer.json()]).toEqual([
      508,
      expect.objectContaining({ type: 'https://uri.etsi.org/ngsi-ld/errors/LoopDetected' }),
    ]);
    expect(cities.sent).toHaveLength(2);
  });

  it('takes an inclusive circle for what it is: both have it', async () => {
    await cities.register('hamburg', 'leipzig', inclusive);
    await cities.register('leipzig', 'hamburg', inclusive);
    await call('POST', '/entities', all);
    expect(await at('leipzig')).toEqual(await at('hamburg'));
  });

  it('keeps data of others from an update of a type that the source does not have', async () => {
    await cities.register('hamburg', 'leipzig', {
      ...inclusive,
      information: [{ entities: [{ type: 'Boat' }] }],
    });
    await call('POST', '/entities', all);
    await call('PATCH', `/entities/${id}`, { speed: { type: 'Property', value: 6 } });
    await call('DELETE', `/entities/${id}`);
    expect(cities.sent).toEqual([]);
  });

  describe('batches (§5.6.7–§5.6.10, §5.6.20)', () => {
    const other = { ...all, id: 'urn:ngsi-ld:Vehicle:2' };
    const batch = ['createBatch', 'upsertBatch', 'updateBatch', 'deleteBatch', 'mergeBatch'];
    const run = (name: string, body: unknown, query = '') =>
      call('POST', `/entityOperations/${name}${query}`, body);

    it('sends each source its parts at once', async () => {
      await cities.register('hamburg', 'leipzig', { ...exclusive, operations: batch });
      await cities.register('hamburg', 'munich', { ...inclusive, operations: batch });
      const created = await run('create', [all, other]);
      expect([created.status, created.json()]).toEqual([201, [id, other.id]]);
      expect(await at('leipzig')).toEqual({ id, type: 'Vehicle', speed: 5 });
      expect(await at('munich')).toEqual({ id, type: 'Vehicle', colour: 'red' });
      expect((await run('update', [{ id, speed: { type: 'Property', value: 6 } }])).status).toBe(204);
      expect((await run('merge', [{ id, speed: { type: 'Property', value: 7 } }])).status).toBe(204);
      expect(await at('leipzig')).toMatchObject({ speed: 7 });
      expect((await run('upsert', [{ ...all, speed: 8 }], '?options=update')).status).toBe(204);
      expect(await at('leipzig')).toMatchObject({ speed: 8 });
      expect((await run('delete', [id, other.id])).status).toBe(204);
      for (const city of ['hamburg', 'leipzig', 'munich'])
        expect(await at(city)).toMatchObject({ status: 404 });
      expect(cities.sentTo('leipzig')).toEqual(
        ['create', 'update', 'merge', 'upsert?options=update', 'delete'].map(
          (name) => `POST /entityOperations/${name}`,
        ),
      );
    });

    it('does with single operations where a source knows no batches', async () => {
      await cities.register('hamburg', 'leipzig', redirect);
      expect((await run('create', [all, other])).status).toBe(201);
      expect((await run('merge', [{ id, speed: { type: 'Property', value: 7 } }])).status).toBe(204);
      expect((await run('update', [{ id, speed: { type: 'Property', value: 8 } }])).status).toBe(204);
      expect(await at('leipzig')).toMatchObject({ speed: 8 });
      expect((await run('delete', [id])).status).toBe(204);
      expect(cities.sentTo('leipzig').map((sent) => sent.split(' ')[0])).toEqual([
        'POST',
        'POST',
        'PATCH',
        'POST',
        'DELETE',
      ]);
    });

    it('tells what failed where', async () => {
      await cities.register('hamburg', 'leipzig', { ...inclusive, operations: batch });
      await cities.broker('leipzig').call('POST', '/entities', other);
      const answer = await run('create', [all, other, { id: 'urn:x', type: 5 }]);
      expect(answer.status).toBe(207);
      expect(answer.json()).toMatchObject({
        success: [id],
        errors: [
          { entityId: 'urn:x', error: { status: 400 } },
          {
            entityId: other.id,
            registrationId: 'urn:ngsi-ld:ContextSourceRegistration:leipzig',
            error: { status: 409 },
          },
        ],
      });
      cities.answerFor('leipzig', isDown);
      expect((await run('delete', [id])).json()).toMatchObject({ success: [], errors: [{ entityId: id }] });
    });

    it('refuses the parts that come back or cannot be taken', async () => {
      await cities.register('hamburg', 'leipzig', { ...redirect, operations: batch });
      await cities.register('leipzig', 'hamburg', { ...redirect, operations: batch });
      expect((await run('create', [all])).json()).toMatchObject({ errors: [{ error: { status: 508 } }] });
      expect((await run('create', [])).status).toBe(400);
      expect((await run('create', 'x')).status).toBe(400);
      await cities.register('munich', 'leipzig', { ...redirect, operations: ['createEntity'] });
      const upsert = await cities.broker('munich').call('POST', '/entityOperations/upsert', [all]);
      expect(upsert.json()).toMatchObject({ errors: [{ error: { status: 409 } }] });
    });
  });

  describe('purge (§5.6.21)', () => {
    it('deletes everywhere, but nothing that a source is not registered for (§4.3.6.1)', async () => {
      await cities.register('hamburg', 'munich', { ...inclusive, operations: ['purgeEntity'] });
      await cities.register('hamburg', 'leipzig', exclusive);
      for (const city of ['leipzig', 'munich', 'hamburg'])
        await cities.broker(city).call('POST', '/entities?local=true', all);
      expect((await call('DELETE', '/entities?type=Vehicle')).status).toBe(204);
      expect(cities.sentTo('munich')).toEqual(['DELETE /entities?type=Vehicle']);
      expect(await at('leipzig')).toEqual({ id, type: 'Vehicle', colour: 'red' });
      expect(await at('hamburg')).toMatchObject({ status: 404 });
    });

    it('tells which sources did not', async () => {
      await cities.register('hamburg', 'munich', { ...redirect, operations: ['retrieveOps'] });
      await cities.register('hamburg', 'leipzig', inclusive);
      cities.answerFor('leipzig', isDown);
      const answer = await call('DELETE', '/entities?type=Vehicle');
      expect([answer.status, answer.json()]).toMatchObject([
        207,
        { errors: [{ error: { status: 502 } }, { error: { status: 409 } }] },
      ]);
    });
  });
});
