import { expect, it } from 'vitest';
import { prefixOf } from './access-path.ts';

it.each([
  ['^urn:a:1$', 'urn:a:1'],
  ['^urn:a.*', 'urn:a'],
  ['^urn:a\\.b', 'urn:a.b'],
  ['^urn:ab*', 'urn:a'],
  ['^urn:ab?c', 'urn:a'],
  ['^urn:ab{0,2}', 'urn:a'],
  ['^urn:a\\.?b', 'urn:a'],
  ['^urn:(a|b)', undefined],
  ['^a|b', undefined],
  ['(?i)^urn', undefined],
  ['urn:a', undefined],
  ['^\\d+', undefined],
  ['^', undefined],
])('everything that %s matches begins with %s', (pattern, prefix) => {
  expect(prefixOf(pattern)).toBe(prefix);
});
