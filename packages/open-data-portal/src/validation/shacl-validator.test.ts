import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fullCatalogue, fullRecords } from '../../test/sample-records.ts';
import { createAddresses } from '../rdf/addresses.ts';
import { catalogueQuads } from '../rdf/catalogue-quads.ts';
import { parseRdf } from '../rdf/parse-rdf.ts';
import { createShaclValidator } from './shacl-validator.ts';

const testCases = join(import.meta.dirname, '../../../../../shared/reference/dcat-ap-de/testcases-v3.0');
const isThere = existsSync(testCases);
const { validate } = createShaclValidator();
const quadsOf = async (name: string) => parseRdf(readFileSync(join(testCases, name), 'utf8'), 'ttl');

describe('SHACL of DCAT-AP.de 3.0', () => {
  it('has nothing to say about everything that the catalogue can export', async () => {
    const addresses = createAddresses('https://daten.example.org');
    const quads = catalogueQuads({ catalogue: fullCatalogue, records: fullRecords, addresses });
    const results = await validate(quads);
    expect(results).toEqual([]);
  });

  it.skipIf(!isThere)(
    'finds nothing in quicktest.ttl (skipped where ../shared/reference is not there)',
    async () => {
      const results = await validate(await quadsOf('quicktest.ttl'));
      expect(results.filter(({ severity }) => severity === 'violation')).toEqual([]);
    },
  );

  it.skipIf(!isThere)(
    'warns of deprecated.ttl (skipped where ../shared/reference is not there)',
    async () => {
      const results = await validate(await quadsOf('deprecated.ttl'));
      expect(results.filter(({ severity }) => severity === 'violation')).toEqual([]);
      const warned = results.filter(({ severity }) => severity === 'warning').map(({ path = '' }) => path);
      for (const name of [
        'politicalGeocodingURI',
        'geocodingDescription',
        'legalBasis',
        'originator',
        'maintainer',
      ]) {
        expect(warned).toContain(`http://dcat-ap.de/def/dcatde/${name}`);
      }
      expect(warned).toContain('http://www.w3.org/2002/07/owl#versionInfo');
    },
  );

  it.each([
    ['no title', '<urn:d> a dcat:Dataset; dct:description "d"; dct:publisher <urn:p>.', 'title', 'MinCount'],
    ['no publisher', '<urn:d> a dcat:Dataset; dct:title "t"; dct:description "d".', 'publisher', 'MinCount'],
    ['no licence', '<urn:x> a dcat:Distribution; dcat:accessURL <urn:u>.', 'license', 'MinCount'],
    ['no access address', '<urn:x> a dcat:Distribution; dct:license <urn:l>.', 'accessURL', 'MinCount'],
    [
      'an unknown theme',
      '<urn:d> a dcat:Dataset; dct:title "t"; dct:description "d"; dct:publisher <urn:p>; dcat:theme <urn:t>.',
      'inScheme',
      'HasValue',
    ],
    [
      'an unknown availability, in the right namespace',
      '<urn:x> a dcat:Distribution; dct:license <urn:l>; dcat:accessURL <urn:u>; dcatap:availability <urn:a>.',
      'inScheme',
      'HasValue',
    ],
    ['an empty contact', '<urn:c> a vcard:Kind.', undefined, 'MinCount'],
    ['an empty period', '<urn:c> a dct:PeriodOfTime.', undefined, 'MinCount'],
  ])('finds %s', async (_name, turtle, path, constraint) => {
    const head = `@prefix dcat: <http://www.w3.org/ns/dcat#>. @prefix dct: <http://purl.org/dc/terms/>.
      @prefix vcard: <http://www.w3.org/2006/vcard/ns#>. @prefix foaf: <http://xmlns.com/foaf/0.1/>.
      @prefix dcatap: <http://data.europa.eu/r5r/>. <urn:p> a foaf:Organization; foaf:name "p".`;
    const results = await validate(await parseRdf(`${head}\n${turtle}`, 'ttl'));
    const violations = results.filter(({ severity }) => severity === 'violation');
    expect(
      violations.map((result) => [result.path?.replace(/^.*[#/]/u, ''), result.constraint]),
    ).toContainEqual([path, constraint]);
  });
});
