import { DatabaseSync } from 'node:sqlite';
import type { Connection, Database } from '@allmende/database';
import { fixedClock } from '@allmende/kernel/testing';
import { describe, expect, it } from 'vitest';
import { createSqlTemporalStore } from '../src/temporal/sql-temporal-store.ts';
import type { TemporalStore } from '../src/temporal/temporal-store.ts';
import { entity, instance, testContext } from './query-arbitraries.ts';

const speed = testContext.expand('speed');
const id = 'urn:ngsi-ld:T:1';
const types = [testContext.expand('T')];
const observed = (hour: number) => `2026-01-01T${String(hour).padStart(2, '0')}:00:00.000Z`;
const past = (hours: readonly number[]) => ({
  [speed]: hours.map((hour) => instance(hour * 10, { observedAt: observed(hour) })),
});

const open = (): { readonly store: TemporalStore; readonly raw: DatabaseSync } => {
  const raw = new DatabaseSync(':memory:');
  raw.exec(`CREATE TABLE entities (pk INTEGER PRIMARY KEY, tenant TEXT, id TEXT, doc TEXT);
    CREATE TABLE attribute_history (tenant TEXT, entity_id TEXT, types TEXT, attribute TEXT, dataset_id TEXT, instance_id TEXT,
      observed_at INTEGER, created_at INTEGER, modified_at INTEGER, deleted_at INTEGER, body TEXT);`);
  const read: Connection = { raw, prepare: (sql) => raw.prepare(sql) };
  const database: Database = {
    read,
    write: (work) => Promise.resolve(work(read)),
    migrate: () => undefined,
    backup: () => Promise.reject(new Error('in memory')),
    close: () => Promise.resolve(),
  };
  return { raw, store: createSqlTemporalStore({ database, clock: fixedClock(0) }) };
};

const valuesOf = async (
  store: TemporalStore,
  query: Parameters<TemporalStore['find']>[2],
  maxInstances = 100,
) => {
  const found = await store.find('', id, query, maxInstances);
  return found?.attributes[speed]?.map(({ value }) => value);
};

describe('SQL temporal store', () => {
  it('imports past values once', async () => {
    const { store } = open();
    expect(await store.addHistory('', { id, types }, past([1, 2]))).toEqual({ isNew: true, added: 2 });
    expect(await store.addHistory('', { id, types }, past([2, 3]))).toEqual({ isNew: false, added: 1 });
    expect(await valuesOf(store, { property: 'observedAt' })).toEqual([10, 20, 30]);
    expect(await store.find('other', id, { property: 'observedAt' }, 10)).toBeUndefined();
  });

  it('selects by time and newest first for lastN, and includes the valid instance', async () => {
    const { store, raw } = open();
    raw.prepare('INSERT INTO entities VALUES (1, ?, ?, ?)').run('', id, JSON.stringify(entity(past([5]))));
    await store.addHistory('', { id, types }, past([1, 2, 3, 5]));
    const [two, five] = [Date.parse(observed(2)), Date.parse(observed(5))];
    expect(await valuesOf(store, { property: 'observedAt' })).toEqual([10, 20, 30, 50]);
    expect(await valuesOf(store, { property: 'observedAt', relation: 'after', timeAt: two })).toEqual([
      30, 50,
    ]);
    expect(await valuesOf(store, { property: 'observedAt', relation: 'before', timeAt: two })).toEqual([10]);
    expect(
      await valuesOf(store, { property: 'observedAt', relation: 'between', timeAt: two, endTimeAt: five }),
    ).toEqual([20, 30]);
    expect(await valuesOf(store, { property: 'observedAt', lastN: 2 })).toEqual([30, 50]);
  });

  it('says when instances are left off', async () => {
    const { store } = open();
    await store.addHistory('', { id, types }, past([1, 2, 3]));
    expect((await store.find('', id, { property: 'observedAt' }, 2))?.isCut).toBe(true);
    expect(await valuesOf(store, { property: 'observedAt' }, 2)).toEqual([10, 20]);
    expect(await valuesOf(store, { property: 'observedAt', lastN: 3 }, 2)).toEqual([20, 30]);
    expect((await store.find('', id, { property: 'observedAt' }, 3))?.isCut).toBe(false);
  });

  it('finds entities by what held within the interval', async () => {
    const { store } = open();
    await store.addHistory('', { id, types }, past([1, 2]));
    await store.addHistory('', { id: 'urn:ngsi-ld:T:2', types }, past([2, 3]));
    await store.addHistory('', { id: 'urn:ngsi-ld:U:3', types: ['urn:U'] }, past([1]));
    const q = {
      kind: 'compare',
      path: { names: [speed], trailing: [] },
      operator: '==',
      value: { kind: 'number', value: 10 },
    } as const;
    const all = { property: 'observedAt' } as const;
    const ids = async (more: object, query: Parameters<TemporalStore['query']>[2] = all) =>
      (await store.query('', { limit: 10, offset: 0, ...more }, query, 100)).entities.map(
        (found) => found.id,
      );
    expect(await ids({ types: [types] })).toEqual([id, 'urn:ngsi-ld:T:2']);
    expect(await ids({ types: [types], offset: 1 })).toEqual(['urn:ngsi-ld:T:2']);
    expect(await ids({ q })).toEqual([id, 'urn:ngsi-ld:U:3']);
    expect(await ids({ q }, { ...all, relation: 'after', timeAt: Date.parse(observed(1)) })).toEqual([]);
    expect((await store.query('', { limit: 1, offset: 0, count: true }, all, 100)).count).toBe(3);
  });
});
