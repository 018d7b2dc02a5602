import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EntityChange } from '../src/index.ts';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';

const id = 'urn:ngsi-ld:BikeCounter:neutor';
const at = (hour: number) => `2026-03-01T${String(hour).padStart(2, '0')}:00:00Z`;
const counted = (...hours: readonly number[]) => ({
  id,
  type: 'BikeCounter',
  count: hours.map((hour) => ({ value: hour, observedAt: at(hour) })),
});

let broker: BrokerUnderTest;
let changes: EntityChange[];
beforeEach(() => {
  broker = startBroker();
  changes = [];
  broker.broker.parts.onChange((made) => changes.push(...made));
});
afterEach(() => broker.remove());

const write = (...entities: readonly Readonly<Record<string, unknown>>[]) =>
  broker.broker.writer.write('', entities);
const current = () => broker.get(`/entities/${id}?format=simplified`);
type Instances = readonly { readonly value: unknown; readonly datasetId?: string }[];
const history = async (attribute = 'count') =>
  ((await broker.get(`/temporal/entities/${id}`)) as Readonly<Record<string, Instances>>)[attribute]?.map(
    ({ value }) => value,
  );

describe('Harmonised writer', () => {
  it('makes the newest instance the current one and the others history, in any order', async () => {
    expect(await write(counted(3, 1, 2))).toEqual([]);
    expect(await current()).toEqual({ id, type: 'BikeCounter', count: 3 });
    expect(await history()).toEqual([1, 2, 3]);
    expect(changes.map(({ before, after }) => [before === undefined, after?.id])).toEqual([[true, id]]);
  });

  it('moves what was current to history, once', async () => {
    await write(counted(1));
    await write(counted(2, 3));
    expect(await current()).toMatchObject({ count: 3 });
    expect(await history()).toEqual([1, 2, 3]);
  });

  it('puts what is older than the stored state into history and changes nothing else', async () => {
    await write(counted(5));
    broker.clock.advance(1000);
    const before = await broker.get(`/entities/${id}?options=sysAttrs`);
    await write(counted(1, 2));
    expect(await broker.get(`/entities/${id}?options=sysAttrs`)).toEqual(before);
    expect(await history()).toEqual([1, 2, 5]);
    expect(changes).toHaveLength(1);
  });

  it('changes nothing when the same is written again', async () => {
    const bodies = [
      counted(1, 2, 3),
      { id: 'urn:a:plain', type: 'T', name: 'without time', map: { value: { a: [1] } } },
    ];
    await write(...bodies);
    const state = async () => [
      await broker.get('/entities?local=true&options=sysAttrs'),
      await broker.get(`/temporal/entities/${id}`),
      await broker.get('/temporal/entities/urn:a:plain'),
    ];
    const before = await state();
    broker.clock.advance(1000);
    await write(...bodies);
    await write(...bodies);
    expect(await state()).toEqual(before);
    expect(changes).toHaveLength(2);
  });

  it('keeps instances of each datasetId apart', async () => {
    const datasetId = 'urn:ngsi-ld:dataset:b';
    const own = { id, type: 'BikeCounter' };
    await write({
      ...own,
      count: [
        { value: 1, observedAt: at(1) },
        { value: 2, observedAt: at(2), datasetId },
      ],
    });
    await write({ ...own, count: { value: 3, observedAt: at(3), datasetId } });
    expect(await broker.get(`/entities/${id}`)).toMatchObject({
      count: [{ value: 1 }, { value: 3, datasetId }],
    });
    expect(await history()).toEqual([1, 2, 3]);
  });

  it('takes several parts of one entity in one write', async () => {
    await write(counted(1), { id, type: 'BikeCounter', name: 'Neutor' }, counted(3, 2));
    expect(await current()).toEqual({ id, type: 'BikeCounter', count: 3, name: 'Neutor' });
    expect(await history()).toEqual([1, 2, 3]);
  });

  it('keeps what it is not told of, joins types and replaces scopes', async () => {
    await broker.call('POST', '/entities', { id, type: 'Device', scope: '/a', owner: 'Tiefbauamt' });
    await write({ ...counted(1), scope: ['/b'] });
    expect(await current()).toEqual({
      id,
      type: ['Device', 'BikeCounter'],
      scope: '/b',
      owner: 'Tiefbauamt',
      count: 1,
    });
  });

  it('corrects a value of the same time, and keeps the wrong one in history', async () => {
    await write(counted(1));
    await write({ id, type: 'BikeCounter', count: { value: 100, observedAt: at(1) } });
    expect(await current()).toMatchObject({ count: 100 });
    expect((await history())?.toSorted()).toEqual([1, 100]);
  });

  it('refuses what is no entity with all findings, and writes the others', async () => {
    const refused = await write(
      { id: 'neutor', type: '', count: { type: 'Property' } },
      counted(1),
      { type: 'BikeCounter', count: { value: 1, observedAt: '2026-03-01T12:00:00' } },
      { id: 'urn:a:empty', type: 'BikeCounter', count: null },
    );
    expect(
      refused.map(({ entityId, findings }) => [entityId, findings.map(({ pointer }) => pointer).toSorted()]),
    ).toEqual([
      ['neutor', ['/count/0/value', '/id', '/type']],
      ['', ['/count/0/observedAt', '/id']],
      ['urn:a:empty', ['/count/0/value']],
    ]);
    expect(await broker.get('/entities?local=true&format=simplified')).toEqual([
      { id, type: 'BikeCounter', count: 1 },
    ]);
  });

  it('keeps tenants apart', async () => {
    await broker.broker.writer.write('bonn', [counted(1)]);
    expect((await broker.call('GET', `/entities/${id}`)).status).toBe(404);
    expect(await broker.get(`/entities/${id}?format=simplified`, { 'ngsild-tenant': 'bonn' })).toMatchObject({
      count: 1,
    });
  });
});
