import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';
import { answers, federate, isDown, type Federation } from './federation.ts';

let broker: BrokerUnderTest;
beforeEach(async () => {
  broker = startBroker();
  await broker.call('POST', '/entities', { id: fast, type: 'Car', speed: 80 });
  await broker.call('POST', '/entities', { id: slow, type: 'Car', speed: 30 });
});
afterEach(() => broker.remove());

const [fast, slow] = ['urn:ngsi-ld:Car:fast', 'urn:ngsi-ld:Car:slow'];
type Found = Readonly<Record<string, unknown>>;
const cars = { type: 'Query', entities: [{ type: 'Car' }] };
/** The path of a snapshot, once it is filled. */
const ready = async (path: string, at = broker): Promise<string> => {
  for (;;) {
    if (((await at.get(path)) as Found)['snapshotStatus'] !== 'preparing') return path;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
const create = async (more: object = {}, query: object = {}) => {
  const body = { type: 'Snapshot', snapshotQueries: [{ ...cars, ...query }], ...more };
  const answer = await broker.call('POST', '/snapshots', body);
  if (answer.status !== 201) throw new Error(answer.text);
  return ready(String(answer.headers['location']).replace('/ngsi-ld/v1', ''));
};
const idOf = async (path: string) => String(((await broker.get(path)) as Found)['id']);
const idsIn = async (path: string) => {
  const headers = { 'ngsild-snapshot': await idOf(path) };
  return ((await broker.get('/entities?type=Car', headers)) as Found[]).map(({ id }) => id);
};
const statusOf = async (path: string) => (await broker.call('GET', path)).status;

describe('Snapshots (§4.3.7, §5.16)', () => {
  it('keep what queries found, whatever becomes of the entities (§5.16.1, §6.3.22)', async () => {
    const path = await create({}, { q: 'speed>50' });
    expect(await broker.get(path)).toMatchObject({
      type: 'Snapshot',
      snapshotStatus: 'success',
      snapshotPriority: 5,
      snapshotQueriesDetails: [{ resultStatus: 'success' }],
      lastUsedAt: '2026-03-01T12:00:00.000Z',
    });
    await broker.call('PATCH', `/entities/${fast}`, { speed: { value: 10 } });
    broker.clock.advance(60_000);
    const id = await idOf(path);
    const answer = await broker.call('GET', `/entities/${fast}`, undefined, { 'ngsild-snapshot': id });
    expect(answer.json()).toMatchObject({ speed: { value: 80 } });
    expect(answer.headers['ngsild-snapshot']).toBe(id);
    expect(await idsIn(path)).toEqual([fast]);
    expect(await broker.get(path)).toMatchObject({ lastUsedAt: '2026-03-01T12:01:00.000Z' });
    expect(await broker.get('/entities?type=Car')).toHaveLength(2);
  });

  it('are changed, cloned and deleted (§5.16.2 to §5.16.5)', async () => {
    const path = await create();
    const changed = await broker.call('PATCH', path, { snapshotPriority: 2 });
    expect(changed).toMatchObject({ status: 200 });
    expect(changed.json()).toMatchObject({ snapshotPriority: 2 });
    expect((await broker.call('PATCH', path, { snapshotQueries: [] })).status).toBe(400);
    const cloned = await broker.call('POST', `${path}/clone`, { type: 'Snapshot', snapshotPriority: 9 });
    const clonePath = await ready(String(cloned.headers['location']).replace('/ngsi-ld/v1', ''));
    expect((await broker.call('DELETE', path)).status).toBe(204);
    expect(await statusOf(path)).toBe(404);
    expect(await idsIn(clonePath)).toEqual([fast, slow]);
    expect(await broker.get(clonePath)).toMatchObject({ snapshotPriority: 9, snapshotStatus: 'success' });
  });

  it('are purged by a condition on their own members only (§5.16.7)', async () => {
    const [low, high] = [await create({ snapshotPriority: 2 }), await create({ snapshotPriority: 8 })];
    for (const query of ['?q=speed>50', '', '?q=(('])
      expect((await broker.call('DELETE', `/snapshots${query}`)).status).toBe(400);
    expect((await broker.call('DELETE', '/snapshots?q=snapshotPriority>9')).status).toBe(404);
    expect((await broker.call('DELETE', '/snapshots?q=snapshotPriority<5')).status).toBe(204);
    expect([await statusOf(low), await statusOf(high)]).toEqual([404, 200]);
  });

  it('expire, and belong to their tenant', async () => {
    const path = await create({ snapshotLifetime: 'PT1H' });
    const id = await idOf(path);
    await broker.call('POST', '/entities', { id: fast, type: 'Car' }, { 'ngsild-tenant': 'bonn' });
    const other = { 'ngsild-tenant': 'bonn', 'ngsild-snapshot': id };
    expect((await broker.call('GET', '/entities?type=Car', undefined, other)).status).toBe(404);
    const disguised = { 'ngsild-tenant': `snapshot:${id}` };
    expect((await broker.call('GET', '/entities?type=Car', undefined, disguised)).status).toBe(400);
    broker.clock.advance(3_600_000);
    expect(await statusOf(path)).toBe(404);
  });

  it.each([
    { type: 'Snapshot' },
    { type: 'Other', snapshotQueries: [cars] },
    { type: 'Snapshot', snapshotQueries: [] },
    { type: 'Snapshot', snapshotQueries: [{ type: 'Query' }] },
    { type: 'Snapshot', snapshotQueries: [{ ...cars, temporalQ: { timerel: 'after' } }] },
    { type: 'Snapshot', snapshotQueries: [cars], snapshotPriority: 11 },
    { type: 'Snapshot', snapshotQueries: [cars], snapshotLifetime: 'long' },
    { type: 'Snapshot', snapshotQueries: [cars], endpoint: 'here' },
    { type: 'Snapshot', snapshotQueries: [cars], receiverInfo: [{ key: 'a b', value: '' }] },
    { type: 'Snapshot', snapshotTemporalQueries: [cars] },
    { type: 'Snapshot', snapshotQueries: [cars], colour: 'red' },
    { snapshotQueries: [cars] },
    JSON.parse('{"type":"Snapshot","__proto__":1}') as unknown,
    [],
  ])('refuse %j', async (body) => {
    expect((await broker.call('POST', '/snapshots', body)).status).toBe(400);
  });

  it('answer 409 for an id that is taken, 404 and 400 for what is none', async () => {
    const id = 'urn:ngsi-ld:Snapshot:1';
    await create({ id });
    const again = { id, type: 'Snapshot', snapshotQueries: [cars] };
    expect((await broker.call('POST', '/snapshots', again)).status).toBe(409);
    const absent = { 'ngsild-snapshot': 'urn:ngsi-ld:Snapshot:absent' };
    expect((await broker.call('GET', '/entities?type=Car', undefined, absent)).status).toBe(404);
    expect(await statusOf('/snapshots/no%20uri')).toBe(400);
  });
});

describe('What is told of a snapshot (§5.2.41, §5.2.42)', () => {
  it('ignores what only the broker writes, and bounds its life', async () => {
    const own = { snapshotStatus: 'failure', expiresAt: '2099-01-01T00:00:00Z', createdAt: 'x' };
    const path = await create({ ...own, snapshotLifetime: 'P1Y' });
    expect(await broker.get(path)).toMatchObject({
      snapshotStatus: 'success',
      createdAt: '2026-03-01T12:00:00.000Z',
      expiresAt: '2026-03-08T12:00:00.000Z',
    });
    expect(await broker.get(await create())).toMatchObject({ expiresAt: '2026-03-02T12:00:00.000Z' });
    const changed = await broker.call('PATCH', path, { snapshotLifetime: 'PT5M' });
    expect(changed.json()).toMatchObject({ expiresAt: '2026-03-01T12:05:00.000Z' });
  });

  it('says how each query went: success, partial, empty', async () => {
    const nothing = { ...cars, q: 'speed>500' };
    const statusWith = async (...snapshotQueries: object[]) => {
      const path = await create({ snapshotQueries });
      const { snapshotStatus, snapshotQueriesDetails } = (await broker.get(path)) as Found;
      return [snapshotStatus, (snapshotQueriesDetails as Found[]).map(({ resultStatus }) => resultStatus)];
    };
    expect(await statusWith(cars, cars)).toEqual(['success', ['success', 'success']]);
    expect(await statusWith(cars, nothing)).toEqual(['partial', ['success', 'empty']]);
    expect(await statusWith(nothing)).toEqual(['empty', ['empty']]);
  });
});

describe('The past in snapshots (§5.16.1)', () => {
  const since = { timerel: 'after', timeAt: '2026-01-01T00:00:00Z' };
  const pastOf = async (id: string, snapshot: string) =>
    broker.call('GET', `/temporal/entities/${id}?timerel=after&timeAt=2026-01-01T00:00:00Z`, undefined, {
      'ngsild-snapshot': snapshot,
    });

  it('is kept, cloned and cleared with the snapshot', async () => {
    const speed = [1, 2].map((day) => ({
      type: 'Property',
      value: day,
      observedAt: `2026-01-0${String(day)}T00:00:00Z`,
    }));
    await broker.call('POST', '/temporal/entities', { id: 'urn:past', type: 'Car', speed });
    const body = { snapshotQueries: undefined, snapshotTemporalQueries: [{ ...cars, temporalQ: since }] };
    const path = await create(body);
    expect(await broker.get(path)).toMatchObject({
      snapshotStatus: 'success',
      snapshotTemporalQueriesDetails: [{ resultStatus: 'success' }],
    });
    const id = await idOf(path);
    await broker.call('DELETE', '/temporal/entities/urn:past');
    expect(((await pastOf('urn:past', id)).json() as Found)['speed']).toMatchObject([
      { value: 1 },
      { value: 2 },
    ]);
    const cloned = await broker.call('POST', `${path}/clone`, {});
    const copy = await idOf(await ready(String(cloned.headers['location']).replace('/ngsi-ld/v1', '')));
    expect((await broker.call('DELETE', path)).status).toBe(204);
    expect(((await pastOf('urn:past', copy)).json() as Found)['speed']).toHaveLength(2);
    await broker.call('POST', '/snapshots', {
      id,
      type: 'Snapshot',
      snapshotQueries: [{ ...cars, q: 'speed>500' }],
    });
    expect((await pastOf('urn:past', id)).status).toBe(404);
  });
});

describe('Snapshots of several sources (§5.16.1, §5.7.2)', () => {
  let cities: Federation;
  beforeEach(() => {
    cities = federate('hamburg', 'leipzig');
  });
  afterEach(() => cities.remove());
  const make = async (body: object) => {
    const hamburg = cities.broker('hamburg');
    const answer = await hamburg.call('POST', '/snapshots', { type: 'Snapshot', ...body });
    return ready(String(answer.headers['location']).replace('/ngsi-ld/v1', ''), hamburg);
  };
  const vehicles = { type: 'Query', entities: [{ type: 'Vehicle' }] };

  it('hold what sources have as well, and tell which were not there', async () => {
    const hamburg = cities.broker('hamburg');
    await hamburg.call('POST', '/entities', { id: 'urn:here', type: 'Vehicle', speed: 80 });
    await cities.broker('leipzig').call('POST', '/entities', { id: 'urn:there', type: 'Vehicle', speed: 90 });
    await cities.broker('leipzig').call('POST', '/entities', { id: 'urn:slow', type: 'Vehicle', speed: 5 });
    await cities.register('hamburg', 'leipzig');
    const path = await make({ snapshotQueries: [{ ...vehicles, q: 'speed>50' }] });
    const { id } = (await hamburg.get(path)) as Found;
    cities.answerFor('leipzig', isDown);
    const kept = (await hamburg.get('/entities?type=Vehicle', { 'ngsild-snapshot': String(id) })) as Found[];
    expect(kept.map((entity) => entity['id'])).toEqual(['urn:here', 'urn:there']);
    const without = await hamburg.get(await make({ snapshotQueries: [vehicles] }));
    expect(without).toMatchObject({
      snapshotStatus: 'success',
      snapshotQueriesDetails: [
        { resultStatus: 'success', problemDetails: { detail: expect.stringContaining('leipzig') as string } },
      ],
    });
  });

  it('hold the past of sources', async () => {
    const speed = { type: 'Property', value: 7, observedAt: '2026-01-02T00:00:00Z' };
    await cities
      .broker('leipzig')
      .call('POST', '/temporal/entities', { id: 'urn:there', type: 'Vehicle', speed });
    await cities.register('hamburg', 'leipzig', { operations: ['queryTemporal'] });
    const temporalQ = { timerel: 'after', timeAt: '2026-01-01T00:00:00Z' };
    const path = await make({ snapshotTemporalQueries: [{ ...vehicles, temporalQ }] });
    const hamburg = cities.broker('hamburg');
    const { id } = (await hamburg.get(path)) as Found;
    const address = '/temporal/entities/urn:there?timerel=after&timeAt=2026-01-01T00:00:00Z';
    expect(await hamburg.get(address, { 'ngsild-snapshot': String(id) })).toMatchObject({
      speed: [{ value: 7 }],
    });
  });

  it('notify their endpoint when they are ready, changed, and when they end (§5.16.6)', async () => {
    const hamburg = cities.broker('hamburg');
    await hamburg.broker.start();
    cities.answerFor('desk', answers(200));
    const endpoint = 'https://desk.example/told';
    const receiverInfo = [{ key: 'X-Key', value: 'secret' }];
    const path = await make({
      snapshotQueries: [vehicles],
      endpoint,
      receiverInfo,
      snapshotLifetime: 'PT1H',
    });
    const told = () => cities.sent.filter(({ address }) => address === endpoint);
    const until = async (count: number) => {
      while (told().length < count) await new Promise((resolve) => setTimeout(resolve, 10));
    };
    await until(1);
    expect(told()[0]?.headers).toMatchObject({ 'X-Key': 'secret' });
    expect(JSON.parse(told()[0]?.body ?? '')).toMatchObject({
      type: 'SnapshotNotification',
      snapshotStatus: 'empty',
      snapshotQueriesDetails: [{ resultStatus: 'empty' }],
      expiresAt: '2026-03-01T13:00:00.000Z',
    });
    await hamburg.call('PATCH', path, { snapshotPriority: 9 });
    await until(2);
    expect(JSON.parse(told()[1]?.body ?? '')).toMatchObject({ snapshotPriority: 9 });
    hamburg.clock.advance(3_600_000);
    await until(3);
    expect(JSON.parse(told()[2]?.body ?? '')).toMatchObject({
      notifiedAt: '2026-03-01T13:00:00.000Z',
      expiresAt: '2026-03-01T13:00:00.000Z',
    });
    expect((await hamburg.call('GET', path)).status).toBe(404);
  });
});
