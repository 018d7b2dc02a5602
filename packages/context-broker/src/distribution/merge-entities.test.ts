import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributeInstance, Entity } from '../entities/entity.ts';
import { mergeEntities, type EntityPart } from './merge-entities.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();

const instance = (value: unknown, members: Partial<AttributeInstance> = {}): AttributeInstance => ({
  kind: 'Property',
  value,
  createdAt: at(0),
  modifiedAt: at(0),
  ...members,
});

const part = (
  from: EntityPart['from'],
  speed: AttributeInstance[],
  members: Partial<Entity> = {},
): EntityPart => ({
  from,
  entity: {
    id: 'urn:a',
    types: ['T'],
    createdAt: at(5),
    modifiedAt: at(5),
    attributes: { speed },
    ...members,
  },
});

const speedOf = (...parts: readonly EntityPart[]): readonly unknown[] | undefined =>
  mergeEntities(parts)[0]?.attributes['speed']?.map(({ value }) => value);

describe('merging the parts of an entity (§4.5.5)', () => {
  it.each<[string, readonly EntityPart[], unknown]>([
    [
      'observed later',
      [
        part('here', [instance(1, { observedAt: at(1) })]),
        part('inclusive', [instance(2, { observedAt: at(2) })]),
      ],
      2,
    ],
    [
      'observed, against modified later',
      [
        part('here', [instance(1, { observedAt: at(1) })]),
        part('inclusive', [instance(2, { modifiedAt: at(9) })]),
      ],
      1,
    ],
    [
      'modified later',
      [
        part('here', [instance(1, { modifiedAt: at(3) })]),
        part('inclusive', [instance(2, { modifiedAt: at(2) })]),
      ],
      1,
    ],
    [
      'not auxiliary',
      [part('here', [instance(1)]), part('auxiliary', [instance(2, { modifiedAt: at(9) })])],
      1,
    ],
    [
      'exclusive',
      [part('exclusive', [instance(1)]), part('inclusive', [instance(2, { modifiedAt: at(9) })])],
      1,
    ],
    [
      'of the first source, if nothing differs',
      [part('here', [instance(1)]), part('inclusive', [instance(2)])],
      1,
    ],
  ])('takes the instance %s', (_name, parts, expected) => {
    expect(speedOf(...parts)).toEqual([expected]);
  });

  it('keeps instances of different datasets, and has all types, scopes and times', () => {
    const [merged] = mergeEntities([
      part('here', [instance(1)], { scopes: ['/a'] }),
      part('inclusive', [instance(2, { datasetId: 'urn:d' })], {
        types: ['U', 'T'],
        scopes: ['/b', '/a'],
        createdAt: at(1),
        modifiedAt: at(9),
      }),
    ]);
    expect(merged).toMatchObject({
      types: ['T', 'U'],
      scopes: ['/a', '/b'],
      createdAt: at(1),
      modifiedAt: at(9),
      attributes: { speed: [{ value: 1 }, { value: 2 }] },
    });
  });

  it('does not depend on the order of the sources when times differ', () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(times, fc.infiniteStream(fc.integer()), (minutes, random) => {
        const parts = minutes.map((minute) =>
          part('inclusive', [instance(minute, { modifiedAt: at(minute) })]),
        );
        const shuffled = parts
          .map((one) => ({ one, key: random.next().value }))
          .toSorted((a, b) => Number(a.key) - Number(b.key))
          .map(({ one }) => one);
        expect(speedOf(...shuffled)).toEqual([Math.max(...minutes)]);
      }),
    );
  });
});
