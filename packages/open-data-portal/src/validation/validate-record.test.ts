import { describe, expect, it } from 'vitest';
import {
  aDataset,
  aService,
  emptyDistribution,
  fullDataset,
  fullSeries,
  fullService,
  muenster,
} from '../../test/sample-records.ts';
import type { CatalogueRecord } from '../catalogue/catalogue-record.ts';
import type { Dataset } from '../catalogue/dataset.ts';
import { createShaclValidator } from './shacl-validator.ts';
import { validateRecord } from './validate-record.ts';

const validate = validateRecord(createShaclValidator());

const enough = { title: { de: 'T' }, description: { de: 'D' }, publisher: muenster } as const;
const file = {
  ...emptyDistribution,
  accessUrls: ['https://e.org/a'],
  licence: 'http://dcat-ap.de/def/licenses/dl-zero-de/2.0',
} as const;

const violations = async (record: CatalogueRecord) =>
  (await validate(record)).filter(({ severity }) => severity === 'violation');

const places = async (content: Partial<Dataset>) =>
  (await violations(aDataset('x', { ...enough, ...content }))).map(({ path }) => path);

describe('validateRecord', () => {
  it('has nothing to say about whole entries', async () => {
    expect(await validate(fullDataset)).toEqual([]);
    expect(await validate(fullService)).toEqual([]);
    expect(await validate(fullSeries)).toEqual([]);
  });

  it('names what an empty dataset lacks, in German and English, and what would make it better', async () => {
    const findings = await validate(aDataset('x', {}));
    expect(
      findings
        .filter(({ severity }) => severity === 'violation')
        .map(({ field }) => field)
        .toSorted(),
    ).toEqual(['description', 'publisher', 'title']);
    const title = findings.find(({ field }) => field === 'title');
    expect(title).toMatchObject({
      path: '/title',
      message: expect.stringContaining('Der Titel fehlt.') as string,
    });
    expect(title?.messageEn).toContain('The title is missing.');
    expect(findings.filter(({ severity }) => severity === 'info').map(({ field }) => field)).toContain(
      'keywords',
    );
    expect(findings.findIndex(({ severity }) => severity === 'info')).toBe(3);
  });

  it('finds places in lists and in what lies within', async () => {
    expect(await places({ distributions: [file, { ...emptyDistribution, id: 'e' }] })).toEqual([
      '/distributions/1/accessUrls',
      '/distributions/1/licence',
    ]);
    expect(await places({ contactPoints: [{ name: 'A', url: 'https://e.org' }, { name: 'B' }] })).toEqual([
      '/contactPoints/1',
    ]);
    expect(await places({ publisher: { name: '' } })).toEqual(['/publisher/name']);
    expect(await places({ publisher: { name: 'A', type: 'https://e.org/type' } })).toEqual([
      '/publisher/type',
    ]);
  });

  it('finds two distributions that share an id, and so an IRI', async () => {
    expect(await places({ distributions: [file, file] })).toEqual(['/distributions/1/id']);
  });

  it('tells which value is no entry of its code list', async () => {
    const themes = [
      'http://publications.europa.eu/resource/authority/data-theme/TRAN',
      'https://e.org/verkehr',
    ];
    const [finding] = await violations(aDataset('x', { ...enough, themes }));
    expect(finding?.path).toBe('/themes/1');
    expect(finding?.message).toBe(
      '„https://e.org/verkehr“ ist kein Eintrag der Codeliste für „Kategorie“. Wählen Sie einen Eintrag der Liste.',
    );
  });

  it.each<readonly [string, Partial<Dataset>, string]>([
    ['an address without scheme', { landingPages: ['www.stadt-muenster.de'] }, '/landingPages/0'],
    ['a German date', { issued: '25.11.2026' }, '/issued'],
    [
      'an e-mail address',
      { contactPoints: [{ name: 'A', email: 'a b', url: 'https://e.org' }] },
      '/contactPoints/0/email',
    ],
    [
      'a telephone number',
      { contactPoints: [{ name: 'A', phone: 'abc', url: 'https://e.org' }] },
      '/contactPoints/0/phone',
    ],
    ['a size', { distributions: [{ ...file, byteSize: -1 }] }, '/distributions/0/byteSize'],
    ['a media type', { distributions: [{ ...file, mediaType: 'csv' }] }, '/distributions/0/mediaType'],
    [
      'a checksum',
      { distributions: [{ ...file, checksum: { algorithm: 'sha256', value: 'xyz' } }] },
      '/distributions/0/checksum',
    ],
    ['a duration', { temporalResolution: '15 Minuten' }, '/temporalResolution'],
    ['a rectangle', { spatial: [{ bbox: [7, 52, 6, 51] }] }, '/spatial/0/bbox'],
    [
      'a period that ends first',
      { temporal: [{ startDate: '2026-02-01', endDate: '2026-01-01' }] },
      '/temporal/0/endDate',
    ],
  ])('finds %s that is none', async (_name, content, path) => {
    expect(await places(content)).toEqual([path]);
  });

  it('asks for the attribution that the licence wants, and for the law of high-value datasets', async () => {
    const distributions = [{ ...file, licence: 'http://dcat-ap.de/def/licenses/dl-by-de/2.0' }];
    const hvdCategories = ['http://data.europa.eu/bna/c_b79e35eb'];
    const findings = await validate(aDataset('x', { ...enough, distributions, hvdCategories }));
    expect(findings.filter(({ severity }) => severity === 'warning').map(({ path }) => path)).toEqual([
      '/distributions/0/licenceAttributionByText',
      '/applicableLegislation',
      '/distributions/0/applicableLegislation',
    ]);
  });

  it('knows what a service lacks', async () => {
    expect(
      (await violations(aService('x', { title: { de: 'T' } }))).map(({ path }) => path).toSorted(),
    ).toEqual(['/endpointUrls', '/publisher']);
  });
});
