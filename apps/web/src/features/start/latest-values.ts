import type { LiveChange } from '../../api/use-live.ts';

/** A measured value of an entity, as it was pushed. */
export interface LatestValue {
  readonly key: string;
  readonly id: string;
  readonly type: string;
  readonly attribute: string;
  readonly value: number;
}

const kept = 8;

/** The newest values first; a newer value of the same attribute replaces the older. */
export const addChange = (
  values: readonly LatestValue[],
  { id, type: given, ...attributes }: LiveChange,
): readonly LatestValue[] => {
  const type = [given].flat()[0] ?? '';
  const fresh = Object.entries(attributes).flatMap(([attribute, value]) =>
    typeof value === 'number' ? [{ key: `${id} ${attribute}`, id, type, attribute, value }] : [],
  );
  const keys = new Set(fresh.map(({ key }) => key));
  return [...fresh, ...values.filter(({ key }) => !keys.has(key))].slice(0, kept);
};
