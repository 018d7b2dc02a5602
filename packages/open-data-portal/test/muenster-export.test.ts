import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { MoveInExport } from '../src/move-in/move-in-export.ts';
import { acceptProposals } from '../src/move-in/proposals.ts';
import { readDkanExport } from '../src/move-in/read-dkan-export.ts';

const file = fileURLToPath(new URL('../../../../shared/data/muenster/catalogue.json', import.meta.url));

type Fields = Readonly<Record<string, string>>;
type Entry = Fields & { readonly resources?: readonly Fields[] };

const eu = (path: string): string => `http://publications.europa.eu/resource/authority/${path}`;

/** What words of the export's lists have to become; written down here independently of the code. */
const expected: Readonly<Record<string, string>> = {
  Verkehr: eu('data-theme/TRAN'),
  Umwelt: eu('data-theme/ENVI'),
  'Regierung und öffentlicher Sektor': eu('data-theme/GOVE'),
  'Bevölkerung und Gesellschaft': eu('data-theme/SOCI'),
  'Regionen und Städte': eu('data-theme/REGI'),
  Gesundheit: eu('data-theme/HEAL'),
  'Bildung, Kultur und Sport': eu('data-theme/EDUC'),
  Energie: eu('data-theme/ENER'),
  'Wirtschaft und Finanzen': eu('data-theme/ECON'),
  'Wissenschaft und Technologie': eu('data-theme/TECH'),
  'Münster, Stadt': 'http://dcat-ap.de/def/politicalGeocoding/regionalKey/055150000000',
  'kommunale Ebene': 'http://dcat-ap.de/def/politicalGeocoding/Level/municipality',
  'Ebene der Landkreise und Regierungsbezirke':
    'http://dcat-ap.de/def/politicalGeocoding/Level/administrativeDistrict',
  deutsch: eu('language/DEU'),
  de: eu('language/DEU'),
  'de-DE': eu('language/DEU'),
  'en-GB': eu('language/ENG'),
  public: eu('access-right/PUBLIC'),
  'R/P1Y': eu('frequency/ANNUAL'),
  'R/PT1S': eu('frequency/CONT'),
  'R/P1W': eu('frequency/WEEKLY'),
  'R/P1D': eu('frequency/DAILY'),
  'R/P1M': eu('frequency/MONTHLY'),
  jährlich: 'P1Y',
  year: 'P1Y',
  stündlich: 'PT1H',
  hour: 'PT1H',
  täglich: 'P1D',
  Vollständig: eu('distribution-status/COMPLETED'),
  'in Entwicklung': eu('distribution-status/DEVELOP'),
  'Daten werden langfristig erhältlich bleiben.': eu('planned-availability/STABLE'),
  'Daten sind für einige Jahre verfügbar, mittelfristige Planung': eu('planned-availability/AVAILABLE'),
  Active: 'published',
  csv: 'text/csv',
  xlsx: eu('file-type/XLSX'),
  xls: eu('file-type/XLS'),
  wfs: eu('file-type/WFS_SRVC'),
  wms: eu('file-type/WMS_SRVC'),
  pdf: eu('file-type/PDF'),
  html: eu('file-type/HTML'),
  shape: eu('file-type/SHP'),
  geojson: eu('file-type/GEOJSON'),
  kml: eu('file-type/KML'),
  json: eu('file-type/JSON'),
  zip: eu('file-type/ZIP'),
  xml: eu('file-type/XML'),
  png: eu('file-type/PNG'),
  jpg: eu('file-type/JPEG'),
  ics: eu('file-type/ICS'),
  'dl-by-de/2.0': 'http://dcat-ap.de/def/licenses/dl-by-de/2.0',
};

const stringsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
};

const decode = (text: string): string =>
  text
    .replaceAll('&nbsp;', ' ')
    .replaceAll(/&#(\d+);/gu, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

/** Words of a text, whatever markup stands between and in them. */
const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

const isTextKept = (html: string, strings: readonly string[]): boolean => {
  const kept = new Set(strings.flatMap(wordsOf));
  const text = decode(html.replaceAll(/<[^>]*>/gu, ' ').replaceAll('_x000D_', ' '));
  const links = [...html.matchAll(/href="(https?:[^"]+)"/gu)].map(
    ([, href = '']) => new URL(decode(href)).href,
  );
  const all = strings.join('\n');
  return (
    wordsOf(text).every((word) => kept.has(word)) &&
    links.every(
      (link) => all.includes(link.replaceAll('(', '%28').replaceAll(')', '%29')) || all.includes(link),
    )
  );
};

const isAddressKept = (value: string, strings: readonly string[]): boolean =>
  URL.canParse(value) && strings.includes(new URL(value).href);

const isTimeKept = (value: string, strings: readonly string[]): boolean =>
  /^\d{4}-\d{2}-\d{2}/u.test(value) &&
  strings.some((one) => one === value || (value.endsWith(' 00:00:00') && one === value.slice(0, 10)));

const isTermKept = (value: string, strings: readonly string[]): boolean => {
  const terms = [...value.matchAll(/"(.*?)" \(([^()\s]*)\)/gu)];
  return (
    terms.length > 0 &&
    terms.every(([, name = '', key = '']) => {
      const id = /geonames\.org\/(\d+)/u.exec(key)?.[1] ?? 'none';
      const isAddress = key.startsWith('http');
      const isLicence = strings.includes(`http://dcat-ap.de/def/licenses/${name}`);
      const isNamed = strings.includes(name.trim()) || strings.includes(expected[name] ?? '–') || isLicence;
      if (!isAddress) return isNamed;
      return (
        strings.some((one) => one.includes(id)) ||
        (isNamed && isAddressKept(key, strings)) ||
        isAddressKept(key, strings)
      );
    })
  );
};

const isShapeKept = (value: string, strings: readonly string[]): boolean =>
  value.startsWith('POLYGON') &&
  (value.match(/[\d.]+/gu) ?? []).every((number) => strings.includes(String(Number(number))));

const isKept = (value: string, strings: readonly string[]): boolean =>
  strings.includes(value.trim()) ||
  strings.includes(expected[value] ?? '–') ||
  isAddressKept(value, strings) ||
  isTimeKept(value, strings) ||
  isTermKept(value, strings) ||
  isShapeKept(value, strings) ||
  strings.includes(`/node/${value}`) ||
  strings.includes(`/dataset/${encodeURIComponent(value)}`) ||
  isTextKept(value, strings);

const ordinary: readonly (readonly [field: string, value: string])[] = [
  ['Sticky', '0'],
  ['Startseite', '0'],
  ['Veröffentlicht?', '1'],
];

/** Every filled field that is neither in its record nor told of in the report. */
const lostFields = (
  entries: readonly Entry[],
  { records, fields, collections }: MoveInExport,
): readonly string[] => {
  const told = new Map(fields.map((summary) => [summary.field, summary.ordinary]));
  const lost = (own: Fields, strings: readonly string[]): readonly string[] =>
    Object.entries(own)
      .filter(([field, value]) => typeof value === 'string' && value.trim() !== '' && field !== 'resources')
      .filter(([field, value]) => {
        const isOrdinary = ordinary.some(([name, usual]) => name === field && usual === value);
        if (isOrdinary) return told.get(field)?.[value] === undefined;
        return !isKept(value, strings);
      })
      .map(([field, value]) => `${field}: ${value.slice(0, 200)}`);
  return entries.flatMap(({ resources = [], ...own }) => {
    const record = records.find(({ id }) => id === own['Dataset-ID']);
    const collection = collections.find(({ id }) => id === record?.organisation);
    const inRecord = stringsIn([record, collection]);
    const distributions = record?.content.distributions ?? [];
    return [
      ...lost(own, inRecord),
      ...resources.flatMap((resource, index) => lost(resource, stringsIn(distributions[index]))),
    ];
  });
};

describe.skipIf(!existsSync(file))('the export of Münster in ../shared/data/muenster', () => {
  const entries = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly Entry[]) : [];
  const read = readDkanExport(entries, { tenant: '', now: Date.parse('2026-11-25T12:00:00Z') });

  it('comes over whole', () => {
    expect(read.records).toHaveLength(204);
    expect(read.records.reduce((sum, { content }) => sum + content.distributions.length, 0)).toBe(938);
    expect(read.collections.filter(({ kind }) => kind === 'organisation')).toHaveLength(17);
    expect(new Set(read.records.map(({ name }) => name)).size).toBe(204);
    const ids = read.records.flatMap(({ content }) => content.distributions.map(({ id }) => id));
    expect(new Set(ids).size).toBe(938);
  });

  it('loses no filled field', () => {
    expect(lostFields(entries, read)).toEqual([]);
  });

  it('would be caught at losing one', () => {
    const [first] = read.records;
    if (first === undefined) throw new Error('no record');
    const robbed = { ...first, content: { ...first.content, extras: {}, contactPoints: [] } };
    const found = lostFields(entries.slice(0, 1), { ...read, records: [robbed] });
    expect(found.map((one) => one.split(':')[0])).toEqual(['Contact Name', 'Contact Email']);
  });

  it('has nine dead links and three datasets with almost no fields', () => {
    const codes = read.entries.flatMap(({ findings }) => findings.map(({ code }) => code));
    expect(codes.filter((code) => code === 'dead-link')).toHaveLength(9);
    expect(codes.filter((code) => code === 'few-fields')).toHaveLength(3);
  });

  it('shows no HTML', () => {
    for (const { content } of read.records)
      for (const text of [
        content.description['de'] ?? '',
        ...content.distributions.map(({ description }) => description?.['de'] ?? ''),
      ])
        expect(text).not.toMatch(/(?<!\\)<(?!https?:|mailto:)[a-z/!]/iu);
  });

  it('has theme, frequency, licence and address everywhere once the proposals are accepted', () => {
    const done = read.records.map((record) => acceptProposals(record, 'all'));
    const gaps = done.filter(
      ({ content }) =>
        content.themes.length === 0 ||
        content.accrualPeriodicity === undefined ||
        content.distributions.some(
          ({ licence, accessUrls }) => licence === undefined || accessUrls.length === 0,
        ),
    );
    expect(gaps.map(({ name }) => name)).toEqual([]);
  });
});
