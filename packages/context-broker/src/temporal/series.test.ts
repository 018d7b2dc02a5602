import { compileCoreContext } from '@allmende/jsonld';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entities, entity, instance } from '../../test/query-arbitraries.ts';
import { createEntityCodec } from '../entities/entity-document.ts';
import type { AttributeInstance, Attributes, Entity } from '../entities/entity.ts';
import { many } from '../entities/stored-names.ts';
import { SCOPE } from './scope-history.ts';
import { columnsOf, instanceOfSlot, supersededMoments, type Moment } from './series.ts';

const core = compileCoreContext();
const codec = createEntityCodec(core);
const name = (term: string): string => core.expand(term);
const stored = (given: Entity) => codec.open(codec.toRow(given, 'w-1'));

/** All instances of moments, as a reader of the history gets them. */
const read = (moments: readonly Moment[]): Record<string, AttributeInstance[]> => {
  const found: Record<string, AttributeInstance[]> = {};
  for (const { columns, slots, at, createdMs, modifiedMs, write } of moments) {
    columnsOf(columns).forEach((column, place) => {
      const stamp = { createdMs, modifiedMs, write };
      (found[column.attribute] ??= []).push(instanceOfSlot(codec, column, slots[place], { stamp, at }));
    });
  }
  return found;
};

/** Instances with and without time of observation may stand in different moments. */
const inOrder = (attributes: Attributes): unknown =>
  Object.entries(attributes)
    .map(([attribute, all]) => [
      attribute,
      all.map((one) => JSON.stringify(one, memberOrder(one))).toSorted(),
    ])
    .toSorted();

const memberOrder = (one: AttributeInstance): string[] => {
  const names = new Set<string>();
  JSON.stringify(one, (key, value: unknown) => {
    names.add(key);
    return value;
  });
  return [...names].toSorted();
};

describe('the moments of the history', () => {
  it('give back every instance of an entity that is no more', () => {
    fc.assert(
      fc.property(entities, (given) => {
        const before = stored(given);
        const moments = supersededMoments(codec, { before, after: undefined }, 99);
        expect(moments.every(({ deletedMs }) => deletedMs === 99)).toBe(true);
        // As they are stored: JSON has no undefined.
        const slots = JSON.parse(JSON.stringify(moments)) as Moment[];
        const { [SCOPE]: scopes = [], ...others } = read(slots);
        expect(inOrder(others)).toEqual(
          inOrder(JSON.parse(JSON.stringify(before.entity.attributes)) as Attributes),
        );
        expect(scopes.flatMap(({ value }) => many(value))).toEqual(given.scopes ?? []);
      }),
    );
  });

  it('are one for all that a write gave with one time of observation, and for what has none', () => {
    const observedAt = '2026-01-01T00:00:00Z';
    const before = stored(
      entity({
        [name('a')]: [instance(1, { observedAt })],
        [name('b')]: [instance(2)],
        [name('c')]: [instance(3, { observedAt })],
        [name('d')]: [instance(4, { observedAt: '2026-01-01T00:10:00Z' })],
      }),
    );
    const moments = supersededMoments(codec, { before, after: entity({}) }, 99);
    expect(moments.map(({ slots, at }) => [slots, at])).toEqual([
      [[1, 2, 3], Date.parse(observedAt)],
      [[4], Date.parse('2026-01-01T00:10:00Z')],
    ]);
  });

  it('hold nothing that the next state still has', () => {
    const before = stored(entity({ [name('a')]: [instance(1)], [name('b')]: [instance(2)] }));
    const after = {
      ...before.entity,
      attributes: { ...before.entity.attributes, [name('b')]: [instance(3)] },
    };
    const [moment, ...others] = supersededMoments(codec, { before, after }, 99);
    expect([moment?.slots, moment?.deletedMs, others]).toEqual([[2], undefined, []]);
  });

  it.each(['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.250Z', '2026-01-01T01:00:00,5+01:00'])(
    'keep the time of observation as it was written: %s',
    (observedAt) => {
      const before = stored(entity({ [name('a')]: [instance(1, { observedAt, unitCode: 'CEL' })] }));
      const found = read(supersededMoments(codec, { before, after: undefined }, 99));
      expect(found[name('a')]).toMatchObject([{ observedAt, unitCode: 'CEL' }]);
    },
  );
});
