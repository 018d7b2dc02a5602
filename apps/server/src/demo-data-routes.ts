import { cityTables, type CityTable } from '@allmende/demo-city';
import { problemJson, type Answer, type ApiDescription, type Route } from '@allmende/http';
import { DomainError, isJsonObject, type JsonObject } from '@allmende/kernel';
import { demoFileNotFound } from './problems.ts';

type Cell = string | number | boolean | null;

interface EntitySet {
  readonly type: string;
  readonly q?: string;
}

/** Files over entities of the broker, by name. */
const entitySets: Readonly<Record<string, EntitySet>> = {
  radzaehlstellen: { type: 'TrafficFlowObserved' },
  parkhaeuser: { type: 'OffStreetParking' },
  luftqualitaet: { type: 'AirQualityObserved' },
  wetterstation: { type: 'WeatherObserved' },
  glascontainer: { type: 'WasteContainer', q: 'storedWasteKind=="glass"' },
  elektrokleingeraete: { type: 'WasteContainer', q: 'storedWasteKind=="electronics"' },
  altkleider: { type: 'WasteContainer', q: 'storedWasteKind=="other"' },
  ladesaeulen: { type: 'EVChargingStation' },
  haltestellen: { type: 'PublicTransportStop' },
  schulen: { type: 'School' },
  stadtteile: { type: 'District' },
};

/** Spreadsheets take texts that begin like this for formulas. */
const formula = /^[=+\-@\t\r]/u;

const csvCell = (value: Cell): string => {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const csvOf = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [columns, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n';

const cellOf = (value: unknown): Cell => {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((one) => String(cellOf(one))).join('; ');
  return isJsonObject(value) && '@value' in value ? cellOf(value['@value']) : JSON.stringify(value);
};

const featuresOf = (collection: unknown): readonly JsonObject[] => {
  const features = isJsonObject(collection) ? collection['features'] : undefined;
  return Array.isArray(features) ? features.filter(isJsonObject) : [];
};

const flat = ({ id, geometry, properties }: JsonObject): Readonly<Record<string, Cell>> => {
  const shape = isJsonObject(geometry) ? geometry : {};
  const [lon, lat] =
    shape['type'] === 'Point' && Array.isArray(shape['coordinates']) ? shape['coordinates'] : [];
  const { location: _, type: __, ...others } = isJsonObject(properties) ? properties : {};
  return {
    id: cellOf(id),
    lon: cellOf(lon),
    lat: cellOf(lat),
    ...Object.fromEntries(Object.entries(others).map(([name, value]) => [name, cellOf(value)])),
  };
};

const featuresCsv = (collection: unknown): string => {
  const rows = featuresOf(collection).map(flat);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return csvOf(
    columns,
    rows.map((row) => columns.map((column) => row[column] ?? null)),
  );
};

const tableJson = ({ columns, rows }: CityTable): string =>
  JSON.stringify(rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]]))));

const notFound = (file: string): DomainError =>
  new DomainError(demoFileNotFound, `${file} is none. Look for it in the catalogue: /datasets.`);

/** Asks the broker in this process for a GeoJSON of entities, as anybody could from outside. */
const askBroker = async (routes: readonly Route[], { type, q }: EntitySet): Promise<string> => {
  const path = '/ngsi-ld/v1/entities';
  const route = routes.find((one) => one.method === 'GET' && one.path === path);
  const query = new URLSearchParams({
    type,
    format: 'simplified',
    limit: '1000',
    ...(q === undefined ? {} : { q }),
  });
  const answer = await route?.handle({
    id: 'demo-data',
    method: 'GET',
    path,
    params: {},
    query,
    rawQuery: query.toString(),
    headers: { accept: 'application/geo+json' },
    text: () => Promise.resolve(''),
    signal: new AbortController().signal,
  });
  return typeof answer?.body === 'string' ? answer.body : Buffer.from(answer?.body ?? '').toString('utf8');
};

const answer = (mediaType: string, body: string): Answer => ({
  status: 200,
  headers: {
    'content-type': mediaType,
    'cache-control': 'no-cache',
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
  },
  body,
});

const csvType = 'text/csv; charset=utf-8; header=present';

const path = '/demo-data/:file';

/** Files behind the distributions of the demo's catalogue: the city's entities as they are now, and its tables. */
export const demoDataRoutes = (brokerRoutes: readonly Route[]): readonly Route[] => {
  const tables = new Map(cityTables().map((table) => [table.name, table]));
  const answerFile = async (file: string): Promise<Answer> => {
    const [, name = '', ending = ''] = /^([a-z-]+)\.(csv|json|geojson)$/u.exec(file) ?? [];
    const table = tables.get(name);
    if (table !== undefined && ending === 'csv') return answer(csvType, csvOf(table.columns, table.rows));
    if (table !== undefined && ending === 'json') return answer('application/json', tableJson(table));
    const set = Object.hasOwn(entitySets, name) ? entitySets[name] : undefined;
    if (set === undefined || ending === 'json') throw notFound(file);
    const features = await askBroker(brokerRoutes, set);
    if (ending === 'geojson') return answer('application/geo+json', features);
    return answer(csvType, featuresCsv(JSON.parse(features)));
  };
  return [
    {
      method: 'GET',
      path,
      query: [],
      errors: problemJson,
      handle: ({ params }) => answerFile(params['file'] ?? ''),
    },
  ];
};

export const demoDataApi: ApiDescription = {
  schemas: {},
  parameters: {
    file: { description: 'Name of a file of the demo, such as schulen.csv.', schema: { type: 'string' } },
  },
  operations: {
    [`GET ${path}`]: {
      tag: 'Demo',
      summary: 'Data of the demo city as a file',
      answers: {
        200: {
          description: 'The file.',
          mediaTypes: ['text/csv', 'application/json', 'application/geo+json'],
        },
        400: { description: 'The request is not understood.', mediaTypes: ['application/problem+json'] },
        404: { description: 'There is no such file.', mediaTypes: ['application/problem+json'] },
        405: {
          description: 'The address does not know this method.',
          mediaTypes: ['application/problem+json'],
        },
      },
    },
  },
};
