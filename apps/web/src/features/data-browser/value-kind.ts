import type { AttributeSummary } from '../../api/client.ts';
import type { Entity } from '../../api/entity.ts';
import type { ValueKind } from './filter.ts';

/** An attribute, or a part of its value, that can be filtered by. */
export interface FilterPath {
  readonly path: string;
  readonly kind: ValueKind;
}

/** What can be filtered by: every attribute, and the parts of structured values seen in the samples. */
export const filterPaths = (
  attributes: readonly AttributeSummary[],
  samples: readonly Entity[],
): readonly FilterPath[] =>
  attributes.flatMap(({ name, kinds }) => {
    if (kinds.includes('GeoProperty')) return [{ path: name, kind: 'place' as const }];
    const values = samples.map((entity) => untyped(entity[name]));
    const record = values.find(isRecord);
    if (record !== undefined && !kinds.includes('Relationship')) {
      return Object.entries(record).map(([part, value]) => ({
        path: `${name}[${part}]`,
        kind: kindOf([value]),
      }));
    }
    return [{ path: name, kind: kinds.includes('Relationship') ? ('uri' as const) : kindOf(values) }];
  });

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The plain value of a typed one, for example of a DateTime. */
const untyped = (value: unknown): unknown => (isRecord(value) && '@value' in value ? value['@value'] : value);

/** The kind of the first known value. */
const kindOf = (values: readonly unknown[]): ValueKind => {
  const first = values.flat().find((value) => value !== undefined && value !== null);
  if (typeof first === 'number') return 'number';
  if (typeof first === 'boolean') return 'boolean';
  if (typeof first !== 'string') return 'unknown';
  // An interval cannot be compared with a time.
  return /^\d{4}-\d{2}-\d{2}(?:T[^/]*)?$/u.test(first) ? 'time' : 'text';
};
