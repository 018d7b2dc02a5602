import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatasetRecord } from '../../catalogue/catalogue-record.ts';
import type { Dataset, Distribution } from '../../catalogue/dataset.ts';
import { aDataset, aDistribution, aRecord } from '../../testing.ts';
import { fileTypes } from '../../vocabularies/file-types.ts';
import { packageDict, type CkanObject } from './package-dict.ts';
import { emptyDataset } from '../../catalogue/empty-content.ts';
import { readPackage } from './read-package.ts';

const newId = (): string => 'new-id';
const alone = { groups: [] };
const show = (content: Dataset): CkanObject => packageDict(aRecord('luft', { content }), alone);
const read = (given: CkanObject, before: Dataset = emptyDataset): Dataset =>
  readPackage(given, aRecord('luft', { content: before }), newId);
const extrasIn = (dict: CkanObject): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (dict['extras'] as { readonly key: string; readonly value: string }[]).map(({ key, value }) => [
      key,
      value,
    ]),
  );

const word = fc.stringMatching(/^[a-zäöüß]{1,8}$/u);
const iri = word.map((path) => `https://stadt.example/${path}`);
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const few = <Value>(value: fc.Arbitrary<Value>) => fc.array(value, { maxLength: 3 });
const texts = fc.dictionary(fc.constantFrom('de', 'en', 'nl'), word, { minKeys: 1 });
const present = <Thing extends object>(thing: Thing): Thing =>
  Object.fromEntries(Object.entries(thing).filter(([, value]) => value !== undefined)) as Thing;
const agent = fc
  .record({ name: word, iri: maybe(iri), email: maybe(word), homepage: maybe(iri), type: maybe(iri) })
  .map(present);
const date = fc.constantFrom('2026-01-31', '2026-01-31T10:00:00Z', '2026-01-31T10:00:00+01:00', '2026');
const distribution: fc.Arbitrary<Distribution> = fc
  .record({
    id: fc.uuid(),
    title: maybe(texts),
    description: maybe(texts),
    accessUrls: few(iri),
    downloadUrls: few(iri),
    format: maybe(
      fc.constantFrom(
        'http://publications.europa.eu/resource/authority/file-type/CSV',
        'https://other.example/format',
      ),
    ),
    mediaType: maybe(fc.constant('text/csv')),
    licence: maybe(iri),
    licenceAttributionByText: maybe(texts),
    availability: maybe(iri),
    issued: maybe(date),
    modified: maybe(date),
    byteSize: maybe(fc.nat()),
    checksum: maybe(fc.constant({ algorithm: 'sha1', value: 'a'.repeat(64) })),
    languages: few(iri),
    accessServices: few(word),
    extras: fc.dictionary(word, word),
  })
  .map((one) => aDistribution(present(one) as Partial<Distribution>));
const dataset: fc.Arbitrary<Dataset> = fc
  .record({
    title: texts,
    description: texts,
    keywords: fc.dictionary(
      fc.constantFrom('de', 'en'),
      fc.uniqueArray(word, { minLength: 1, maxLength: 3 }),
    ),
    themes: few(iri),
    contributorIds: few(iri),
    publisher: maybe(agent),
    creators: few(agent),
    maintainers: few(agent),
    contactPoints: few(fc.record({ name: word, email: maybe(word), url: maybe(iri) }).map(present)),
    issued: maybe(date),
    identifiers: few(word),
    landingPages: few(iri),
    temporal: few(fc.record({ startDate: date, endDate: maybe(date) }).map(present)),
    spatial: few(
      fc.oneof(
        fc.record({ bbox: fc.constant([7, 51, 8, 52] as const), label: word }),
        fc.record({ geometry: fc.constant({ type: 'Point', coordinates: [7.6, 51.9] }) }),
      ),
    ),
    geocodingDescription: maybe(texts),
    politicalGeocodingLevels: few(iri),
    spatialResolutionMetres: maybe(fc.integer({ min: 1, max: 100 })),
    accrualPeriodicity: maybe(iri),
    version: maybe(word),
    distributions: fc.uniqueArray(distribution, { maxLength: 3, selector: ({ id }) => id }),
    extras: fc.dictionary(fc.constantFrom('guid', 'harvest_source_id', 'metadata_original_xml'), word),
  })
  .map((parts) => aDataset(present(parts) as Partial<Dataset>));

describe('the mapping of records to packages and back', () => {
  it('keeps everything of a record whose package comes back as it was told', () => {
    fc.assert(
      fc.property(dataset, (content) => {
        expect(read(show(content), content)).toEqual(content);
      }),
    );
  });

  it('tells a package again that was told before, whatever the record held', () => {
    fc.assert(
      fc.property(dataset, (content) => {
        const told = show(content);
        expect(show(read(told))).toMatchObject(told);
      }),
    );
  });

  const known = fc.constantFrom(
    ...[
      'issued',
      'frequency',
      'theme',
      'spatial',
      'contributorID',
      'geocodingText',
      'temporal_start',
      'publisher_name',
    ],
    ...[
      'publisher_url',
      'contact_name',
      'identifier',
      'politicalGeocodingLevelURI',
      'spatial_resolution_in_meters',
    ],
    ...['guid', 'access_rights', '__proto__', 'etwas'],
  );
  const anyText = fc.oneof(
    fc.string({ minLength: 1, unit: 'grapheme' }),
    iri,
    few(iri).map((list) => JSON.stringify(list)),
    date,
    fc.constant('{"type":"Point","coordinates":[7.6,51.9]}'),
  );
  const given = fc.record({
    title: fc.string({ minLength: 1 }),
    notes: fc.string({ minLength: 1 }),
    url: anyText,
    author: anyText,
    author_email: anyText,
    license_id: fc.oneof(anyText, fc.constantFrom('dl-de-by-2.0', 'cc-by')),
    version: anyText,
    resources: few(
      fc
        .record({
          url: anyText,
          name: anyText,
          format: fc.oneof(anyText, fc.constantFrom('csv', 'CSV', 'WMS')),
        })
        .chain((one) => fc.uuid().map((id) => ({ ...one, id }))),
    ),
    tags: fc.uniqueArray(word, { maxLength: 3 }),
    extras: fc.dictionary(known, anyText),
  });

  it('loses nothing of what clients send, readable or not', () => {
    fc.assert(
      fc.property(given, ({ tags, extras, resources, ...texts }) => {
        const told = show(
          read({
            ...texts,
            resources,
            tags: tags.map((name) => ({ name })),
            extras: Object.entries(extras).map(([key, value]) => ({ key, value })),
          }),
        );
        expect(told).toMatchObject(texts);
        expect(told['tags']).toMatchObject([...tags].sort().map((name) => ({ name })));
        expect(told['resources']).toMatchObject(resources);
        expect(extrasIn(told)).toEqual(extras);
      }),
    );
  });

  it('reads names of formats and licences as entries of the code lists', () => {
    const content = read({
      title: 'Luft',
      license_id: 'dl-de-by-2.0',
      resources: [{ url: 'https://stadt.example/luft.csv', format: 'csv' }],
      extras: [
        { key: 'theme', value: '["http://publications.europa.eu/resource/authority/data-theme/ENVI"]' },
      ],
    });
    expect(content.distributions[0]).toMatchObject({
      id: 'new-id',
      accessUrls: ['https://stadt.example/luft.csv'],
      format: 'http://publications.europa.eu/resource/authority/file-type/CSV',
      licence: 'http://dcat-ap.de/def/licenses/dl-by-de/2.0',
    });
    expect(content.themes).toEqual(['http://publications.europa.eu/resource/authority/data-theme/ENVI']);
    expect(show(content)).toMatchObject({
      license_id: 'dl-de-by-2.0',
      isopen: true,
      resources: [{ format: 'csv' }],
    });
  });

  it('names each file type so that it is read again', () => {
    for (const { iri: format } of fileTypes.concepts) {
      const content = aDataset({ distributions: [aDistribution({ format })] });
      const { resources, ...rest } = show(content);
      const given = (resources as CkanObject[]).map((one) => ({ ...one, id: 'other' }));
      expect(read({ ...rest, resources: given }).distributions[0]).toMatchObject({ format, extras: {} });
    }
    const wms = aDistribution({
      format: 'http://publications.europa.eu/resource/authority/file-type/WMS_SRVC',
    });
    expect(show(aDataset({ distributions: [wms] }))).toMatchObject({ resources: [{ format: 'WMS' }] });
  });

  it('changes only what a package changes', () => {
    const record: DatasetRecord = aRecord('luft', {
      content: aDataset({
        title: { de: 'Luft', en: 'Air' },
        keywords: { de: ['luft'], en: ['air'] },
        creators: [{ name: 'Amt', homepage: 'https://amt.example' }, { name: 'Zweites Amt' }],
        distributions: [aDistribution({ licence: 'https://a.example' }), aDistribution({ id: 'two' })],
      }),
    });
    const told = packageDict(record, alone);
    const changed = readPackage(
      { ...told, title: 'Luftgüte', tags: [{ name: 'air' }, { name: 'wind' }], author: 'Umweltamt' },
      record,
      newId,
    );
    expect(changed).toEqual({
      ...record.content,
      title: { de: 'Luftgüte', en: 'Air' },
      keywords: { en: ['air'], de: ['wind'] },
      creators: [{ name: 'Umweltamt', homepage: 'https://amt.example' }, { name: 'Zweites Amt' }],
    });
  });
});
