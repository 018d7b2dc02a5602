import { conceptsOf, createVocabulary } from './vocabulary.ts';

/** Kinds of publishers (ADMS, Interoperable Europe, ISA Open Metadata Licence). */
export const publisherTypes = createVocabulary({
  scheme: 'http://purl.org/adms/publishertype/1.0',
  concepts: conceptsOf('http://purl.org/adms/publishertype/', [
    ['LocalAuthority', 'Kommunale Behörde', 'Local authority'],
    ['RegionalAuthority', 'Landes- oder Regionalbehörde', 'Regional authority'],
    ['NationalAuthority', 'Bundesbehörde', 'National authority'],
    ['SupraNationalAuthority', 'Überstaatliche Behörde', 'Supra-national authority'],
    ['Company', 'Unternehmen', 'Company'],
    ['Academia-ScientificOrganisation', 'Wissenschaft', 'Academia and science'],
    ['IndustryConsortium', 'Wirtschaftsverband', 'Industry consortium'],
    ['NonGovernmentalOrganisation', 'Nichtregierungsorganisation', 'Non-governmental organisation'],
    ['NonProfitOrganisation', 'Gemeinnützige Organisation', 'Non-profit organisation'],
    ['PrivateIndividual(s)', 'Privatpersonen', 'Private individuals'],
    ['StandardisationBody', 'Normungsorganisation', 'Standardisation body'],
  ]),
});

/** Levels of government that data is about (DCAT-AP.de, CC BY 4.0). */
export const politicalGeocodingLevels = createVocabulary({
  scheme: 'http://dcat-ap.de/def/politicalGeocoding/Level',
  concepts: conceptsOf('http://dcat-ap.de/def/politicalGeocoding/Level/', [
    ['municipality', 'Kommune', 'Municipality', 'kommunale Ebene'],
    [
      'administrativeDistrict',
      'Kreis oder Regierungsbezirk',
      'District',
      'Ebene der Landkreise und Regierungsbezirke',
    ],
    ['state', 'Land', 'State'],
    ['federal', 'Bund', 'Federal'],
    ['european', 'Europa', 'European'],
    ['international', 'International', 'International'],
  ]),
});

const spdx = 'http://spdx.org/rdf/terms#checksumAlgorithm_';

/** Ways to compute a checksum (SPDX 2.3, CC BY 3.0). */
export const checksumAlgorithms = createVocabulary({
  scheme: 'http://spdx.org/rdf/terms#ChecksumAlgorithm',
  concepts: ['sha256', 'sha512', 'sha384', 'sha224', 'sha1', 'md5', 'md4', 'md2', 'sha3_256', 'blake3'].map(
    (name) => ({
      iri: `${spdx}${name}`,
      de: name.toUpperCase().replace('SHA', 'SHA-').replace('-3_', '3-'),
      en: name.toUpperCase().replace('SHA', 'SHA-').replace('-3_', '3-'),
      synonyms: [
        name,
        `http://dcat-ap.de/def/hashAlgorithms/${name.replace(/^(sha|md)/u, '$1/')}`,
        `http://spdx.org/rdf/terms#checksumAlgorithm_${name.toUpperCase()}`,
      ],
    }),
  ),
});
