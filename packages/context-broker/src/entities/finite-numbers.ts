import type { Finding } from '@allmende/kernel';
import { pointerSegment } from './attribute-parser.ts';

/** Texts in which a number may be beyond all doubles; most have none, and are not looked through. */
const SUSPICIOUS = /\d[eE]\+?\d{3}|\d{309}/;

const findInfinite = (value: unknown, pointer: string): readonly Finding[] => {
  if (typeof value === 'number' && !Number.isFinite(value))
    return [{ pointer, detail: 'is a number beyond what can be kept' }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    findInfinite(member, `${pointer}/${pointerSegment(name)}`),
  );
};

/** Numbers like 1e400, which JSON.parse makes infinite and JSON.stringify would lose. */
export const infiniteNumbers = (text: string, value: unknown): readonly Finding[] =>
  SUSPICIOUS.test(text) ? findInfinite(value, '') : [];
