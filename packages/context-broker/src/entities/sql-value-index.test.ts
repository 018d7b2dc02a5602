import { temporaryDatabase } from '@allmende/database/testing';
import { silentLogger } from '@allmende/kernel';
import { fixedClock } from '@allmende/kernel/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entity, instance, testContext } from '../../test/query-arbitraries.ts';
import { contextBrokerMigrations } from '../migrations/context-broker-migrations.ts';
import type { Entity } from './entity.ts';
import { createSqlValueIndex, type ValueIndex } from './sql-value-index.ts';
import { entityCodec } from './sql-entity-row.ts';

const speed = testContext.expand('speed');
const withSpeed = (...values: readonly unknown[]): Entity =>
  entity({ [speed]: values.map((value) => instance(value)) });
const range = { kind: 'value', name: speed, from: 10, to: 20 } as const;

let temporary: ReturnType<typeof temporaryDatabase>;
let index: ValueIndex;

const open = (): ValueIndex =>
  createSqlValueIndex({ database: temporary.database, clock: fixedClock(0), logger: silentLogger });

const stored = (known: Entity) => entityCodec.open(entityCodec.toRow(known, 'w-0'));

const store = (pk: number, before: Entity | undefined, after: Entity): Promise<void> =>
  temporary.database.write((connection) => {
    const { doc, sys } = entityCodec.toRow(after, 'w-1');
    connection.prepare("INSERT OR IGNORE INTO entity_shapes VALUES (1, '', '{}')").run();
    connection
      .prepare('INSERT OR REPLACE INTO entities (pk, tenant, id, doc, sys, shape) VALUES (?, ?, ?, ?, ?, 1)')
      .run(pk, '', `urn:e:${String(pk)}`, doc, sys);
    index.update(connection, '', pk, { before: before && stored(before), after });
  });

const learn = async (): Promise<void> => {
  index.missed('', speed, 6);
  index.missed('', speed, 6);
  await index.settled();
};

describe('the value index', () => {
  beforeEach(() => {
    temporary = temporaryDatabase();
    temporary.database.migrate(contextBrokerMigrations);
    index = open();
  });
  afterEach(() => temporary.remove());

  it('answers only for attributes that were missed twice', async () => {
    await store(1, undefined, withSpeed(15));
    expect(index.candidates('', range, 10)).toBeUndefined();
    index.missed('', speed, 6);
    await index.settled();
    expect(index.candidates('', range, 10)).toBeUndefined();
    index.missed('', speed, 6);
    await index.settled();
    expect(index.candidates('', range, 10)).toEqual([1]);
    expect(index.candidates('other-tenant', range, 10)).toBeUndefined();
  });

  it('lets queries wait while it learns, and others not', async () => {
    await store(1, undefined, withSpeed(15));
    const learning = learn();
    const order: string[] = [];
    const waiting = index.learning('', [speed]).then(() => {
      order.push(`filled: ${String(index.candidates('', range, 10))}`);
    });
    await index.learning('', ['urn:other']);
    order.push('other');
    await Promise.all([learning, waiting]);
    expect(order).toEqual(['other', 'filled: 1']);
  });

  it('follows changes, while it learns too, and knows each entity once', async () => {
    await store(1, undefined, withSpeed(15));
    const learning = learn();
    await store(2, undefined, withSpeed(11, 12, 'fast'));
    await learning;
    await store(1, withSpeed(15), withSpeed(99));
    expect(index.candidates('', range, 10)).toEqual([2]);
    expect(index.candidates('', { ...range, from: 'fast', to: 'fast' }, 10)).toEqual([2]);
    expect(index.candidates('', { ...range, to: Number.MAX_VALUE }, 10)?.toSorted()).toEqual([1, 2]);
  });

  it('is given up when it follows many changes and nobody asks', { timeout: 30_000 }, async () => {
    await store(1, undefined, withSpeed(15));
    await learn();
    expect(index.candidates('', range, 10)).toEqual([1]);
    const [slow, fast] = [stored(withSpeed(15)), withSpeed(16)];
    await temporary.database.write((connection) => {
      for (let n = 0; n < 50_001; n += 1) index.update(connection, '', 1, { before: slow, after: fast });
    });
    await expect.poll(() => index.candidates('', range, 10), { timeout: 10_000 }).toBeUndefined();
    const { read } = temporary.database;
    const left = () => [
      ...read.prepare('SELECT * FROM entity_values').all(),
      ...read.prepare('SELECT * FROM learned_attributes').all(),
    ];
    await expect.poll(left, { timeout: 10_000 }).toEqual([]);
    await index.settled();
    await learn();
    expect(index.candidates('', range, 10)).toEqual([1]);
  });

  it('follows numbers that a double does not hold exactly as their text has them', async () => {
    const large = 2 ** 60;
    await store(1, undefined, withSpeed(large));
    await learn();
    expect(index.candidates('', { ...range, from: large, to: large }, 10)).toEqual([1]);
    await store(1, withSpeed(large), withSpeed(1));
    expect(index.candidates('', { ...range, to: Number.MAX_VALUE }, 10)).toEqual([]);
  });

  it('lets no query wait when learning fails, and learns it when it is missed again', async () => {
    await store(1, undefined, withSpeed(15));
    await temporary.database.write(({ raw }) => raw.exec('ALTER TABLE entity_values RENAME TO away'));
    await learn();
    await index.learning('', [speed]);
    expect(index.candidates('', range, 10)).toBeUndefined();
    await temporary.database.write(({ raw }) => raw.exec('ALTER TABLE away RENAME TO entity_values'));
    await learn();
    expect(index.candidates('', range, 10)).toEqual([1]);
  });

  it('is there again after a restart', async () => {
    await store(1, undefined, withSpeed(15));
    await learn();
    index = open();
    expect(index.candidates('', range, 10)).toEqual([1]);
  });
});
