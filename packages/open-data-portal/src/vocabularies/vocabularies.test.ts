import { describe, expect, it } from 'vitest';
import {
  dataThemes,
  distributionStatuses,
  frequencies,
  languages,
  plannedAvailabilities,
} from './authority-lists.ts';
import { checksumAlgorithms, politicalGeocodingLevels } from './agent-lists.ts';
import { contributors } from './contributors.ts';
import { formatOf } from './file-types.ts';
import { labelOf, vocabularies } from './labels.ts';
import { findLicence, licences } from './licences.ts';
import { hvdCategories, hvdLegislation } from './hvd.ts';

const code = (text: string) => formatOf(text)?.code;
const licence = (text: string) => findLicence(text)?.iri.replace('http://dcat-ap.de/def/licenses/', '');

describe('code lists', () => {
  it('have the sizes of the originals', () => {
    expect(dataThemes.concepts).toHaveLength(13);
    expect(hvdCategories.concepts).toHaveLength(6);
    expect(politicalGeocodingLevels.concepts).toHaveLength(6);
    expect(contributors.concepts).toHaveLength(69);
    expect(licences.concepts).toHaveLength(34);
  });

  it.each(Object.entries(vocabularies))(
    '%s: each entry is found by its IRI and both labels',
    (_name, list) => {
      for (const concept of list.concepts) {
        expect(list.get(concept.iri)).toBe(concept);
        expect(list.find(concept.iri)).toBe(concept);
        expect(labelOf(concept.iri, 'de')).toBe(concept.de);
        expect(labelOf(concept.iri, 'en')).toBe(concept.en);
      }
      const iris = list.concepts.map(({ iri }) => iri);
      expect(new Set(iris).size).toBe(iris.length);
    },
  );

  it('labels the legislation on high-value datasets and knows nothing of other IRIs', () => {
    expect(labelOf(hvdLegislation, 'de')).toContain('2023/138');
    expect(labelOf('https://example.org/x', 'de')).toBeUndefined();
  });

  it('takes names as offices write them', () => {
    expect(frequencies.find('Jährlich')?.iri).toMatch(/ANNUAL$/u);
    expect(frequencies.find('R/P1Y')?.iri).toMatch(/ANNUAL$/u);
    expect(languages.find('de-DE')?.iri).toMatch(/DEU$/u);
    expect(languages.find('deutsch')?.iri).toMatch(/DEU$/u);
    expect(distributionStatuses.find('Vollständig')?.iri).toMatch(/COMPLETED$/u);
    expect(plannedAvailabilities.find('Daten werden langfristig erhältlich bleiben.')?.iri).toMatch(
      /STABLE$/u,
    );
    expect(plannedAvailabilities.find('http://dcat-ap.de/def/plannedAvailability/available')?.iri).toMatch(
      /AVAILABLE$/u,
    );
    expect(politicalGeocodingLevels.find('kommunale Ebene')?.iri).toMatch(/municipality$/u);
    expect(checksumAlgorithms.find('SHA-256')?.iri).toMatch(/_sha256$/u);
    expect(checksumAlgorithms.find('http://dcat-ap.de/def/hashAlgorithms/md/5')?.iri).toMatch(/_md5$/u);
  });
});

describe('formatOf', () => {
  it.each([
    ['csv', 'CSV'],
    ['.CSV', 'CSV'],
    ['text/csv; charset=utf-8', 'CSV'],
    ['https://www.iana.org/assignments/media-types/text/csv', 'CSV'],
    ['http://publications.europa.eu/resource/authority/file-type/GEOJSON', 'GEOJSON'],
    ['shape', 'SHP'],
    ['xlsx', 'XLSX'],
    ['wfs', 'WFS_SRVC'],
    ['OGC WMS', 'WMS_SRVC'],
    ['jpg', 'JPEG'],
    ['pbf', 'PROTOBUF'],
    ['text/plain', 'TXT'],
    ['text/html', 'HTML'],
    ['image/tiff', 'TIFF'],
    ['application/xml', 'XML'],
    ['application/json', 'JSON'],
    ['application/octet-stream', 'OCTET'],
  ])('%s means %s', (text, expected) => {
    expect(code(text)).toBe(expected);
  });

  it('says nothing about names that are none', () => {
    expect(formatOf('')).toBeUndefined();
    expect(formatOf('diverse')).toBeUndefined();
  });
});

describe('findLicence', () => {
  it.each([
    ['Datenlizenz Deutschland – Namensnennung – Version 2.0', 'dl-by-de/2.0'],
    ['dl-by-de/2.0', 'dl-by-de/2.0'],
    ['dl-de-by-2.0', 'dl-by-de/2.0'],
    ['http://www.govdata.de/dl-de/by-2-0', 'dl-by-de/2.0'],
    ['http://dcat-ap.de/def/licenses/dl-by-de/2_0', 'dl-by-de/2.0'],
    ['https://creativecommons.org/licenses/by/4.0', 'cc-by/4.0'],
    ['http://creativecommons.org/licenses/by/4.0/', 'cc-by/4.0'],
    ['cc-by 4.0', 'cc-by/4.0'],
    ['CC BY-SA 4.0', 'cc-by-sa/4.0'],
    ['cc-by-sa', 'cc-by-sa'],
    ['Creative Commons CC Zero License (cc-zero)', 'cc-zero'],
    ['Creative Commons Namensnennung - Weitergabe unter gleichen Bedingungen (CC BY-SA)', 'cc-by-sa'],
    ['CC-BY-NC', 'cc-by-nc'],
    ['Creative Commons Namensnennung 3.0 DE', 'cc-by-de/3.0'],
    ['GNU Free Documentation License 1.2', 'gfdl'],
    ['http://dcat-ap.de/def/licenses/official-work', 'officialWork'],
    ['http://dcat-ap.de/def/licenses/cc-nc/3_0', 'cc-by-nc-de/3.0'],
    ['http://dcat-ap.de/def/licenses/od-bl', 'odbl'],
  ])('%s means %s', (text, expected) => {
    expect(licence(text)).toBe(expected);
  });

  it('does not guess', () => {
    expect(findLicence('notspecified')).toBeUndefined();
    expect(findLicence('http://dcat-ap.de/def/licenses/unknown')).toBeUndefined();
  });

  it('tells open ones and those that want the source named', () => {
    expect(findLicence('cc-by-nc')?.isOpen).toBe(false);
    expect(findLicence('dl-by-de/2.0')?.needsAttribution).toBe(true);
    expect(findLicence('cc0')?.needsAttribution).toBe(false);
  });
});
