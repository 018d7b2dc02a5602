import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answers, federate, isDown, type Federation } from './federation.ts';

const id = 'urn:ngsi-ld:Vehicle:1';
const day = (n: number): string => `2026-01-0${String(n)}T00:00:00Z`;
const since = `timerel=after&timeAt=${day(1)}`;
type Json = Readonly<Record<string, unknown>>;

/** Past instances of the speed, one for each day. */
const speeds = (...values: readonly (readonly [day: number, value: number])[]) =>
  values.map(([at, value]) => ({ type: 'Property', value, observedAt: day(at) }));
const evolution = (attributes: Json, of = id) => ({ id: of, type: 'Vehicle', ...attributes });

const operations = [
  'upsertTemporal',
  'appendAttrsTemporal',
  'deleteAttrsTemporal',
  'updateAttrInstanceTemporal',
  'deleteAttrInstanceTemporal',
  'deleteTemporal',
  'retrieveTemporal',
  'queryTemporal',
];

describe('The past of several sources', () => {
  let cities: Federation;
  beforeEach(() => {
    cities = federate('hamburg', 'leipzig', 'munich');
  });
  afterEach(() => cities.remove());

  const hamburg = () => cities.broker('hamburg');
  const tell = async (city: string, attributes: Json, of = id) => {
    const answer = await cities
      .broker(city)
      .call('POST', '/temporal/entities?local=true', evolution(attributes, of));
    expect([201, 204]).toContain(answer.status);
  };
  const ask = async (path: string) => {
    const answer = await hamburg().call('GET', `/temporal/entities${path}`);
    return { status: answer.status, body: answer.json() as Json, warning: answer.headers['ngsild-warning'] };
  };
  /** Pairs of day and value of an attribute. */
  const told = (entity: unknown, attribute = 'speed') =>
    ((entity as Json)[attribute] as { observedAt: string; value: unknown }[] | undefined)?.map(
      ({ observedAt, value }) => [Number(observedAt.slice(9, 10)), value],
    );

  describe('retrieved (§5.7.3)', () => {
    it('is that of all of them, each moment once, in order of time', async () => {
      await tell('hamburg', { speed: speeds([1, 10], [3, 30]) });
      await tell('leipzig', { speed: speeds([2, 20], [3, 30]), brand: speeds([1, 7]) });
      await cities.register('hamburg', 'leipzig', { operations });
      const { status, body, warning } = await ask(`/${id}?${since}`);
      expect([status, warning]).toEqual([200, undefined]);
      expect(told(body)).toEqual([
        [1, 10],
        [2, 20],
        [3, 30],
      ]);
      expect(told(body, 'brand')).toEqual([[1, 7]]);
      expect(cities.sentTo('leipzig')).toEqual([
        `GET /temporal/entities/${id}?timerel=after&timeAt=${day(1)}&options=sysAttrs`,
      ]);
    });

    it('is found where it is only elsewhere, in all representations', async () => {
      await tell('leipzig', { speed: speeds([1, 10], [2, 30]) });
      await cities.register('hamburg', 'leipzig', { operations });
      expect(told((await ask(`/${id}?${since}`)).body)).toHaveLength(2);
      expect((await ask(`/${id}?${since}&options=temporalValues`)).body['speed']).toEqual({
        type: 'Property',
        values: [
          [10, day(1)],
          [30, day(2)],
        ],
      });
      const averages = `${since}&format=aggregatedValues&aggrMethods=avg&aggrPeriodDuration=PT0S`;
      expect((await ask(`/${id}?${averages}`)).body['speed']).toMatchObject({
        avg: [[20, expect.anything(), expect.anything()]],
      });
      expect(told((await ask(`/${id}?${since}&lastN=1`)).body)).toEqual([[2, 30]]);
      expect(told((await ask(`/${id}?${since}&attrs=speed`)).body)).toHaveLength(2);
      expect((await ask(`/urn:ngsi-ld:Vehicle:9?${since}`)).status).toBe(404);
    });

    it('hides what is here of attributes that an exclusive or redirect source of the past holds', async () => {
      await cities.register('hamburg', 'leipzig', {
        mode: 'exclusive',
        operations,
        information: [{ entities: [{ id, type: 'Vehicle' }], propertyNames: ['speed'] }],
      });
      await tell('hamburg', { speed: speeds([1, 10]), brand: speeds([1, 1]) });
      await tell('leipzig', { speed: speeds([2, 20]), brand: speeds([2, 2]) });
      const { body } = await ask(`/${id}?${since}`);
      expect([told(body), told(body, 'brand')]).toEqual([[[2, 20]], [[1, 1]]]);
    });

    it('asks only sources whose interval is touched, and none of the present', async () => {
      await tell('leipzig', { speed: speeds([2, 20]) });
      const interval = { startAt: day(1), endAt: day(3) };
      await cities.register('hamburg', 'leipzig', { operations, observationInterval: interval });
      await cities.register('hamburg', 'munich', { operations: ['federationOps'] });
      const asked = async (query: string) => {
        const before = cities.sent.length;
        await ask(`/${id}?${query}`);
        return cities.sent.length - before;
      };
      expect(await asked(since)).toBe(1);
      expect(await asked(`timerel=after&timeAt=${day(5)}`)).toBe(0);
      expect(await asked(`timerel=before&timeAt=${day(1)}`)).toBe(0);
      expect(await asked(`timerel=between&timeAt=2025-12-01T00:00:00Z&endTimeAt=${day(2)}`)).toBe(1);
      expect(await asked(`${since}&timeproperty=modifiedAt`)).toBe(0);
      expect(await asked(`${since}&local=true`)).toBe(0);
      expect(cities.sentTo('munich')).toEqual([]);
    });

    it('costs a warning when a source is down or talks nonsense, never an error', async () => {
      await tell('hamburg', { speed: speeds([1, 10]) });
      await cities.register('hamburg', 'leipzig', { operations });
      cities.answerFor('leipzig', isDown);
      const down = await ask(`/${id}?${since}`);
      expect([down.status, told(down.body)]).toEqual([200, [[1, 10]]]);
      expect(String(down.warning)).toMatch(/^199 leipzig\.example/u);
      for (const [status, body, code] of [
        [200, { id, type: 'Vehicle', speed: [{ type: 'Strange' }] }, 111],
        [200, [7], 111],
        [403, {}, 299],
      ] as const) {
        cities.answerFor('leipzig', answers(status, body));
        const odd = await ask(`/${id}?${since}`);
        expect([odd.status, told(odd.body)]).toEqual([200, [[1, 10]]]);
        expect(String(odd.warning)).toMatch(new RegExp(`^${String(code)} `, 'u'));
      }
      cities.answerFor('leipzig', answers(404, {}));
      expect((await ask(`/${id}?${since}`)).warning).toBeUndefined();
    });

    it('ends where the shortest answer that was cut ends, so that nothing is left out (§6.3.10)', async () => {
      await tell('hamburg', { speed: speeds([1, 10], [5, 50]) });
      await cities.register('hamburg', 'leipzig', { operations });
      cities.answerFor('leipzig', answers(206, evolution({ speed: speeds([2, 20], [3, 30]) })));
      const answer = await hamburg().call('GET', `/temporal/entities/${id}?${since}`);
      expect(answer.status).toBe(206);
      expect(told(answer.json())?.map(([at]) => at)).toEqual([1, 2, 3]);
      expect(answer.headers['content-range']).toBe(
        'date-time 2026-01-01T00:00:00.000Z-2026-01-03T00:00:00.000Z/*',
      );
      const last = await hamburg().call('GET', `/temporal/entities/${id}?${since}&lastN=5`);
      expect(told(last.json())?.map(([at]) => at)).toEqual([2, 3, 5]);
    });
  });

  describe('queried (§5.7.4)', () => {
    beforeEach(async () => {
      await tell('hamburg', { speed: speeds([1, 10]) }, 'urn:a');
      await tell('leipzig', { speed: speeds([2, 90]) }, 'urn:b');
      await tell('munich', { speed: speeds([3, 20]) }, 'urn:a');
      await cities.register('hamburg', 'leipzig', { operations });
      await cities.register('hamburg', 'munich', { operations });
    });
    const ids = (body: unknown) => (body as readonly Json[]).map(({ id: one }) => one);

    it('gives the entities of all, page by page', async () => {
      const all = await ask(`?type=Vehicle&${since}`);
      expect(ids(all.body)).toEqual(['urn:a', 'urn:b']);
      expect(told((all.body as unknown as Json[])[0])).toEqual([
        [1, 10],
        [3, 20],
      ]);
      const first = await hamburg().call(
        'GET',
        `/temporal/entities?type=Vehicle&${since}&limit=1&count=true`,
      );
      expect(ids(first.json())).toEqual(['urn:a']);
      expect(String(first.headers['link'])).toContain('rel="next"');
      const second = await ask(`?type=Vehicle&${since}&limit=1&offset=1`);
      expect(ids(second.body)).toEqual(['urn:b']);
    });

    it('asks by POST as well, and applies the filters', async () => {
      const body = {
        type: 'Query',
        entities: [{ type: 'Vehicle' }],
        q: 'speed>50',
        temporalQ: { timerel: 'after', timeAt: day(1) },
      };
      const answer = await hamburg().call('POST', '/temporal/entityOperations/query', body);
      expect(ids(answer.json())).toEqual(['urn:b']);
      expect(cities.sentTo('leipzig')[0]).toContain('q=speed>50');
    });

    it('applies filters to merged entities when these may be split', async () => {
      const q = 'q=speed==10;speed==20';
      expect(ids((await ask(`?type=Vehicle&${since}&${q}`)).body)).toEqual([]);
      const split = await ask(`?type=Vehicle&${since}&${q}&splitEntities=true`);
      expect(ids(split.body)).toEqual(['urn:a']);
      expect(cities.sentTo('munich').at(-1)).not.toContain('q=');
    });

    it('filters here what a source of another context cannot be asked for', async () => {
      await cities.register('hamburg', 'munich', {
        id: 'urn:ngsi-ld:ContextSourceRegistration:other',
        operations: ['queryTemporal'],
        contextSourceInfo: [{ key: 'jsonldContext', value: 'https://example.org/vehicle.jsonld' }],
      });
      const found = await ask(`?type=Vehicle&${since}&q=speed>50`);
      expect(ids(found.body)).toEqual(['urn:b']);
    });

    it('keeps no order but that of ids here (§5.7.4.4)', async () => {
      expect((await ask(`?type=Vehicle&${since}&orderBy=id`)).status).toBe(400);
      expect((await ask(`?type=Vehicle&${since}&orderBy=id&local=true`)).status).toBe(200);
    });

    it('costs a warning when a city is down', async () => {
      cities.answerFor('leipzig', isDown);
      const found = await ask(`?type=Vehicle&${since}`);
      expect([found.status, ids(found.body)]).toEqual([200, ['urn:a']]);
      expect(String(found.warning)).toContain('cannot be reached');
    });

    it('does not go in circles', async () => {
      const answer = await hamburg().call('GET', `/temporal/entities?type=Vehicle&${since}`, undefined, {
        via: '1.1 hamburg.example',
      });
      expect(ids(answer.json())).toEqual(['urn:a']);
    });
  });

  describe('written (§5.6.11–§5.6.16)', () => {
    const here = async (city: string) => {
      const answer = await cities.broker(city).call('GET', `/temporal/entities/${id}?${since}&local=true`);
      return answer.status === 200 ? (answer.json() as Json) : undefined;
    };
    const write = (method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown) =>
      hamburg().call(method, `/temporal/entities${path}`, body);

    it('goes here and to inclusive sources', async () => {
      await cities.register('hamburg', 'leipzig', { operations });
      const created = await write('POST', '', evolution({ speed: speeds([1, 10]) }));
      expect([created.status, created.headers['location']]).toEqual([
        201,
        `/ngsi-ld/v1/temporal/entities/${id}`,
      ]);
      expect(
        (await write('POST', `/${id}/attrs`, { speed: speeds([2, 20]), brand: speeds([1, 1]) })).status,
      ).toBe(204);
      for (const city of ['hamburg', 'leipzig']) expect(told(await here(city))).toHaveLength(2);
      expect((await write('DELETE', `/${id}/attrs/brand`)).status).toBe(204);
      for (const city of ['hamburg', 'leipzig']) expect(await here(city)).not.toHaveProperty('brand');
      expect((await write('DELETE', `/${id}`)).status).toBe(204);
      for (const city of ['hamburg', 'leipzig']) expect(await here(city)).toBeUndefined();
    });

    it('goes to redirect sources only', async () => {
      await cities.register('hamburg', 'leipzig', { operations, mode: 'redirect' });
      const created = await write('POST', '', evolution({ speed: speeds([1, 10], [2, 20]) }));
      expect(created.status).toBe(201);
      expect(await here('hamburg')).toBeUndefined();
      const [first, second] = ((await here('leipzig'))?.['speed'] ?? []) as { instanceId: string }[];
      const changed = { speed: [{ type: 'Property', value: 11, observedAt: day(1) }] };
      expect((await write('PATCH', `/${id}/attrs/speed/${first?.instanceId ?? ''}`, changed)).status).toBe(
        204,
      );
      expect((await write('DELETE', `/${id}/attrs/speed/${second?.instanceId ?? ''}`)).status).toBe(204);
      expect(told(await here('leipzig'))).toEqual([[1, 11]]);
      expect((await write('DELETE', `/${id}`)).status).toBe(204);
      expect(await here('leipzig')).toBeUndefined();
    });

    it('divides attributes between an exclusive source and this broker', async () => {
      await cities.register('hamburg', 'leipzig', {
        mode: 'exclusive',
        operations,
        information: [{ entities: [{ id, type: 'Vehicle' }], propertyNames: ['speed'] }],
      });
      const all = { speed: speeds([1, 10]), brand: speeds([1, 1]) };
      expect((await write('POST', '', evolution(all))).status).toBe(201);
      expect(await here('hamburg')).not.toHaveProperty('speed');
      expect(await here('leipzig')).not.toHaveProperty('brand');
    });

    it('refuses what the only source does not offer, with 409', async () => {
      await cities.register('hamburg', 'leipzig', { operations: ['retrieveTemporal'], mode: 'redirect' });
      for (const [method, path, body] of [
        ['POST', '', evolution({ speed: speeds([1, 10]) })],
        ['POST', `/${id}/attrs`, { speed: speeds([1, 10]) }],
        ['DELETE', `/${id}`],
        ['DELETE', `/${id}/attrs/speed`],
        ['DELETE', `/${id}/attrs/speed/urn:i:1`],
        ['PATCH', `/${id}/attrs/speed/urn:i:1`, { speed: speeds([1, 10]) }],
      ] as const)
        expect((await write(method, path, body)).status).toBe(409);
      expect(cities.sent).toEqual([]);
    });

    it('is no matter of sources of the present', async () => {
      await cities.register('hamburg', 'leipzig', { operations: ['redirectionOps'], mode: 'redirect' });
      expect((await write('POST', '', evolution({ speed: speeds([1, 10]) }))).status).toBe(201);
      expect(cities.sent).toEqual([]);
      expect(told(await here('hamburg'))).toHaveLength(1);
    });

    it('leaves writes of the present alone when a source keeps the past', async () => {
      await cities.register('hamburg', 'leipzig', { operations, mode: 'redirect' });
      expect((await hamburg().call('POST', '/entities', { id, type: 'Vehicle', speed: 5 })).status).toBe(201);
      expect(cities.sent).toEqual([]);
    });

    it('says what was done where a part fails (207)', async () => {
      await cities.register('hamburg', 'leipzig', { operations });
      cities.answerFor('leipzig', isDown);
      const answer = await write('POST', '', evolution({ speed: speeds([1, 10]) }));
      expect(answer.status).toBe(207);
      expect(answer.json()).toMatchObject({
        success: [id],
        errors: [{ entityId: id, registrationId: 'urn:ngsi-ld:ContextSourceRegistration:leipzig' }],
      });
    });

    it('is refused before anything is sent when it is invalid', async () => {
      await cities.register('hamburg', 'leipzig', { operations });
      for (const [path, body] of [
        ['', evolution({ speed: [{ type: 'Nothing' }] })],
        [`/${id}/attrs`, { speed: [{ type: 'Nothing' }] }],
        ['', []],
      ] as const)
        expect((await write('POST', path, body)).status).toBe(400);
      expect(cities.sent).toEqual([]);
    });

    it('answers 404 for what nobody knows', async () => {
      expect((await write('DELETE', `/${id}`)).status).toBe(404);
      await cities.register('hamburg', 'leipzig', { operations });
      expect((await write('DELETE', `/${id}`)).status).toBe(404);
    });
  });
});
