import { temporaryDatabase } from '@allmende/database/testing';
import { silentLogger } from '@allmende/kernel';
import { fixedClock } from '@allmende/kernel/testing';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anEntity, anInstance, vocabulary } from '../../test/entity-builder.ts';
import { contextBrokerMigrations } from '../migrations/context-broker-migrations.ts';
import type { QueryNode } from '../query-language/query.ts';
import type { AttributeInstance } from './entity.ts';
import type { EntityStore } from './entity-store.ts';
import { createDictionaries } from './sql-dictionaries.ts';
import { createSqlEntityStore } from './sql-entity-store.ts';
import { createSqlValueIndex } from './sql-value-index.ts';
import { creation } from './transitions.ts';

const scanned = `${vocabulary}scanned`;
const learned = `${vocabulary}learned`;

const valueOf = (n: number): unknown => {
  if (n % 11 === 0) return 'text';
  if (n % 13 === 0) return [n % 7, 3.5];
  if (n % 17 === 0) return { nested: 1 };
  return (n % 7) - (n % 3) / 2;
};

const instancesOf = (n: number): readonly AttributeInstance[] => [
  anInstance(valueOf(n)),
  ...(n % 5 === 0 ? [anInstance(n % 4, { datasetId: 'urn:d:1' })] : []),
];

const number = fc.constantFrom(-1, 0, 0.5, 1, 2, 3, 3.5, 5.5, 6, 99);
type Condition = Pick<Extract<QueryNode, { kind: 'compare' }>, 'operator' | 'value'>;
const conditions: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    operator: fc.constantFrom('==', '!=', '>', '>=', '<', '<=') as fc.Arbitrary<Condition['operator']>,
    value: number.map((value) => ({ kind: 'number' as const, value })),
  }),
  fc.tuple(number, number).map(([one, other]) => ({
    operator: '==' as const,
    value: {
      kind: 'range' as const,
      from: { kind: 'number' as const, value: Math.min(one, other) },
      to: { kind: 'number' as const, value: Math.max(one, other) },
    },
  })),
  fc.constant({ operator: '==' as const, value: { kind: 'text' as const, value: 'text' } }),
);

/** The same is asked of two attributes that always have the same values, of which one is learned. */
describe('a learned index', () => {
  const temporary = temporaryDatabase();
  let store: EntityStore;

  beforeAll(async () => {
    const { database } = temporary;
    database.migrate(contextBrokerMigrations);
    const parts = { database, clock: fixedClock(0), logger: silentLogger };
    const index = createSqlValueIndex(parts);
    const dictionaries = createDictionaries(database);
    store = createSqlEntityStore({ ...parts, dictionaries, index, onCommitted: () => undefined });
    for (let n = 0; n < 300; n += 1) {
      const id = `urn:ngsi-ld:Thing:${String(n)}`;
      const entity = anEntity(id, { scanned: instancesOf(n), learned: instancesOf(n) });
      await store.apply('', id, creation(entity));
    }
    index.missed('', learned, 6);
    index.missed('', learned, 6);
    await index.settled();
    const range = { kind: 'value', name: learned, from: 0, to: 9 } as const;
    expect(index.candidates('', range, 1000)?.length).toBeGreaterThan(10);
    expect(index.candidates('', range, 10)).toBeUndefined();
  });
  afterAll(() => temporary.remove());

  const ask = async (q: QueryNode): Promise<readonly string[]> =>
    (await store.query('', { q, limit: 1000, offset: 0 })).entities.map(({ id }) => id);

  it('changes no answer', async () => {
    await fc.assert(
      fc.asyncProperty(conditions, conditions, async (first, second) => {
        const node = (name: string, condition: Condition): QueryNode => ({
          kind: 'compare',
          path: { names: [name], trailing: [] },
          ...condition,
        });
        expect(await ask(node(learned, first))).toEqual(await ask(node(scanned, first)));
        const both = (name: string): QueryNode => ({
          kind: 'and',
          children: [node(name, first), node(name, second)],
        });
        expect(await ask(both(learned))).toEqual(await ask(both(scanned)));
      }),
      { numRuns: 60 },
    );
  });
});
