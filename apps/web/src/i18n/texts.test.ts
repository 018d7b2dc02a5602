import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import type { Catalogue } from './message.ts';

const catalogues = import.meta.glob<{ readonly text: Catalogue<string> }>('../**/text.ts', { eager: true });

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

/** Names of the values an ICU message needs, those inside its alternatives included. */
const valuesOf = (elements: readonly Element[]): readonly string[] =>
  elements.flatMap((element) => {
    const own = 'value' in element && element.type !== 0 ? [element.value] : [];
    const inner =
      'options' in element ? Object.values(element.options).flatMap(({ value }) => valuesOf(value)) : [];
    return [...own, ...inner];
  });

const needs = (message: string, language: string): readonly string[] =>
  [
    ...new Set(valuesOf(new IntlMessageFormat(message, language, undefined, { ignoreTag: true }).getAst())),
  ].sort();

describe('the texts of the pages', () => {
  it('are found', () => {
    expect(Object.keys(catalogues).length).toBeGreaterThanOrEqual(7);
  });

  it.each(Object.entries(catalogues))('are complete in German and English: %s', (_path, { text }) => {
    expect(Object.keys(text.en)).toEqual(Object.keys(text.de));
    for (const [key, german] of Object.entries(text.de)) {
      const english = text.en[key] ?? '';
      expect(english, key).not.toBe('');
      expect(needs(english, 'en'), key).toEqual(needs(german, 'de'));
    }
  });
});
