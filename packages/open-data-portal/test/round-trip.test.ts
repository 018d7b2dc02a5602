import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Agent, ContactPoint, Dataset, Distribution, Location } from '../src/catalogue/dataset.ts';
import { createAddresses } from '../src/rdf/addresses.ts';
import { parseRdf } from '../src/rdf/parse-rdf.ts';
import { idsInAddresses, readDcat } from '../src/rdf/read-dcat.ts';
import { recordQuads } from '../src/rdf/record-quads.ts';
import { rdfFormats, serialise } from '../src/rdf/serialise.ts';
import { createShaclValidator } from '../src/validation/shacl-validator.ts';
import { validateRecord } from '../src/validation/validate-record.ts';
import { vocabularies, type VocabularyName } from '../src/vocabularies/labels.ts';
import { aDataset, emptyDataset, emptyDistribution } from './sample-records.ts';

const shacl = createShaclValidator();
const validate = validateRecord(shacl);
const addresses = createAddresses('https://daten.example.org');

/** Texts with what breaks formats: quotes, angle brackets, line breaks, surrogates, other scripts. */
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
    fc.constantFrom(
      'ä"ö\\ü',
      "<b>&amp;'",
      'a\nb\tc',
      ' – „x“ ',
      '"""',
      '@de',
      '^^x',
      '𝔘',
      '{"a":1}',
      ']]>',
      '<!--',
    ),
  )
  .filter((value) => !/[\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/u.test(value));
const texts = fc.dictionary(fc.constantFrom('de', 'en', 'nds', 'zh-hant'), text, {
  minKeys: 1,
  maxKeys: 3,
  noNullPrototype: true,
});
/** Without `/./`: readers of RDF/XML resolve it, as RFC 3986 §5.2.2 has it for references. */
const iri = fc
  .webUrl({ withQueryParameters: true, withFragments: true, size: 'small' })
  .map((url) => url.replace(/[|`^]/gu, ''))
  .filter((url) => !/\/\.{1,2}(?=[/?#]|$)/u.test(url));
const iris = fc.uniqueArray(iri, { maxLength: 3 });
const code = (name: VocabularyName) =>
  fc.constantFrom(...vocabularies[name].concepts.map((concept) => concept.iri));
const codes = (name: VocabularyName) => fc.uniqueArray(code(name), { maxLength: 3 });
const day = fc.date({ min: new Date('1000-01-01'), max: new Date('2999-12-31'), noInvalidDate: true });
const date = fc.oneof(
  day.map((value) => value.toISOString().slice(0, 10)),
  day.map((value) => value.toISOString()),
);
const email = fc.constantFrom('a@e.org', 'opendata+x@stadt.example');

const optional = <T, K extends keyof T>(model: { [P in keyof T]: fc.Arbitrary<T[P]> }, requiredKeys: K[]) =>
  fc.record(model, { requiredKeys, noNullPrototype: true });

const agent = optional({ name: text, type: code('publisherType'), email, homepage: iri }, [
  'name',
]) as fc.Arbitrary<Agent>;
const contact = fc
  .tuple(text, optional({ email, phone: fc.constant('+49-251-492-0'), url: iri }, []))
  .map(([name, ways]) => ({
    name,
    ...(Object.keys(ways).length === 0 ? { email: 'a@e.org' } : ways),
  })) as fc.Arbitrary<ContactPoint>;
const degree = fc.integer({ min: -89, max: 88 });
const location = fc.oneof(
  text.map((label) => ({ label })),
  iri.map((place) => ({ iri: place })),
  fc.tuple(degree, degree).map(([x, y]) => ({ bbox: [x, y, x + 1, y + 0.5] })),
  fc.tuple(degree, degree).map(([x, y]) => ({ geometry: { type: 'Point', coordinates: [x + 0.25, y] } })),
) as fc.Arbitrary<Location>;
const period = fc
  .tuple(day, day)
  .map((days) =>
    days
      .toSorted((one, other) => Number(one) - Number(other))
      .map((value) => value.toISOString().slice(0, 10)),
  )
  .chain(([startDate, endDate]) =>
    fc.constantFrom({ startDate, endDate }, { startDate }, { endDate }),
  ) as fc.Arbitrary<Dataset['temporal'][number]>;

const distribution = optional(
  {
    accessUrls: fc.uniqueArray(iri, { minLength: 1, maxLength: 2 }),
    licence: code('licence'),
    title: texts,
    description: texts,
    downloadUrls: iris,
    format: code('format'),
    mediaType: fc.constantFrom('text/csv', 'application/geo+json'),
    compressFormat: fc.constant('application/gzip'),
    licenceAttributionByText: texts,
    rights: texts,
    availability: code('availability'),
    status: code('status'),
    issued: date,
    modified: date,
    byteSize: fc.maxSafeNat(),
    checksum: fc.constant({ algorithm: 'sha256', value: 'ab'.repeat(32) }),
    languages: codes('languages'),
    conformsTo: iris,
    documentation: iris,
    applicableLegislation: iris,
  },
  ['accessUrls', 'licence'],
);

const distributions = fc
  .array(distribution, { maxLength: 2 })
  .map((list) =>
    list.map((content, index) => ({ ...emptyDistribution, ...content, id: `r${String(index)}` })),
  ) as fc.Arbitrary<Distribution[]>;

/** All members of the model, each there or not. */
const members: { [K in keyof Dataset]?: fc.Arbitrary<unknown> } = {
  keywords: fc.dictionary(fc.constantFrom('de', 'en'), fc.uniqueArray(text, { minLength: 1, maxLength: 3 }), {
    noNullPrototype: true,
  }),
  themes: codes('themes'),
  hvdCategories: codes('hvdCategories'),
  applicableLegislation: iris,
  contributorIds: codes('contributorIds'),
  creators: fc.array(agent, { maxLength: 2 }),
  contactPoints: fc.array(contact, { maxLength: 2 }),
  issued: date,
  modified: date,
  accessRights: code('accessRights'),
  languages: codes('languages'),
  identifiers: fc.uniqueArray(text, { maxLength: 2 }),
  landingPages: iris,
  conformsTo: iris,
  maintainers: fc.array(agent, { maxLength: 1 }),
  originators: fc.array(agent, { maxLength: 1 }),
  contributors: fc.array(agent, { maxLength: 1 }),
  accrualPeriodicity: code('accrualPeriodicity'),
  temporal: fc.array(period, { maxLength: 2 }),
  temporalResolution: fc.constantFrom('PT15M', 'P1D', 'P1Y2M'),
  spatial: fc.uniqueArray(location, {
    maxLength: 3,
    selector: (place) => place.iri ?? JSON.stringify(place),
  }),
  spatialResolutionMetres: fc.constantFrom(0.5, 10, 1000),
  politicalGeocodingLevels: codes('politicalGeocodingLevels'),
  politicalGeocodings: fc.constantFrom(
    [],
    ['http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05515000'],
  ),
  geocodingDescription: texts,
  legalBasis: texts,
  qualityProcess: iri,
  provenance: texts,
  documentation: iris,
  relations: iris,
  sources: iris,
  version: text,
  versionNotes: texts,
  type: code('type'),
  distributions,
};

const dataset = fc
  .tuple(
    texts,
    texts,
    agent,
    fc.record(members as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: [], noNullPrototype: true }),
  )
  .map(([title, description, publisher, rest]) => aDataset('x', { ...rest, title, description, publisher }));

describe('any dataset that passes our own checks', () => {
  it('is exported without a violation', async () => {
    await fc.assert(
      fc.asyncProperty(dataset, async (record) => {
        expect((await validate(record)).filter(({ severity }) => severity === 'violation')).toEqual([]);
        expect(await shacl.validate(recordQuads([record], addresses))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it.each(rdfFormats)('reads back from %s as it was', async (format) => {
    await fc.assert(
      fc.asyncProperty(dataset, async (record) => {
        const written = await serialise(recordQuads([record], addresses), format);
        const [entry] = readDcat(await parseRdf(written, format), { idOf: idsInAddresses(addresses) });
        expect(entry?.content).toEqual({ ...emptyDataset, ...record.content });
      }),
      { numRuns: 60 },
    );
  });
});
