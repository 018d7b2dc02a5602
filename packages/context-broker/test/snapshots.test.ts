import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';

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
const create = async (more: object = {}, query: object = {}) => {
  const body = { type: 'Snapshot', snapshotQueries: [{ ...cars, ...query }], ...more };
  const answer = await broker.call('POST', '/snapshots', body);
  if (answer.status !== 201) throw new Error(answer.text);
  return String(answer.headers['location']).replace('/ngsi-ld/v1', '');
};
const idOf = async (path: string) => String(((await broker.get(path)) as Found)['id']);
const idsIn = async (path: string) => {
  const headers = { 'ngsild-snapshot': await idOf(path) };
  return ((await broker.get('/entities?type=Car', headers)) as Found[]).map(({ id }) => id);
};
const statusOf = async (path: string) => (await broker.call('GET', path)).status;

describe('Snapshots (§4.3.7, §5.5.15, §5.16)', () => {
  it('keep what queries found, whatever becomes of the entities (§5.16.1, §5.2.42, §6.3.22)', async () => {
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
    const clonePath = String(cloned.headers['location']).replace('/ngsi-ld/v1', '');
    expect((await broker.call('DELETE', path)).status).toBe(204);
    expect(await statusOf(path)).toBe(404);
    expect(await idsIn(clonePath)).toEqual([fast, slow]);
    expect(await broker.get(clonePath)).toMatchObject({ snapshotPriority: 9, snapshotStatus: 'success' });
  });

  it('are purged by a condition on their own members only (§5.16.7)', async () => {
    const [low, high] = [await create({ snapshotPriority: 2 }), await create({ snapshotPriority: 8 })];
    for (const query of ['?q=speed>50', '', '?q=(('])
      expect((await broker.call('DELETE', `/snapshots${query}`)).status).toBe(400);
    expect((await broker.call('DELETE', '/snapshots?q=snapshotPriority<5')).status).toBe(204);
    expect([await statusOf(low), await statusOf(high)]).toEqual([404, 200]);
  });

  it('expire, and belong to their tenant', async () => {
    const path = await create({ expiresAt: '2026-03-01T13:00:00Z' });
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
    { type: 'Snapshot', snapshotQueries: [cars], snapshotStatus: 'success' },
    { type: 'Snapshot', snapshotQueries: [cars], expiresAt: 'soon' },
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
