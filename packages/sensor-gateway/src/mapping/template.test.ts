import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slug } from './slug.ts';
import { parseTemplate, templateProblem } from './template.ts';

describe('template', () => {
  const fields: Readonly<Record<string, string>> = { name: 'PH Münster Arkaden', id: '7', empty: '' };
  const fill = (text: string): string | undefined => parseTemplate(text).fill((field) => fields[field] ?? '');

  it('fills fields in, as they are or as a part of an id', () => {
    expect(fill('urn:x:{id}-{name|slug}')).toBe('urn:x:7-ph-muenster-arkaden');
    expect(fill('plain')).toBe('plain');
  });

  it('is nothing when a field is empty', () => {
    expect(fill('urn:x:{empty}')).toBeUndefined();
  });

  it('says what is wrong with its text', () => {
    expect(['{a|upper}', '{a', 'a}', '{}', '{a}{b|slug}'].map(templateProblem)).toEqual([
      expect.stringContaining('"upper" is no filter'),
      expect.stringContaining('brace'),
      expect.stringContaining('brace'),
      expect.stringContaining('brace'),
      undefined,
    ]);
  });
});

describe('slug', () => {
  it.each([
    ['PH Münster Arkaden', 'ph-muenster-arkaden'],
    ['PP/TG Hafenmarkt', 'pp-tg-hafenmarkt'],
    ['Straße Ägidii (gegenüber)', 'strasse-aegidii-gegenueber'],
    ['Ünïcödé', 'uenicoede'],
    ['---', ''],
  ])('makes %s to %s', (text, expected) => {
    expect(slug(text)).toBe(expected);
  });

  it('has only small letters, digits and single hyphens, and stays as it is when repeated (fuzz)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(slug(text)).toMatch(/^([a-z0-9]+(-[a-z0-9]+)*)?$/);
        expect(slug(slug(text))).toBe(slug(text));
      }),
    );
  });
});
