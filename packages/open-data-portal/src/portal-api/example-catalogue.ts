import { temporaryDatabase } from '@allmende/database/testing';
import type { Collection, DatasetRecord } from '../catalogue/catalogue-record.ts';
import type { CatalogueStore } from '../catalogue/catalogue-store.ts';
import type { Dataset, Distribution } from '../catalogue/dataset.ts';
import { createSqlCatalogueStore } from '../catalogue/sql-catalogue-store.ts';
import { catalogue } from '../migrations/0001-catalogue.ts';
import { aDataset, aDistribution, aRecord } from '../testing.ts';

/** A small catalogue for tests. */

const at = '2026-11-20T08:00:00Z';
const euro = 'http://publications.europa.eu/resource/authority';
export const themeOf = (code: string): string => `${euro}/data-theme/${code}`;
export const formatOf = (code: string): string => `${euro}/file-type/${code}`;

const distribution = (id: string, rest: Partial<Distribution> = {}): Distribution =>
  aDistribution({ id, accessUrls: [`https://example.org/${id}`], ...rest });

const dataset = (name: string, title: string, rest: Partial<Dataset> = {}): DatasetRecord =>
  aRecord(name, {
    content: aDataset({ title: { de: title }, description: { de: `${title} der Stadt.` }, ...rest }),
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
  {
    ...dataset('baeume', 'Baumkataster', {
      description: { de: 'Alle **Bäume** im Stadtgebiet.', en: 'All **trees** of the city.' },
      keywords: { de: ['Bäume', 'Grünflächen'] },
      themes: [themeOf('ENVI')],
      modified: '2026-10-01',
      distributions: [
        distribution('baeume-csv', { format: formatOf('CSV') }),
        distribution('baeume-geojson', { format: formatOf('GEOJSON') }),
      ],
    }),
    organisation: 'id-umweltamt',
    modifiedAt: '2026-11-22T08:00:00.000Z',
  },
  {
    ...dataset('parks', 'Parks und Gärten', {
      keywords: { de: ['Grünflächen'] },
      themes: [themeOf('ENVI')],
    }),
    organisation: 'id-umweltamt',
    modifiedAt: '2026-11-21T08:00:00.000Z',
  },
  {
    ...dataset('parkhaeuser', 'Parkhäuser', {
      keywords: { de: ['Parken'] },
      themes: [themeOf('TRAN')],
      accrualPeriodicity: `${euro}/frequency/5MIN`,
      hvdCategories: ['http://data.europa.eu/bna/c_b79e35eb'],
      distributions: [distribution('parkhaeuser-json', { mediaType: 'application/json' })],
    }),
    organisation: 'id-verkehr',
    modifiedAt: '2026-08-20T08:00:00.000Z',
  },
  { ...dataset('entwurf', 'Noch nicht fertig', { themes: [themeOf('ENVI')] }), state: 'draft' },
  { ...dataset('leipzig', 'Baumkataster Leipzig'), tenant: 'leipzig' },
];

/** A new database with the examples. */
export const exampleStore = async (): Promise<{
  readonly store: CatalogueStore;
  remove(): Promise<void>;
}> => {
  const { database, remove } = temporaryDatabase();
  database.migrate([catalogue]);
  const store = createSqlCatalogueStore(database);
  for (const organisation of exampleOrganisations) await store.insertCollection(organisation);
  for (const record of exampleRecords) await store.insert(record, 'Erika Muster');
  return { store, remove };
};
