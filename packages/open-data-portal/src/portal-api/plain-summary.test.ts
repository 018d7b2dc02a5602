import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainSummary } from './plain-summary.ts';

describe('the summary of a description', () => {
  it('leaves the marks of Markdown and HTML away', () => {
    expect(plainSummary('## Stand\n\n- **Standorte** der [Bäume](https://example.org/b) in `Münster`')).toBe(
      'Stand Standorte der Bäume in Münster',
    );
    expect(plainSummary('<p>Alle <b>Bäume</b></p>')).toBe('Alle Bäume');
  });

  it('keeps names with an underscore and numbers', () => {
    expect(plainSummary('Spalte ein_wohner_2024, 3 * 4')).toBe('Spalte ein_wohner_2024, 3 * 4');
  });

  it('shows signs that are escaped in Markdown as themselves', () => {
    expect(plainSummary('Mengen \\& Geschwindigkeiten \\*')).toBe('Mengen & Geschwindigkeiten *');
  });

  it('is cut between words', () => {
    const summary = plainSummary('Baumkataster '.repeat(50));
    expect(summary).toMatch(/^(Baumkataster )+…$/u);
    expect(summary.length).toBeLessThanOrEqual(222);
  });

  it('is one short line, whatever the description is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2000 }), (text) => {
        const summary = plainSummary(text);
        expect(summary.length).toBeLessThanOrEqual(222);
        expect(summary).not.toMatch(/[\n\r]/u);
      }),
    );
  });
});
