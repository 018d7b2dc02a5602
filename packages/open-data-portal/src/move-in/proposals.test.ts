import { describe, expect, it } from 'vitest';
import { aDataset, aDistribution, aRecord } from '../testing.ts';
import type { DatasetRecord } from '../catalogue/catalogue-record.ts';
import type { Dataset } from '../catalogue/dataset.ts';
import { acceptProposals, dismissProposals, proposalsFor, withProposals } from './proposals.ts';

const theme = (code: string) => `http://publications.europa.eu/resource/authority/data-theme/${code}`;
const frequency = (code: string) => `http://publications.europa.eu/resource/authority/frequency/${code}`;
const byLicence = 'http://dcat-ap.de/def/licenses/dl-by-de/2.0';

const titled = (name: string, title: string, parts: Partial<Dataset> = {}): DatasetRecord =>
  aRecord(name, { content: aDataset({ title: { de: title }, description: { de: '' }, ...parts }) });

const proposed = (record: DatasetRecord, field: string, others: readonly DatasetRecord[] = []) =>
  proposalsFor(record, [record, ...others]).find((one) => one.field === field);

describe('proposals', () => {
  it('are made for what is missing only', () => {
    const full = titled('voll', 'Bäume', {
      themes: [theme('ENVI')],
      accrualPeriodicity: frequency('ANNUAL'),
      distributions: [aDistribution({ licence: byLicence })],
    });
    expect(proposalsFor(full, [full])).toEqual([]);
  });

  it('name a theme by category, title, or the like', () => {
    const topic = titled('a', 'Liste', { keywords: { de: ['Transport und Verkehr'] } });
    expect(proposed(topic, 'themes')).toMatchObject({ values: [theme('TRAN')], confidence: 0.9 });
    const like = titled('b', 'Zählung der Ruderboote 2021');
    const known = titled('c', 'Zählung der Ruderboote 2020', { themes: [theme('EDUC')] });
    expect(proposed(like, 'themes', [known])).toMatchObject({ values: [theme('EDUC')], confidence: 0.95 });
    expect(proposed(titled('d', 'Standorte der Haltestellen'), 'themes')).toMatchObject({
      values: [theme('TRAN')],
      confidence: 0.7,
    });
    expect(proposed(titled('e', 'Xyz'), 'themes')).toBeUndefined();
  });

  it.each([
    ['Tagesaktuelle Werte', {}, 'DAILY'],
    ['Werte', { description: { de: 'Wird monatlich erneuert.' } }, 'MONTHLY'],
    ['Landtagswahl 2022', {}, 'NEVER'],
    ['Sitzplan (Stand März 2024)', {}, 'NEVER'],
    ['Werte', { issued: '2020-01-01', modified: '2024-01-01' }, 'IRREG'],
  ])('name a frequency: %s %j', (title, parts, code) => {
    expect(proposed(titled('a', title, parts), 'accrualPeriodicity')?.values).toEqual([frequency(code)]);
  });

  it('take the frequency of other editions', () => {
    const edition = (year: number, parts: Partial<Dataset> = {}) =>
      titled(`richtwerte-${String(year)}`, `Richtwerte ${String(year)}`, parts);
    expect(proposed(edition(2019), 'accrualPeriodicity', [edition(2018)])?.values).toEqual([
      frequency('ANNUAL'),
    ]);
    const known = edition(2018, { accrualPeriodicity: frequency('BIENNIAL') });
    expect(proposed(edition(2019), 'accrualPeriodicity', [known])?.values).toEqual([frequency('BIENNIAL')]);
  });

  it('name a licence from the text, from fellows, or none that grants rights', () => {
    const bare = aDistribution({ id: 'x' });
    const texted = titled('a', 'A', {
      description: { de: 'Lizenz: https://creativecommons.org/licenses/by/4.0/' },
      distributions: [bare],
    });
    expect(proposed(texted, 'licence')).toMatchObject({
      id: 'licence:x',
      distribution: 'x',
      values: ['http://dcat-ap.de/def/licenses/cc-by/4.0'],
    });
    const fellow = titled('b', 'B', { distributions: [bare, aDistribution({ licence: byLicence })] });
    expect(proposed(fellow, 'licence')?.values).toEqual([byLicence]);
    expect(proposed(titled('c', 'C', { distributions: [bare] }), 'licence')).toMatchObject({
      values: ['http://dcat-ap.de/def/licenses/other-closed'],
      confidence: 0.1,
    });
  });

  it('name the addresses that a description links to', () => {
    const described = aDistribution({
      id: 'x',
      accessUrls: [],
      description: { de: '- [Bericht](https://a.example/1.pdf)\n- <https://a.example/2.pdf>' },
    });
    expect(proposed(titled('a', 'A', { distributions: [described] }), 'accessUrls')?.values).toEqual([
      'https://a.example/1.pdf',
      'https://a.example/2.pdf',
    ]);
  });

  it('have a reason in both languages', () => {
    const { records } = withProposals([titled('a', 'Haltestellen 2020'), titled('b', 'Haltestellen 2021')]);
    const all = records.flatMap(({ proposals = [] }) => proposals);
    expect(all.length).toBeGreaterThan(3);
    for (const { reason, confidence } of all) {
      expect(reason.de).not.toBe(reason.en);
      expect(confidence).toBeGreaterThan(0);
      expect(confidence).toBeLessThan(1);
    }
  });
});

describe('a person', () => {
  const open = withProposals([
    titled('a', 'Haltestellen 2020', {
      distributions: [aDistribution({ id: 'x', accessUrls: [] })],
      landingPages: ['https://a.example/'],
    }),
    titled('b', 'Haltestellen 2021'),
  ]).records[0];

  it('accepts all proposals', () => {
    if (open === undefined) throw new Error('no record');
    const done = acceptProposals(open, 'all');
    expect(done.proposals).toBeUndefined();
    expect(done.content).toMatchObject({
      themes: [theme('TRAN')],
      accrualPeriodicity: frequency('ANNUAL'),
      distributions: [
        { licence: 'http://dcat-ap.de/def/licenses/other-closed', accessUrls: ['https://a.example/'] },
      ],
    });
  });

  it('accepts some and dismisses others', () => {
    if (open === undefined) throw new Error('no record');
    const some = acceptProposals(open, ['themes', 'unknown']);
    expect(some.content.themes).toEqual([theme('TRAN')]);
    expect(some.content.accrualPeriodicity).toBeUndefined();
    expect(some.proposals?.map(({ id }) => id)).toEqual(['accrualPeriodicity', 'licence:x', 'accessUrls:x']);
    const none = dismissProposals(some, 'all');
    expect(none.proposals).toBeUndefined();
    expect(none.content).toEqual(some.content);
  });
});
