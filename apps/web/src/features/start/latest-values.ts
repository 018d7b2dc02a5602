import type { LiveChange } from '../../api/use-live.ts';

/** A measured value of an entity, as it was pushed. */
export interface LatestValue {
  readonly key: string;
  readonly id: string;
  readonly type: string;
  readonly attribute: string;
  readonly value: number;
  /** Counts the values since the page was opened. */
  readonly number: number;
}

/** The newest values and how many there have been. */
export interface LatestValues {
  readonly values: readonly LatestValue[];
  readonly count: number;
}

export const noValues: LatestValues = { values: [], count: 0 };

const kept = 6;

/** The newest values first, one per entity; a newer one replaces the older. */
export const addChange = (
  { values, count }: LatestValues,
  { id, type: given, ...attributes }: LiveChange,
): LatestValues => {
  const type = [given].flat()[0] ?? '';
  const fresh = Object.entries(attributes).flatMap(([attribute, value]) =>
    typeof value === 'number' ? [{ attribute, value }] : [],
  );
  const [first] = fresh;
  if (first === undefined) return { values, count };
  const number = count + fresh.length;
  const newest = { key: id, id, type, number, ...first };
  return { values: [newest, ...values.filter((one) => one.id !== id)].slice(0, kept), count: number };
};
