import { describe, expect, it } from 'vitest';
import { inLanguage, nameOf } from './in-language.ts';

describe('texts in several languages', () => {
  it('are shown in the wanted one, in German where it lacks, in any other then', () => {
    expect(inLanguage({ de: 'Luft', en: 'Air' }, 'en')).toBe('Air');
    expect(inLanguage({ de: 'Luft' }, 'en')).toBe('Luft');
    expect(inLanguage({ fr: 'Air' }, 'de')).toBe('Air');
    expect(inLanguage(undefined, 'de')).toBe('');
  });

  it('name code list entries, known or not', () => {
    const labels = { 'http://example.org/ENVI': { de: 'Umwelt' } };
    expect(nameOf('http://example.org/ENVI', labels, 'de')).toBe('Umwelt');
    expect(nameOf('http://example.org/list/CSV', labels, 'de')).toBe('CSV');
    expect(nameOf('http://example.org/', labels, 'de')).toBe('example.org');
  });
});
