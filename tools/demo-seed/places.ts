import {
  type Point,
  cityAttribution,
  cityLicence,
  position,
  readFeatures,
  readRows,
  round,
} from './source-files.ts';
import { type Ring, simplifyRings } from './simplify-rings.ts';

interface DistrictProperties {
  readonly NR_STATIST: string;
  readonly NAME_STATI: string;
  readonly STADTBEZIR: string;
  readonly SHAPE_AREA: number;
}

interface Polygon {
  readonly type: 'Polygon';
  readonly coordinates: readonly Ring[];
}

/** About 8 m, far below what the map shows of a district. */
const TOLERANCE_DEGREES = 0.00007;

/** The 45 statistical districts; borders simplified, neighbours keep a common line. Area in km². */
export const districts = (folder: string): object => {
  const features = readFeatures<Polygon, DistrictProperties>(folder, 'districts/districts.geojson');
  // The source draws each district as one ring; six decimals make common vertices equal.
  const rings = features.map(({ geometry }) =>
    (geometry.coordinates[0] ?? []).map(([lon, lat]) => [round(lon, 6), round(lat, 6)] as const),
  );
  const simplified = simplifyRings(rings, TOLERANCE_DEGREES);
  return {
    source: 'https://github.com/od-ms/resources',
    licence: cityLicence,
    attribution: cityAttribution,
    madeFrom: 'districts/districts.geojson, state of 2022-01-03; borders simplified to about 8 m',
    districts: features
      .map(({ properties }, index) => ({
        id: properties.NR_STATIST,
        name: properties.NAME_STATI,
        borough: properties.STADTBEZIR.replace(/^\d+ /, ''),
        area: round(properties.SHAPE_AREA / 1e6, 3),
        ring: simplified[index]?.map(([lon, lat]) => [round(lon, 5), round(lat, 5)]),
      }))
      .toSorted((a, b) => Number(a.id) - Number(b.id)),
  };
};

/** Barrier-free bus stops (those with an open licence); `note` says which platforms are meant. */
export const stops = (folder: string): object => ({
  source: 'https://github.com/od-ms/converter-scripts',
  licence: cityLicence,
  attribution: cityAttribution,
  madeFrom: 'transit/bus-stops-barrier-free.geojson',
  stops: readFeatures<Point, { readonly id: number; readonly title: string; readonly info?: string }>(
    folder,
    'transit/bus-stops-barrier-free.geojson',
  ).map(({ geometry, properties }) => ({
    id: String(properties.id),
    name: properties.title,
    ...position(geometry.coordinates),
    note: properties.info?.trim() ?? '',
  })),
});

export const schools = (folder: string): object => ({
  source: 'https://github.com/od-ms/converter-scripts',
  licence: cityLicence,
  attribution: cityAttribution,
  madeFrom: 'schools/schools.geojson',
  schools: readFeatures<
    Point,
    { readonly lfdnr: number; readonly name: string; readonly school_type: string }
  >(folder, 'schools/schools.geojson').map(({ geometry, properties }) => ({
    id: String(properties.lfdnr),
    name: properties.name,
    schoolType: properties.school_type,
    ...position(geometry.coordinates),
  })),
});

const containerFiles = ['glass-containers', 'textile-containers', 'small-electronics-containers'];

/** Public containers for glass, textiles and small electronics of the city's waste company (AWM). */
export const wasteContainers = (folder: string): object => ({
  source: 'https://github.com/od-ms/converter-scripts',
  licence: cityLicence,
  attribution: `${cityAttribution}. Abfallwirtschaftsbetriebe Münster`,
  madeFrom: `waste/${containerFiles.join('.geojson, waste/')}.geojson`,
  containers: containerFiles.flatMap((file) =>
    readFeatures<Point, { readonly Typ: string; readonly Standort: string }>(
      folder,
      `waste/${file}.geojson`,
    ).map(({ geometry, properties }) => ({
      kind: properties.Typ,
      site: properties.Standort.replaceAll(/\s+/g, ' ').trim(),
      ...position(geometry.coordinates),
    })),
  ),
});

/** Columns of the charging register, by place. */
const PLUG_COLUMNS = [14, 17, 20, 23];

/** Street and number; spreadsheet damage in the source ("44848" for 10–14, "0" for none) is left out. */
const address = (street: string, number: string): string =>
  /^0$|^\d{5,}$/.test(number.trim()) || number.trim() === street.trim()
    ? street.trim()
    : `${street.trim()} ${number.trim()}`.trim();

const isInMuenster = (lon: number, lat: number): boolean =>
  lon > 7.47 && lon < 7.78 && lat > 51.83 && lat < 52.07;

/** Charging stations of the federal register; one row has coordinates outside the city and is left out. */
export const chargingStations = (folder: string): object => {
  const rows = [...readRows(folder, 'ev-charging/charging-points.csv', ';')].map((row) => ({
    operator: (row[0] ?? '').trim(),
    address: address(row[1] ?? '', row[2] ?? ''),
    lon: round(Number((row[9] ?? '').replace(',', '.')), 6),
    lat: round(Number((row[8] ?? '').replace(',', '.')), 6),
    power: Number((row[11] ?? '').replace(',', '.')),
    isFast: row[12] === 'Schnellladeeinrichtung',
    capacity: Number(row[13]),
    plugs: [
      ...new Set(PLUG_COLUMNS.flatMap((column) => (row[column] ?? '').split(', ')).filter((plug) => plug)),
    ].toSorted(),
  }));
  return {
    source: 'https://www.bundesnetzagentur.de/ladesaeulenkarte',
    licence: 'https://creativecommons.org/licenses/by/4.0/',
    attribution: 'Bundesnetzagentur, Ladesäulenregister, CC BY 4.0; über github.com/od-ms/converter-scripts',
    madeFrom: 'ev-charging/charging-points.csv; power in kW; damaged house numbers left out',
    stations: rows.filter(({ lon, lat }) => isInMuenster(lon, lat)),
  };
};
