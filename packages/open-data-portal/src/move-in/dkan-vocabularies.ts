import type { Iri } from '../catalogue/dataset.ts';
import { dataThemes } from '../vocabularies/authority-lists.ts';
import { fileTypes } from '../vocabularies/file-types.ts';
import { licences } from '../vocabularies/licences.ts';

/** Terms of DKAN's lists, in small letters, and what they are in DCAT-AP.de's. */
type Terms = Readonly<Record<string, Iri>>;

const authority = 'http://publications.europa.eu/resource/authority/';
const licence = 'http://dcat-ap.de/def/licenses/';
const level = 'http://dcat-ap.de/def/politicalGeocoding/Level/';

/** How people write them; keys are as `licenceKey` makes them. */
const licenceWords: Readonly<Record<string, string>> = {
  'dl-by-de/2.0': 'dl-by-de/2.0',
  'dl-by-de-2.0': 'dl-by-de/2.0',
  'dl-de-by-2.0': 'dl-by-de/2.0',
  'dl-de/by-2-0': 'dl-by-de/2.0',
  'datenlizenz deutschland namensnennung version 2.0': 'dl-by-de/2.0',
  'datenlizenz deutschland namensnennung 2.0': 'dl-by-de/2.0',
  'datenlizenz deutschland namensnennung version 1.0': 'dl-by-de/1.0',
  'dl-de-by-1.0': 'dl-by-de/1.0',
  'datenlizenz deutschland zero version 2.0': 'dl-zero-de/2.0',
  'dl-de-zero-2.0': 'dl-zero-de/2.0',
  'dl-de/zero-2-0': 'dl-zero-de/2.0',
  'creative commons cc zero license (cc-zero)': 'cc-zero',
  'creative commons cczero': 'cc-zero',
  cc0: 'cc-zero',
  'cc0 1.0': 'cc-zero',
  'cc0-1.0': 'cc-zero',
  'open data commons open database license (odbl)': 'odbl',
  'odc-odbl': 'odbl',
  'open data commons attribution license': 'odby',
  'odc-by': 'odby',
  'open data commons public domain dedication and licence (odc pddl)': 'odcpddl',
  'odc-pddl': 'odcpddl',
  'creative commons namensnennung 3.0 de': 'cc-by-de/3.0',
  'creative commons namensnennung 4.0': 'cc-by/4.0',
  'creative commons attribution': 'cc-by',
  'cc by 4.0': 'cc-by/4.0',
  'cc-by 4.0': 'cc-by/4.0',
  'cc-by-4.0': 'cc-by/4.0',
  'cc by-sa 4.0': 'cc-by-sa/4.0',
  'cc-by-sa-4.0': 'cc-by-sa/4.0',
  'creative commons attribution share-alike': 'cc-by-sa',
  'creative commons namensnennung weitergabe unter gleichen bedingungen (cc by-sa)': 'cc-by-sa',
  'cc-nc': 'cc-by-nc',
  'cc by-nc': 'cc-by-nc',
  'gnu free documentation license 1.2': 'gfdl',
  'gnu free documentation license': 'gfdl',
};

/** Spelling without case, dashes around words and double spaces. */
const licenceKey = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/\s*[–—]\s*|\s+-\s+/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();

const licencesByKey: ReadonlyMap<string, Iri> = new Map([
  ...licences.concepts.map(({ iri }): [string, Iri] => [iri.slice(licence.length).toLowerCase(), iri]),
  ...Object.entries(licenceWords).map(([words, name]): [string, Iri] => [words, licence + name]),
]);

/** A licence by its name in lists or in words; undefined for `notspecified` and what is not known. */
export const licenceIri = (text: string): Iri | undefined => {
  const key = licenceKey(text);
  const known = licencesByKey.get(key) ?? licencesByKey.get(key.replace(licence.toLowerCase(), ''));
  return known;
};

export const themeIri = (code: string): Iri => `${authority}data-theme/${code}`;

const themesByTerm: Terms = Object.fromEntries(
  dataThemes.concepts.map(({ de, iri }) => [de.toLowerCase(), iri]),
);

const frequency = (code: string): Iri => `${authority}frequency/${code}`;

const frequencies: Terms = {
  'r/pt1s': frequency('CONT'),
  'r/pt1h': frequency('HOURLY'),
  'r/p1d': frequency('DAILY'),
  'r/p3.5d': frequency('WEEKLY_2'),
  'r/p1w': frequency('WEEKLY'),
  'r/p7d': frequency('WEEKLY'),
  'r/p2w': frequency('BIWEEKLY'),
  'r/p0.5m': frequency('MONTHLY_2'),
  'r/p1m': frequency('MONTHLY'),
  'r/p2m': frequency('BIMONTHLY'),
  'r/p3m': frequency('QUARTERLY'),
  'r/p4m': frequency('ANNUAL_3'),
  'r/p6m': frequency('ANNUAL_2'),
  'r/p0.5y': frequency('ANNUAL_2'),
  'r/p1y': frequency('ANNUAL'),
  'r/p2y': frequency('BIENNIAL'),
  'r/p3y': frequency('TRIENNIAL'),
  'r/p4y': frequency('QUADRENNIAL'),
  'r/p5y': frequency('QUINQUENNIAL'),
  'r/p10y': frequency('DECENNIAL'),
  irregular: frequency('IRREG'),
};

const languages: Terms = {
  deutsch: `${authority}language/DEU`,
  de: `${authority}language/DEU`,
  'de-de': `${authority}language/DEU`,
  englisch: `${authority}language/ENG`,
  en: `${authority}language/ENG`,
  'en-gb': `${authority}language/ENG`,
  'en-us': `${authority}language/ENG`,
  französisch: `${authority}language/FRA`,
  niederländisch: `${authority}language/NLD`,
};

const availabilities: Terms = {
  'daten werden langfristig erhältlich bleiben.': `${authority}planned-availability/STABLE`,
  'daten sind für einige jahre verfügbar, mittelfristige planung': `${authority}planned-availability/AVAILABLE`,
  'daten sind nur kurzfristig verfügbar': `${authority}planned-availability/TEMPORARY`,
  'daten sind auf versuchsbasis verfügbar': `${authority}planned-availability/EXPERIMENTAL`,
};

const statuses: Terms = {
  vollständig: `${authority}distribution-status/COMPLETED`,
  'in entwicklung': `${authority}distribution-status/DEVELOP`,
  veraltet: `${authority}distribution-status/DEPRECATED`,
  zurückgezogen: `${authority}distribution-status/WITHDRAWN`,
};

const accessLevels: Terms = {
  public: `${authority}access-right/PUBLIC`,
  'restricted public': `${authority}access-right/RESTRICTED`,
  restricted: `${authority}access-right/RESTRICTED`,
  'non-public': `${authority}access-right/NON_PUBLIC`,
  private: `${authority}access-right/NON_PUBLIC`,
};

const geocodingLevels: Terms = {
  'internationale ebene': `${level}international`,
  'europäische ebene': `${level}european`,
  bundesebene: `${level}federal`,
  'ebene des bundes': `${level}federal`,
  landesebene: `${level}state`,
  'ebene der bundesländer': `${level}state`,
  'ebene der landkreise und regierungsbezirke': `${level}administrativeDistrict`,
  'kommunale ebene': `${level}municipality`,
};

/** DKAN names places without their keys; a key of 12 digits is understood as well. */
const geocodings: Terms = {
  'münster, stadt': 'http://dcat-ap.de/def/politicalGeocoding/regionalKey/055150000000',
};

const find =
  (terms: Terms) =>
  (text: string): Iri | undefined => {
    const key = text.toLowerCase().trim();
    return Object.hasOwn(terms, key) ? terms[key] : undefined;
  };

export const themeOf = find(themesByTerm);
export const frequencyOf = find(frequencies);
export const languageOf = find(languages);
export const availabilityOf = find(availabilities);
export const statusOf = find(statuses);
export const accessRightOf = find(accessLevels);
export const geocodingLevelOf = find(geocodingLevels);

export const geocodingOf = (text: string): Iri | undefined =>
  /^\d{12}$/u.test(text)
    ? `http://dcat-ap.de/def/politicalGeocoding/regionalKey/${text}`
    : find(geocodings)(text);

const resolutions: Readonly<Record<string, string>> = {
  jährlich: 'P1Y',
  year: 'P1Y',
  monatlich: 'P1M',
  month: 'P1M',
  wöchentlich: 'P1W',
  week: 'P1W',
  täglich: 'P1D',
  day: 'P1D',
  stündlich: 'PT1H',
  hour: 'PT1H',
  minute: 'PT1M',
};

/** Step of time in words as ISO 8601 duration. */
export const resolutionOf = (text: string): string | undefined => find(resolutions)(text);

/** EU file type and media type by DKAN's word for a format. */
interface FileFormat {
  readonly format: Iri;
  readonly mediaType?: string;
  /** Whether its addresses lead to a file that can be saved, not to a page or service. */
  readonly isFile: boolean;
}

const formatOfCode = (code: string): Omit<FileFormat, 'isFile'> => {
  const format = `${authority}file-type/${code}`;
  const mediaType = fileTypes.get(format)?.mediaType;
  return { format, ...(mediaType === undefined ? {} : { mediaType }) };
};

const file = (code: string): FileFormat => ({ ...formatOfCode(code), isFile: true });

/** A service answers in formats of its own. */
const service = (code: string): FileFormat => ({ format: `${authority}file-type/${code}`, isFile: false });

const formats: Readonly<Record<string, FileFormat>> = {
  csv: file('CSV'),
  xlsx: file('XLSX'),
  xls: file('XLS'),
  ods: file('ODS'),
  pdf: file('PDF'),
  txt: file('TXT'),
  json: file('JSON'),
  geojson: file('GEOJSON'),
  shape: file('SHP'),
  shp: file('SHP'),
  kml: file('KML'),
  gml: file('GML'),
  gpkg: file('GPKG'),
  xml: file('XML'),
  zip: file('ZIP'),
  png: file('PNG'),
  jpg: file('JPEG'),
  jpeg: file('JPEG'),
  ics: file('ICS'),
  html: { ...formatOfCode('HTML'), isFile: false },
  wfs: service('WFS_SRVC'),
  wms: service('WMS_SRVC'),
};

export const formatOf = (word: string): FileFormat | undefined => {
  const key = word.toLowerCase().trim();
  return Object.hasOwn(formats, key) ? formats[key] : undefined;
};
