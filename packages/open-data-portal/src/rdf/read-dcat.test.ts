import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fullCatalogue, fullRecords } from '../../test/sample-records.ts';
import { createAddresses, recordPaths } from './addresses.ts';
import { catalogueQuads } from './catalogue-quads.ts';
import { parseRdf, rdfFormatOf } from './parse-rdf.ts';
import { idsInAddresses, readDcat } from './read-dcat.ts';
import { rdfFormats, serialise } from './serialise.ts';

const reference = join(import.meta.dirname, '../../../../../shared/reference/dcat-ap-de');
const isThere = existsSync(reference);
const readFile = async (path: string) => {
  const format = rdfFormatOf('', path) ?? 'ttl';
  return readDcat(await parseRdf(readFileSync(join(reference, path), 'utf8'), format));
};

const sorted = fullRecords.toSorted((one, other) =>
  `${recordPaths[one.kind]}${one.id}`.localeCompare(`${recordPaths[other.kind]}${other.id}`),
);

const head = `@prefix dcat: <http://www.w3.org/ns/dcat#>. @prefix dct: <http://purl.org/dc/terms/>.
  @prefix foaf: <http://xmlns.com/foaf/0.1/>. @prefix vcard: <http://www.w3.org/2006/vcard/ns#>.
  @prefix adms: <http://www.w3.org/ns/adms#>. @prefix spdx: <http://spdx.org/rdf/terms#>.
  @prefix schema: <http://schema.org/>. @prefix xsd: <http://www.w3.org/2001/XMLSchema#>.
  @prefix dcatde: <http://dcat-ap.de/def/dcatde/1.0.1/>. @prefix owl: <http://www.w3.org/2002/07/owl#>.
  @prefix locn: <http://www.w3.org/ns/locn#>. @prefix geo: <http://www.opengis.net/ont/geosparql#>.
  @prefix skos: <http://www.w3.org/2004/02/skos/core#>. @prefix r5r: <http://data.europa.eu/r5r#>.`;

const datasetOf = async (turtle: string) => {
  const [entry] = readDcat(await parseRdf(`${head}\n<https://e.org/d> a dcat:Dataset; ${turtle}`, 'ttl'));
  if (entry?.kind !== 'dataset') throw new Error('a dataset is expected');
  return entry.content;
};

describe('readDcat', () => {
  it.each(rdfFormats)('%s: reads back what was written', async (format) => {
    const addresses = createAddresses('https://daten.example.org', 'greven');
    const quads = catalogueQuads({ catalogue: fullCatalogue, records: fullRecords, addresses });
    const read = readDcat(await parseRdf(await serialise(quads, format), format), {
      idOf: idsInAddresses(addresses),
    });
    const byIri = read.toSorted((one, other) => one.iri.localeCompare(other.iri));
    expect(byIri).toEqual(
      sorted.map(({ kind, id, content }) => ({ kind, iri: addresses.record(kind, id), content })),
    );
  });

  it('upgrades the names and code lists of DCAT-AP.de 1.x', async () => {
    const content = await datasetOf(`dct:title "T"; dcatde:maintainer [ foaf:name "M" ];
      dcatde:originator [ foaf:name "O" ]; dcatde:legalbasisText "§ 1"; dcatde:geocodingText "Stadt";
      dcatde:politicalGeocodingURI <http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05515000>;
      owl:versionInfo "2"; dct:accrualPeriodicity "monatlich";
      dct:temporal [ schema:startDate "2019-01-01"^^xsd:date; schema:endDate "2019-12-31Z"^^xsd:date ];
      dcat:distribution [ dct:license <http://dcat-ap.de/def/licenses/dl-by-de/2_0>;
        dcatde:plannedAvailability <http://dcat-ap.de/def/plannedAvailability/stable>;
        adms:status <http://purl.org/adms/status/Completed>; dcatde:licenseAttributionByText "Stadt";
        spdx:checksum [ spdx:algorithm <http://dcat-ap.de/def/hashAlgorithms/md/5>; spdx:checksumValue "AB" ] ].`);
    expect(content).toMatchObject({
      maintainers: [{ name: 'M' }],
      originators: [{ name: 'O' }],
      legalBasis: { de: '§ 1' },
      geocodingDescription: { de: 'Stadt' },
      politicalGeocodings: ['http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05515000'],
      version: '2',
      accrualPeriodicity: 'http://publications.europa.eu/resource/authority/frequency/MONTHLY',
      temporal: [{ startDate: '2019-01-01', endDate: '2019-12-31' }],
      distributions: [
        {
          id: 'r1',
          licence: 'http://dcat-ap.de/def/licenses/dl-by-de/2.0',
          availability: 'http://publications.europa.eu/resource/authority/planned-availability/STABLE',
          status: 'http://publications.europa.eu/resource/authority/distribution-status/COMPLETED',
          licenceAttributionByText: { de: 'Stadt' },
          checksum: { algorithm: 'md5', value: 'ab' },
        },
      ],
    });
  });

  it('reads formats, media types, agents and places as portals write them', async () => {
    const content =
      await datasetOf(`dct:publisher "Stadt"; dcat:theme <https://publications.europa.eu/resource/authority/data-theme/TRAN>;
      dcat:contactPoint [ vcard:fn "K"; vcard:hasEmail [ vcard:hasValue <mailto:a@e.org> ]; vcard:hasTelephone "0251 1" ];
      dct:spatial [ locn:geometry "POLYGON((7 51,8 51,8 52,7 51))"^^geo:wktLiteral ], "Münster";
      r5r:applicableLegislation <http://data.europa.eu/eli/reg_impl/2023/138/oj>;
      dcat:distribution <https://e.org/d/x.csv>. <https://e.org/d/x.csv> dct:format "CSV"; dcat:mediaType "text/csv";
        dcat:byteSize "12.0"^^xsd:decimal.`);
    expect(content).toMatchObject({
      publisher: { name: 'Stadt' },
      themes: ['http://publications.europa.eu/resource/authority/data-theme/TRAN'],
      contactPoints: [{ name: 'K', email: 'a@e.org', phone: '0251 1' }],
      applicableLegislation: ['http://data.europa.eu/eli/reg_impl/2023/138/oj'],
      distributions: [
        {
          id: 'x.csv',
          format: 'http://publications.europa.eu/resource/authority/file-type/CSV',
          mediaType: 'text/csv',
          byteSize: 12,
        },
      ],
    });
    expect(content.spatial).toContainEqual({ label: 'Münster' });
    const coordinates = [
      [
        [7, 51],
        [8, 51],
        [8, 52],
        [7, 51],
      ],
    ];
    expect(content.spatial).toContainEqual({ geometry: { type: 'Polygon', coordinates } });
  });

  it('leaves out what is none: dates, geometries, numbers', async () => {
    const content =
      await datasetOf(`dct:title "T"; dct:issued "gestern"; dct:spatial [ locn:geometry "POLYGON((a b"^^geo:wktLiteral ];
      dct:temporal [ schema:startDate "irgendwann" ]; dcat:spatialResolutionInMeters "weit".`);
    expect(content).toMatchObject({ temporal: [], spatial: [] });
    expect(Object.keys(content)).not.toContain('issued');
    expect(Object.keys(content)).not.toContain('spatialResolutionMetres');
  });

  it
    .skipIf(!isThere)
    .each([
      ['examples-v2.0/dcat_ap_de-RefImp_TTL_ADVANCED.ttl'],
      ['examples-v2.0/dcat_ap_de-RefImp_TTL_SIMPLE.ttl'],
      ['examples-v2.0/dcat_ap_de-RefImp_RDF_ADVANCED.rdf'],
      ['examples-v2.0/dcat_ap_de-RefImp_RDF_SIMPLE.rdf'],
      ['examples-v2.0/ex-23-dataservice.rdf'],
      ['testcases-v3.0/quicktest.ttl'],
    ])('reads %s of GovData (skipped where ../shared/reference is not there)', async (path) => {
    const entries = await readFile(path);
    expect(entries.length).toBeGreaterThan(0);
    for (const { content } of entries) expect(Object.keys(content.title).length).toBeGreaterThan(0);
  });

  it.skipIf(!isThere)(
    'reads the examples of SEMIC (skipped where ../shared/reference is not there)',
    async () => {
      const paths = ['semic/examples', 'semic/hvd-examples'].flatMap((folder) =>
        readdirSync(join(reference, folder))
          .filter((name) => name.endsWith('.ttl'))
          .map((name) => `${folder}/${name}`),
      );
      const results = await Promise.allSettled(paths.map(readFile));
      const read = results.filter((result) => result.status === 'fulfilled').flatMap(({ value }) => value);
      // Some of the examples are no Turtle: names with `/` after a prefix. They are refused, with the line.
      const refused = results
        .filter((result) => result.status === 'rejected')
        .map(({ reason }) => String(reason));
      for (const message of refused) expect(message).toMatch(/ on line \d+/u);
      expect(read.length).toBeGreaterThan(10);
      expect(refused.length).toBeLessThan(paths.length / 2);
    },
  );
});
