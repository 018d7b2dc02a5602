import type { Entity } from '../entities/entity.ts';
import { isGeometry, metresBetween } from '../query-language/geometry.ts';
import { valuesAt } from '../query-language/matches.ts';
import type { Ordering, OrderTerm } from './ordering-parser.ts';

/** What an entity is ordered by: a rank by kind of value, and the value (§4.23.2). */
type Key = readonly [rank: number, value: number | string];

/** What has no value comes last. */
const absent: Key = [9, 0];

const keyOf = (value: unknown): Key => {
  if (typeof value === 'number') return [1, value];
  if (typeof value === 'string') return [2, value];
  if (typeof value === 'boolean') return [5, Number(value)];
  if (Array.isArray(value)) return [4, value.length];
  return value === undefined || value === null ? absent : [3, JSON.stringify(value)];
};

const distanceKey = (values: readonly unknown[], { from }: Ordering): Key => {
  if (from === undefined) return absent;
  const distances = values.filter(isGeometry).map((geometry) => metresBetween(geometry, from));
  return distances.length === 0 ? absent : [1, Math.min(...distances)];
};

const keyFor = (entity: Entity, { member, direction }: OrderTerm, ordering: Ordering): Key => {
  if (member === 'id') return [2, entity.id];
  if (member === 'type') return [2, entity.types.toSorted()[0] ?? ''];
  if (member === 'scope') return keyOf(entity.scopes?.toSorted()[0]);
  const values = valuesAt(entity, member);
  return direction.startsWith('dist-') ? distanceKey(values, ordering) : keyOf(values[0]);
};

const compareKeys = (left: Key, right: Key, { compare }: Ordering): number => {
  if (left[0] !== right[0]) return left[0] - right[0];
  const [, one] = left;
  const [, other] = right;
  return typeof one === 'string' && typeof other === 'string'
    ? compare(one, other)
    : Math.sign(Number(one) - Number(other));
};

/** Entities in the asked order (§4.23); equal ones keep theirs. */
export const orderEntities = (entities: readonly Entity[], ordering: Ordering): readonly Entity[] => {
  const keyed = entities.map((entity) => ({
    entity,
    keys: ordering.terms.map((term) => keyFor(entity, term, ordering)),
  }));
  return keyed
    .toSorted((left, right) => {
      for (const [index, { direction }] of ordering.terms.entries()) {
        const sign = compareKeys(left.keys[index] ?? absent, right.keys[index] ?? absent, ordering);
        if (sign !== 0) return direction.endsWith('desc') ? -sign : sign;
      }
      return 0;
    })
    .map(({ entity }) => entity);
};
