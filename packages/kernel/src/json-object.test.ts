import { expect, it } from 'vitest';
import { isJsonObject } from './json-object.ts';

it.each([
  [{}, true],
  [{ a: 1 }, true],
  [null, false],
  [[], false],
  ['{}', false],
  [undefined, false],
])('%j is an object as JSON has them: %s', (value, expected) => {
  expect(isJsonObject(value)).toBe(expected);
});
