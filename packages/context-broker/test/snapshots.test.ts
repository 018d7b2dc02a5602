import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';
import { startReceiver, type NotificationReceiver } from './notification-receiver.ts';

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
    const path = await create({ snapshotLifetime: 'PT1H', expiresAt: '2020-01-01T00:00:00Z' });
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
    { type: 'Snapshot', snapshotQueries: [cars], snapshotLifetime: 'an hour' },
    { type: 'Snapshot', snapshotQueries: [cars], endpoint: 'nowhere' },
    { type: 'Snapshot', snapshotQueries: [cars], receiverInfo: [{ key: 'a b', value: 'c' }] },
    { type: 'Snapshot', snapshotQueries: [cars], colour: 'red' },
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

  it('end after the time that is asked for, within bounds, and are removed then (§5.2.41, §5.16.1.4)', async () => {
    const endOf = async (more: object) => ((await broker.get(await create(more))) as Found)['expiresAt'];
    expect(await endOf({})).toBe('2026-03-08T12:00:00.000Z');
    expect(await endOf({ snapshotLifetime: 'PT30M' })).toBe('2026-03-01T12:30:00.000Z');
    expect(await endOf({ snapshotLifetime: 'P100Y' })).toBe('2026-05-30T12:00:00.000Z');
    const path = await create({ id: 'urn:ngsi-ld:Snapshot:brief', snapshotLifetime: 'PT1M' });
    await broker.call('PATCH', path, { snapshotLifetime: 'PT2M' });
    broker.clock.advance(119_999);
    expect(await statusOf(path)).toBe(200);
    broker.clock.advance(1);
    expect(await statusOf(path)).toBe(404);
    expect(await create({ id: 'urn:ngsi-ld:Snapshot:brief' })).toBe(path);
  });

  it.each([
    [[cars], 'success', ['success']],
    [[cars, { ...cars, q: 'speed>500' }], 'partial', ['success', 'empty']],
    [[{ ...cars, q: 'speed>500' }], 'empty', ['empty']],
  ])('tell what their queries found: %j (§5.2.42, §5.16.1.4)', async (snapshotQueries, status, results) => {
    const path = await create({ snapshotQueries, snapshotStatus: 'ignored', lastUsedAt: 'ignored' });
    expect(await broker.get(path)).toMatchObject({
      snapshotStatus: status,
      snapshotQueriesDetails: results.map((resultStatus) => ({ resultStatus })),
      lastUsedAt: '2026-03-01T12:00:00.000Z',
    });
  });
});

describe('Notifications of snapshots (§5.3.4, §5.16.6)', () => {
  let receiver: NotificationReceiver;
  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(() => receiver.close());

  const told = async (number: number) => {
    const { headers, body } = await receiver.nth(number);
    return { headers, body: body as unknown as Found };
  };

  it('tell when it is ready and when it changes, in the way that its receiver needs', async () => {
    const receiverInfo = [{ key: 'Authorization', value: 'Bearer x' }];
    const path = await create({ id: 'urn:ngsi-ld:Snapshot:told', endpoint: receiver.uri, receiverInfo });
    const first = await told(1);
    expect(first.headers).toMatchObject({ authorization: 'Bearer x', 'content-type': 'application/json' });
    expect(first.headers['link']).toContain('ngsi-ld-core-context');
    expect(first.body).toEqual({
      id: expect.stringMatching(/^urn:ngsi-ld:Notification:/u) as string,
      type: 'SnapshotNotification',
      snapshotId: 'urn:ngsi-ld:Snapshot:told',
      snapshotStatus: 'success',
      snapshotPriority: 5,
      snapshotQueriesDetails: [{ resultStatus: 'success' }],
      expiresAt: '2026-03-08T12:00:00.000Z',
      notifiedAt: '2026-03-01T12:00:00.000Z',
    });
    await broker.call('PATCH', path, { snapshotPriority: 9, snapshotLifetime: 'P1D' });
    expect((await told(2)).body).toMatchObject({
      snapshotPriority: 9,
      expiresAt: '2026-03-02T12:00:00.000Z',
    });
  });

  it('name the tenant, and come from clones as well', async () => {
    const bonn = { 'ngsild-tenant': 'bonn' };
    await broker.call('POST', '/entities', { id: fast, type: 'Car' }, bonn);
    const body = { id: 'urn:ngsi-ld:Snapshot:1', type: 'Snapshot', snapshotQueries: [cars] };
    await broker.call('POST', '/snapshots', body, bonn);
    const clone = { type: 'Snapshot', endpoint: receiver.uri };
    await broker.call('POST', '/snapshots/urn:ngsi-ld:Snapshot:1/clone', clone, bonn);
    const { headers, body: sent } = await told(1);
    expect(headers['ngsild-tenant']).toBe('bonn');
    expect(sent).toMatchObject({ snapshotStatus: 'success' });
  });

  it('do not hold up or fail what they tell of', async () => {
    receiver.answerWith(500);
    const path = await create({ endpoint: receiver.uri });
    await told(1);
    expect(await broker.get(path)).toMatchObject({ snapshotStatus: 'success' });
    const unreachable = await create({ endpoint: 'http://127.0.0.1:1/' });
    expect(await broker.get(unreachable)).toMatchObject({ snapshotStatus: 'success' });
  });
});
