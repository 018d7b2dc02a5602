import type { Collection, DatasetRecord, RecordState } from '../catalogue/catalogue-record.ts';
import type { CataloguePage, CatalogueStore, FacetName } from '../catalogue/catalogue-store.ts';
import type { Dataset, Distribution } from '../catalogue/dataset.ts';

/** A small catalogue for tests. */

const at = '2026-11-20T08:00:00Z';
const euro = 'http://publications.europa.eu/resource/authority';
export const themeOf = (code: string): string => `${euro}/data-theme/${code}`;
export const formatOf = (code: string): string => `${euro}/file-type/${code}`;

export const aDistribution = (id: string, rest: Partial<Distribution> = {}): Distribution => ({
  id,
  accessUrls: [`https://example.org/${id}`],
  downloadUrls: [],
  languages: [],
  conformsTo: [],
  documentation: [],
  applicableLegislation: [],
  accessServices: [],
  extras: {},
  ...rest,
});

export const aDataset = (title: string, rest: Partial<Dataset> = {}): Dataset => ({
  title: { de: title },
  description: { de: `${title} der Stadt.` },
  keywords: {},
  themes: [],
  hvdCategories: [],
  applicableLegislation: [],
  contributorIds: [],
  creators: [],
  contactPoints: [],
  languages: [],
  identifiers: [],
  landingPages: [],
  conformsTo: [],
  maintainers: [],
  originators: [],
  contributors: [],
  temporal: [],
  spatial: [],
  politicalGeocodingLevels: [],
  politicalGeocodings: [],
  documentation: [],
  relations: [],
  sources: [],
  inSeries: [],
  distributions: [],
  extras: {},
  ...rest,
});

interface RecordRest {
  readonly state?: RecordState;
  readonly organisation?: string;
  readonly tenant?: string;
}

export const aRecord = (name: string, content: Dataset, rest: RecordRest = {}): DatasetRecord => ({
  kind: 'dataset',
  tenant: '',
  id: `id-${name}`,
  name,
  state: 'published',
  groups: [],
  version: 1,
  createdAt: at,
  modifiedAt: at,
  content,
  ...rest,
});

export const anOrganisation = (name: string, title: string, rest: Partial<Collection> = {}): Collection => ({
  tenant: '',
  kind: 'organisation',
  id: `id-${name}`,
  name,
  title,
  description: '',
  state: 'active',
  createdAt: at,
  modifiedAt: at,
  ...rest,
});

export const exampleOrganisations: readonly Collection[] = [
  anOrganisation('umweltamt', 'Amt für Grünflächen und Umwelt'),
  anOrganisation('verkehr', 'Amt für Mobilität'),
  anOrganisation('aufgeloest', 'Aufgelöstes Amt', { state: 'deleted' }),
];

export const exampleRecords: readonly DatasetRecord[] = [
  aRecord(
    'baeume',
    aDataset('Baumkataster', {
      description: { de: 'Alle **Bäume** im Stadtgebiet.', en: 'All **trees** of the city.' },
      keywords: { de: ['Bäume', 'Grünflächen'] },
      themes: [themeOf('ENVI')],
      modified: '2026-10-01',
      distributions: [
        aDistribution('baeume-csv', { format: formatOf('CSV') }),
        aDistribution('baeume-geojson', { format: formatOf('GEOJSON') }),
      ],
    }),
    { organisation: 'id-umweltamt' },
  ),
  aRecord(
    'parks',
    aDataset('Parks und Gärten', { keywords: { de: ['Grünflächen'] }, themes: [themeOf('ENVI')] }),
    { organisation: 'id-umweltamt' },
  ),
  aRecord(
    'parkhaeuser',
    aDataset('Parkhäuser', {
      keywords: { de: ['Parken'] },
      themes: [themeOf('TRAN')],
      accrualPeriodicity: `${euro}/frequency/5MIN`,
      hvdCategories: ['http://data.europa.eu/bna/c_b79e35eb'],
      distributions: [aDistribution('parkhaeuser-json', { mediaType: 'application/json' })],
    }),
    { organisation: 'id-verkehr' },
  ),
  aRecord('entwurf', aDataset('Noch nicht fertig', { themes: [themeOf('ENVI')] }), { state: 'draft' }),
  aRecord('leipzig', aDataset('Baumkataster Leipzig'), { tenant: 'leipzig' }),
];

const valuesOf = ({
  content,
  organisation,
  groups,
}: DatasetRecord): Record<FacetName, readonly string[]> => ({
  organisation: organisation === undefined ? [] : [organisation],
  group: groups,
  theme: content.themes,
  keyword: Object.values(content.keywords).flat(),
  format: content.distributions.flatMap(({ format, mediaType }) => format ?? mediaType ?? []),
  licence: content.distributions.flatMap(({ licence }) => licence ?? []),
  hvd: content.hvdCategories,
  frequency: content.accrualPeriodicity === undefined ? [] : [content.accrualPeriodicity],
});

const countValues = (records: readonly DatasetRecord[], facet: FacetName) => {
  const counts = new Map<string, number>();
  for (const value of records.flatMap((record) => [...new Set(valuesOf(record)[facet])]))
    counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count }));
};

/** What the portal's API reads of a store, over records in memory. */
export const readingStore = (
  records: readonly DatasetRecord[],
  collections: readonly Collection[],
): Pick<CatalogueStore, 'find' | 'search' | 'revisions' | 'findCollection' | 'listCollections'> => ({
  find: async (tenant, idOrName) =>
    records.find((one) => one.tenant === tenant && (one.id === idOrName || one.name === idOrName)),
  search: async ({
    tenant,
    kinds,
    states,
    text = '',
    facets = {},
    modifiedSince = '',
    limit,
    offset,
    count,
  }) => {
    const found = records.filter(
      (one): boolean =>
        one.tenant === tenant &&
        (kinds?.includes(one.kind) ?? true) &&
        (states?.includes(one.state) ?? true) &&
        (one.content.title['de'] ?? '').toLowerCase().includes(text.toLowerCase()) &&
        one.modifiedAt >= modifiedSince &&
        Object.entries(valuesOf(one)).every(
          ([facet, values]) => facets[facet as FacetName]?.some((wanted) => values.includes(wanted)) ?? true,
        ),
    );
    const page: CataloguePage = {
      records: found.slice(offset, offset + limit),
      count: found.length,
      facets: Object.fromEntries((count ?? []).map((facet) => [facet, countValues(found, facet)])),
    };
    return page;
  },
  revisions: async (tenant, id) =>
    records
      .filter((one) => one.tenant === tenant && one.id === id)
      .flatMap((record) => [
        { version: 2, at, actor: 'Erika Muster', record },
        { version: 1, at, actor: 'Erika Muster', record: { ...record, state: 'draft' as const } },
      ]),
  findCollection: async (tenant, kind, idOrName) =>
    collections.find(
      (one) => one.tenant === tenant && one.kind === kind && (one.id === idOrName || one.name === idOrName),
    ),
  listCollections: async (tenant, kind) =>
    collections.filter((one) => one.tenant === tenant && one.kind === kind),
});
