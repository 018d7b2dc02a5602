import type { Collection, DatasetRecord } from '../catalogue/catalogue-record.ts';
import type { Dataset, Distribution } from '../catalogue/dataset.ts';
import { emptyDataset } from '../catalogue/empty-content.ts';
import type { MoveInExport } from '../move-in/move-in-export.ts';
import { withProposals } from '../move-in/proposals.ts';
import type { DemoEntry, DemoSource } from './demo-entry.ts';
import { demoLiveEntries } from './demo-live-entries.ts';
import { demoTableEntries } from './demo-table-entries.ts';

const eu = (path: string): string => `http://publications.europa.eu/resource/authority/${path}`;

/** Offices and companies of the demo; the names are such as cities have, the addresses are of nobody. */
const offices: Readonly<Record<string, string>> = {
  awm: 'Abfallwirtschaftsbetriebe (Demo)',
  buecherei: 'Stadtbücherei (Demo)',
  buergerservice: 'Amt für Bürgerservice (Demo)',
  jugend: 'Amt für Kinder, Jugendliche und Familien (Demo)',
  kaemmerei: 'Amt für Finanzen (Demo)',
  kataster: 'Vermessungs- und Katasteramt (Demo)',
  koordination: 'Open-Data-Koordination (Demo)',
  mobilitaet: 'Amt für Mobilität und Tiefbau (Demo)',
  ordnung: 'Ordnungsamt (Demo)',
  schule: 'Amt für Schule und Weiterbildung (Demo)',
  sport: 'Sportamt (Demo)',
  stadtwerke: 'Stadtwerke (Demo)',
  statistik: 'Statistikdienststelle (Demo)',
  umwelt: 'Amt für Grünflächen, Umwelt und Nachhaltigkeit (Demo)',
  wahlamt: 'Wahlamt (Demo)',
};

const topics: Readonly<Record<string, string>> = {
  livedaten: 'Livedaten',
  stadtteile: 'Stadtteile im Vergleich',
  klima: 'Klima und Umwelt',
};

const topicsOf = ({ keywords, sources, themes }: DemoEntry): readonly string[] => [
  ...(sources.some(({ kind }) => kind === 'history') || keywords.includes('Livedaten')
    ? ['demo-topic-livedaten']
    : []),
  ...(keywords.includes('Stadtteilstatistik') || keywords.includes('Stadtteile')
    ? ['demo-topic-stadtteile']
    : []),
  ...(themes.includes('ENVI') ? ['demo-topic-klima'] : []),
];

interface Place {
  readonly address: string;
  readonly label: readonly [de: string, en: string];
  readonly format: string;
  readonly mediaType: string;
  readonly isFile: boolean;
}

const csv = { format: 'CSV', mediaType: 'text/csv', isFile: true } as const;
const json = { format: 'JSON', mediaType: 'application/json', isFile: true } as const;

const placesOf = (source: DemoSource, baseUrl: string): readonly Place[] => {
  switch (source.kind) {
    case 'entities': {
      const query = new URLSearchParams({ type: source.type, format: 'simplified', limit: '1000' });
      if (source.q !== undefined) query.set('q', source.q);
      const file = `${baseUrl}/demo-data/${source.file}`;
      const map = { format: 'GEOJSON', mediaType: 'application/geo+json', isFile: true } as const;
      return [
        { address: `${file}.csv`, label: ['Tabelle (CSV)', 'Table (CSV)'], ...csv },
        { address: `${file}.geojson`, label: ['Karte (GeoJSON)', 'Map (GeoJSON)'], ...map },
        {
          ...json,
          address: `${baseUrl}/ngsi-ld/v1/entities?${query.toString()}`,
          label: ['Schnittstelle NGSI-LD (JSON)', 'NGSI-LD interface (JSON)'],
          isFile: false,
        },
      ];
    }
    case 'history': {
      const { type, attribute } = source;
      const query = new URLSearchParams({ type, attrs: attribute, lastN: '24', format: 'temporalValues' });
      const address = `${baseUrl}/ngsi-ld/v1/temporal/entities?${query.toString()}&timerel=after&timeAt=2020-01-01T00:00:00Z`;
      const label = ['Verlauf, letzte 24 Werte (NGSI-LD)', 'History, last 24 values (NGSI-LD)'] as const;
      return [{ ...json, address, label, isFile: false }];
    }
    case 'table': {
      const file = `${baseUrl}/demo-data/${source.file}`;
      return [
        { address: `${file}.csv`, label: ['Tabelle (CSV)', 'Table (CSV)'], ...csv },
        { address: `${file}.json`, label: ['Tabelle (JSON)', 'Table (JSON)'], ...json },
      ];
    }
    case 'nowhere':
      return [
        {
          address: source.url,
          label: ['Kalender (ICS)', 'Calendar (ICS)'],
          format: 'ICS',
          mediaType: 'text/calendar',
          isFile: true,
        },
      ];
  }
};

const distributionOf = (entry: DemoEntry, place: Place, index: number): Distribution => {
  const { licence, credit } = entry;
  return {
    id: `demo-${entry.name}-${String(index + 1)}`,
    title: { de: place.label[0], en: place.label[1] },
    accessUrls: [place.address],
    downloadUrls: place.isFile ? [place.address] : [],
    format: eu(`file-type/${place.format}`),
    mediaType: place.mediaType,
    ...(licence === undefined ? {} : { licence: `http://dcat-ap.de/def/licenses/${licence}` }),
    ...(credit === undefined ? {} : { licenceAttributionByText: { de: credit } }),
    availability: eu('planned-availability/AVAILABLE'),
    status: eu('distribution-status/COMPLETED'),
    issued: entry.issued,
    languages: [eu('language/DEU')],
    conformsTo: [],
    documentation: [],
    applicableLegislation: entry.hvd === undefined ? [] : [hvdRegulation],
    accessServices: [],
    extras: {},
  };
};

/** Implementing regulation on high-value datasets. */
const hvdRegulation = 'http://data.europa.eu/eli/reg_impl/2023/138/oj';

const cityBox = [7.4738, 51.8402, 7.7743, 52.0602] as const;

const bilingual = ([de, en]: readonly [string, string], isGerman: boolean) =>
  isGerman ? { de } : { de, en };

const placeParts = (
  isMissing: boolean,
): Pick<Dataset, 'spatial' | 'politicalGeocodings' | 'politicalGeocodingLevels'> =>
  isMissing
    ? { spatial: [], politicalGeocodings: [], politicalGeocodingLevels: [] }
    : {
        spatial: [{ label: 'Münster', bbox: cityBox }],
        politicalGeocodings: ['http://dcat-ap.de/def/politicalGeocoding/regionalKey/055150000000'],
        politicalGeocodingLevels: ['http://dcat-ap.de/def/politicalGeocoding/Level/municipality'],
      };

const optionalParts = ({ frequency, period, hvd }: DemoEntry): Partial<Dataset> => ({
  ...(frequency === undefined ? {} : { accrualPeriodicity: eu(`frequency/${frequency}`) }),
  temporal: period === undefined ? [] : [{ startDate: period[0], endDate: period[1] }],
  hvdCategories: hvd === undefined ? [] : [`http://data.europa.eu/bna/${hvd}`],
  applicableLegislation: hvd === undefined ? [] : [hvdRegulation],
});

const contentOf = (entry: DemoEntry, baseUrl: string): Dataset => {
  const { name, title, text, keywords, themes, office, issued, lacks = [] } = entry;
  const isGerman = lacks.includes('english');
  const agent = { name: offices[office] ?? office, homepage: 'https://www.stadt.example/' };
  const places = entry.sources.flatMap((source) => placesOf(source, baseUrl));
  return {
    ...emptyDataset,
    title: bilingual(title, isGerman),
    description: bilingual([`${text[0]}\n\n*Demodatensatz.*`, `${text[1]}\n\n*Demo dataset.*`], isGerman),
    keywords: { de: [...keywords, 'Demo'] },
    themes: themes.map((code) => eu(`data-theme/${code}`)),
    publisher: agent,
    creators: [agent],
    contactPoints: lacks.includes('contact')
      ? []
      : [{ name: offices['koordination'] ?? '', email: 'opendata@stadt.example' }],
    issued,
    modified: issued,
    accessRights: eu('access-right/PUBLIC'),
    languages: [eu('language/DEU')],
    identifiers: [`demo-${name}`],
    landingPages: [`${baseUrl}/dataset/${name}`],
    ...placeParts(lacks.includes('place')),
    ...optionalParts(entry),
    distributions: places.map((place, index) => distributionOf(entry, place, index)),
    extras: { Demo: 'ja' },
  };
};

const collectionsOf = (at: string): readonly Collection[] => {
  const facts = { tenant: '', state: 'active', createdAt: at, modifiedAt: at } as const;
  return [
    ...Object.entries(offices).map(([name, title]): Collection => ({
      ...facts,
      kind: 'organisation',
      id: `demo-office-${name}`,
      name,
      title,
      description: 'Gehört zur Demonstration / part of the demonstration.',
    })),
    ...Object.entries(topics).map(([name, title]): Collection => ({
      ...facts,
      kind: 'group',
      id: `demo-topic-${name}`,
      name,
      title,
      description: 'Gehört zur Demonstration / part of the demonstration.',
    })),
  ];
};

/** The catalogue of the demo city: about thirty datasets whose addresses lead to the server at `baseUrl`. */
export const demoCatalogue = (baseUrl: string): MoveInExport => {
  const records = [...demoLiveEntries, ...demoTableEntries].map((entry): DatasetRecord => {
    const at = `${entry.issued}T08:00:00.000Z`;
    return {
      kind: 'dataset',
      tenant: '',
      id: `demo-${entry.name}`,
      name: entry.name,
      state: entry.state ?? 'published',
      organisation: `demo-office-${entry.office}`,
      groups: topicsOf(entry),
      origin: { source: 'demo', identifier: entry.name, formerUrls: [], checksum: baseUrl },
      version: 1,
      createdAt: at,
      modifiedAt: at,
      content: contentOf(entry, baseUrl),
    };
  });
  return {
    source: 'demo',
    records: withProposals(records).records,
    collections: collectionsOf('2026-01-01T08:00:00.000Z'),
    entries: [],
    fields: [],
    withheld: [],
  };
};
