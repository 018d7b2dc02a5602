import { openDatabase } from '@allmende/database';
import { silentLogger, systemClock } from '@allmende/kernel';
import { createOpenDataPortal } from '@allmende/open-data-portal';
import { aDataset, aDistribution, aRecord } from '@allmende/open-data-portal/testing';

type Record = ReturnType<typeof aRecord>;
type Dataset = Record['content'];

const euro = 'http://publications.europa.eu/resource/authority';
const licence = 'http://dcat-ap.de/def/licenses/dl-by-de/2.0';
const at = '2026-11-20T08:00:00.000Z';

const theme = (code: string): string => `${euro}/data-theme/${code}`;
const format = (code: string): string => `${euro}/file-type/${code}`;

const file = (id: string, kind: string, address: string) =>
  aDistribution({
    id,
    title: { de: `${id} als ${kind}` },
    format: format(kind),
    accessUrls: [address],
    downloadUrls: [address],
    licence,
    licenceAttributionByText: { de: 'Datenquelle: Stadt Prüfstadt' },
    byteSize: 1_234_567,
    modified: '2026-10-01',
  });

const entry = (name: string, title: string, organisation: string, content: Partial<Dataset>): Record =>
  aRecord(name, {
    organisation: `id-of-${organisation}`,
    createdAt: at,
    modifiedAt: at,
    content: aDataset({
      title: { de: title },
      description: { de: `${title} der Prüfstadt.` },
      publisher: { name: 'Prüfstadt' },
      ...content,
    }),
  });

/** A description that tries to be more than text. */
const hostile = [
  'Alle **Bäume** an Straßen, mit [Erläuterung](https://example.org/baeume).',
  '',
  '<img src=x onerror="document.title=\'Angriff\'"><script>document.title = "Angriff"</script>',
  '',
  '[Falle](javascript:document.title="Angriff")',
].join('\n');

const records: readonly Record[] = [
  entry('pruefbaeume', 'Baumkataster Prüfstadt', 'pruefamt-gruen', {
    title: { de: 'Baumkataster Prüfstadt', en: 'Trees of Prüfstadt' },
    description: { de: hostile },
    keywords: { de: ['Prüfgrün', 'Bäume'] },
    themes: [theme('ENVI')],
    accrualPeriodicity: `${euro}/frequency/ANNUAL`,
    modified: '2026-10-01',
    issued: '2020-01-15',
    temporal: [{ startDate: '2020-01-01' }],
    spatial: [{ label: 'Prüfstadt', bbox: [7.5, 51.9, 7.7, 52.05] }],
    contactPoints: [{ name: 'Erika Muster', email: 'baeume@pruefstadt.example', phone: '+49 251 1' }],
    landingPages: ['https://example.org/seite'],
    distributions: [
      file('baeume-csv', 'CSV', 'https://example.org/baeume.csv'),
      file('baeume-geojson', 'GEOJSON', 'https://example.org/baeume.geojson'),
      aDistribution({ id: 'falle', accessUrls: ['javascript:alert(1)'] }),
    ],
    extras: { Erhebungsart: 'Begehung' },
  }),
  entry('pruefparks', 'Grünanlagen Prüfstadt', 'pruefamt-gruen', {
    description: { de: `${'Eine lange Beschreibung.\n\n'.repeat(80)}Ihr Ende.` },
    keywords: { de: ['Prüfgrün'] },
    themes: [theme('ENVI')],
    distributions: [file('parks', 'GEOJSON', 'https://example.org/parks.geojson')],
  }),
  entry('pruefparkhaeuser', 'Belegung der Parkhäuser Prüfstadt', 'pruefamt-verkehr', {
    keywords: { de: ['Parken'] },
    themes: [theme('TRAN')],
    accrualPeriodicity: `${euro}/frequency/5MIN`,
    hvdCategories: ['http://data.europa.eu/bna/c_b79e35eb'],
    spatial: [{ label: 'Fern', bbox: [9.9, 53.5, 10, 53.6] }],
    distributions: [file('parken', 'JSON', 'https://example.org/parken.json')],
  }),
  ...Array.from({ length: 25 }, (_, index) =>
    entry(
      `pruefwahl-${String(index + 1)}`,
      `Wahlergebnisse Prüfstadt ${String(1990 + index)}`,
      'pruefamt-wahl',
      {
        keywords: { de: ['Wahl', `Jahrgang ${String(1990 + index)}`] },
        themes: [theme('GOVE')],
        distributions: [file(`wahl-${String(index + 1)}`, 'CSV', 'https://example.org/wahl.csv')],
      },
    ),
  ),
];

const organisations = [
  ['pruefamt-gruen', 'Prüfamt für Grünflächen'],
  ['pruefamt-verkehr', 'Prüfamt für Verkehr'],
  ['pruefamt-wahl', 'Prüfamt für Wahlen'],
] as const;

/** Puts the test's data sets into a data folder before its server starts. */
export const addTestCatalogue = async (folder: string): Promise<void> => {
  const database = openDatabase({ folder });
  const { migrations, catalogue } = createOpenDataPortal({
    database,
    clock: systemClock,
    logger: silentLogger,
    publicUrl: () => 'http://127.0.0.1',
  });
  database.migrate(migrations);
  for (const [name, title] of organisations)
    await catalogue.insertCollection({
      tenant: '',
      kind: 'organisation',
      id: `id-of-${name}`,
      name,
      title,
      description: `${title} der **Prüfstadt**.`,
      email: `${name}@pruefstadt.example`,
      state: 'active',
      createdAt: at,
      modifiedAt: at,
    });
  for (const record of records) await catalogue.insert(record, 'Test');
  await database.close();
};
