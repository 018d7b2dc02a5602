import { describe, expect, it } from 'vitest';
import type { PastInstance, TemporalEntity } from '../../temporal/temporal-store.ts';
import type { Part } from '../gather.ts';
import { cutTogether, mergeEvolutions } from './merge-evolutions.ts';

const at = (minute: number): string => `2026-01-01T00:0${String(minute)}:00.000Z`;
const instance = (minute: number, value: unknown, more: Partial<PastInstance> = {}): PastInstance => ({
  kind: 'Property',
  value,
  observedAt: at(minute),
  createdAt: at(0),
  modifiedAt: at(0),
  ...more,
});
const part = (
  from: Part<TemporalEntity>['from'],
  speed: readonly PastInstance[],
  more: Partial<TemporalEntity> = {},
): Part<TemporalEntity> => ({
  from,
  entity: { id: 'urn:a', types: ['urn:T'], attributes: { speed }, isCut: false, ...more },
});
const observed = { property: 'observedAt' } as const;
const values = (merged: readonly TemporalEntity[]) =>
  merged.map(({ attributes }) => attributes['speed']?.map(({ value }) => value));

describe('mergeEvolutions (§4.5.5, §5.7.3.4)', () => {
  it('puts instances of all parts in order of time', () => {
    const merged = mergeEvolutions(
      [part('here', [instance(1, 1), instance(4, 4)]), part('inclusive', [instance(2, 2)])],
      observed,
    );
    expect(values(merged)).toEqual([[1, 2, 4]]);
  });

  it('believes an exclusive source more than others, and an auxiliary one only where nobody else tells', () => {
    const merged = mergeEvolutions(
      [
        part('auxiliary', [instance(1, 'a1'), instance(2, 'a2'), instance(3, 'a3')]),
        part('inclusive', [instance(1, 'i1', { modifiedAt: at(9) }), instance(2, 'i2')]),
        part('exclusive', [instance(1, 'e1')]),
      ],
      observed,
    );
    expect(values(merged)).toEqual([['e1', 'i2', 'a3']]);
  });

  it('believes the one modified last of equals, and keeps datasets apart', () => {
    const merged = mergeEvolutions(
      [
        part('here', [instance(1, 'old'), instance(1, 'gps', { datasetId: 'urn:gps' })]),
        part('inclusive', [instance(1, 'new', { modifiedAt: at(5) })]),
      ],
      observed,
    );
    expect(values(merged)[0]).toEqual(expect.arrayContaining(['new', 'gps']));
    expect(values(merged)[0]).toHaveLength(2);
  });

  it('keeps what one place tells of one moment', () => {
    const twice = [instance(1, 'first'), instance(1, 'second')];
    expect(values(mergeEvolutions([part('here', twice), part('inclusive', [])], observed))).toEqual([
      ['first', 'second'],
    ]);
  });

  it('gives the newest so many of each dataset with lastN', () => {
    const merged = mergeEvolutions(
      [
        part('here', [instance(1, 1), instance(3, 3), instance(1, 'g', { datasetId: 'urn:g' })]),
        part('inclusive', [instance(2, 2)]),
      ],
      { ...observed, lastN: 2 },
    );
    expect(values(merged)).toEqual([['g', 2, 3]]);
  });

  it('unites types, scopes and times, one entity for each id', () => {
    const scope = (minute: number, value: string) => instance(minute, value, { modifiedAt: at(minute) });
    const merged = mergeEvolutions(
      [
        part('here', [], { createdAt: at(3), modifiedAt: at(4), scopes: [scope(2, '/a')] }),
        part('inclusive', [], {
          types: ['urn:U'],
          createdAt: at(1),
          modifiedAt: at(2),
          scopes: [scope(1, '/b')],
        }),
        part('inclusive', [], { id: 'urn:b' }),
      ],
      observed,
    );
    expect(merged.map(({ id }) => id)).toEqual(['urn:a', 'urn:b']);
    expect(merged[0]).toMatchObject({
      types: ['urn:T', 'urn:U'],
      createdAt: at(1),
      modifiedAt: at(4),
      scopes: [{ value: '/b' }, { value: '/a' }],
    });
  });
});

describe('cutTogether (§6.3.10)', () => {
  const entities = mergeEvolutions(
    [
      part(
        'here',
        [1, 2, 3].map((minute) => instance(minute, minute)),
      ),
    ],
    observed,
  );
  const ms = (minute: number): number => Date.parse(at(minute));

  it('leaves whole answers as they are', () => {
    expect(cutTogether(entities, [], observed)).toBe(entities);
  });

  it('ends where the first of the cut answers ends', () => {
    const [cut] = cutTogether(entities, [ms(3), ms(2)], observed);
    expect([cut?.isCut, values(cut === undefined ? [] : [cut])]).toEqual([true, [[1, 2]]]);
  });

  it('starts where the last of them starts with lastN, which is cut from the other end', () => {
    expect(values(cutTogether(entities, [ms(1), ms(2)], { ...observed, lastN: 9 }))).toEqual([[2, 3]]);
  });
});
