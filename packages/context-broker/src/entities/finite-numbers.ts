import type { Finding } from '@allmende/kernel';
import { pointerSegment } from './attribute-parser.ts';

const findInfinite = (value: unknown, pointer: string): readonly Finding[] => {
  if (typeof value === 'number' && !Number.isFinite(value))
    return [{ pointer, detail: 'is a number beyond what can be kept' }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    findInfinite(member, `${pointer}/${pointerSegment(name)}`),
  );
};

/** Numbers like 1e400, which JSON.parse makes infinite and JSON.stringify would lose. */
export const infiniteNumbers = (value: unknown): readonly Finding[] => findInfinite(value, '');

/** Whether a parsed body nests no deeper than `depth` and holds no infinite number. */
export const isWithinLimits = (value: unknown, depth: number): boolean => {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  if (Array.isArray(value)) return value.every((member) => isWithinLimits(member, depth - 1));
  for (const name in value) {
    if (!isWithinLimits((value as Readonly<Record<string, unknown>>)[name], depth - 1)) return false;
  }
  return true;
};
