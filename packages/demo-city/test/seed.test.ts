import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import airQuality from '../seed/air-quality.json' with { type: 'json' };
import bikeCounters from '../seed/bike-counters.json' with { type: 'json' };
import carParks from '../seed/car-parks.json' with { type: 'json' };
import chargingStations from '../seed/charging-stations.json' with { type: 'json' };
import districts from '../seed/districts.json' with { type: 'json' };
import schools from '../seed/schools.json' with { type: 'json' };
import stops from '../seed/stops.json' with { type: 'json' };
import wasteContainers from '../seed/waste-containers.json' with { type: 'json' };
import { findDistrict, isInRing } from '../src/find-district.ts';

const seedFolder = join(import.meta.dirname, '../seed');
const source = join(import.meta.dirname, '../../../../shared/data/muenster');
const files = globSync('*.json', { cwd: seedFolder });

describe('seed', () => {
  it('is smaller than 400 kB', () => {
    const bytes = files.reduce((sum, file) => sum + statSync(join(seedFolder, file)).size, 0);
    expect(bytes).toBeLessThan(400_000);
  });

  it.each(files)('%s names source, licence, attribution and what it was made from', (file) => {
    const content: Record<string, unknown> = JSON.parse(readFileSync(join(seedFolder, file), 'utf8'));
    for (const member of ['source', 'licence', 'attribution', 'madeFrom'])
      expect(content[member]).toEqual(expect.stringMatching(/\S/));
    expect(content.source).toMatch(/^https:\/\//);
    expect(content.licence).toMatch(/^https:\/\//);
  });

  it('has whole weeks of profiles', () => {
    const profiles = [
      ...bikeCounters.sites.map(({ profile }) => profile),
      ...carParks.carParks.map(({ profile }) => profile),
      ...airQuality.stations.flatMap(({ pollutants }) => pollutants.map(({ profile }) => profile)),
    ];
    const broken = profiles.filter(
      (week) =>
        week.length !== 7 || week.some((day) => day.length !== 24 || day.some((value) => !(value >= 0))),
    );
    expect(broken).toEqual([]);
    expect(bikeCounters.monthLevel.length).toBe(12);
  });
});

interface Feature {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry: { readonly coordinates: readonly number[] };
}

const featuresOf = (file: string): readonly Feature[] =>
  JSON.parse(readFileSync(join(source, file), 'utf8')).features;

interface Place {
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
}

/** Name and place, six decimals, in a form that two lists can be compared by. */
const placesIn = (file: string, name: (properties: Feature['properties']) => unknown): readonly string[] =>
  featuresOf(file)
    .map(({ properties, geometry }) =>
      [String(name(properties)), ...geometry.coordinates.map((degrees) => Number(degrees.toFixed(6)))].join(
        '|',
      ),
    )
    .toSorted();

const placesOf = (places: readonly Place[]): readonly string[] =>
  places.map(({ name, lon, lat }) => [name, lon, lat].join('|')).toSorted();

const rowsOf = (file: string): readonly (readonly string[])[] =>
  gunzipSync(readFileSync(join(source, file)))
    .toString('utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split(','));

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

// Without ../shared (the real data, not part of the project) the seed has nothing to be compared with.
describe.skipIf(!existsSync(source))('seed against the real data in ../shared', () => {
  it('has every counter, station, park, stop and school at its place', () => {
    expect(placesOf(bikeCounters.sites)).toEqual(placesIn('bike-counters/sites.geojson', ({ name }) => name));
    expect(placesOf(airQuality.stations)).toEqual(
      placesIn('air-quality/stations.geojson', ({ name }) => name),
    );
    expect(placesOf(carParks.carParks)).toEqual(placesIn('car-parks/car-parks.geojson', ({ name }) => name));
    expect(placesOf(stops.stops)).toEqual(
      placesIn('transit/bus-stops-barrier-free.geojson', ({ title }) => title),
    );
    expect(placesOf(schools.schools)).toEqual(placesIn('schools/schools.geojson', ({ name }) => name));
  });

  it('has every container at its place', () => {
    const real = ['glass', 'textile', 'small-electronics'].flatMap((kind) =>
      placesIn(`waste/${kind}-containers.geojson`, ({ Standort }) =>
        String(Standort).replaceAll(/\s+/g, ' ').trim(),
      ),
    );
    const own = wasteContainers.containers.map(({ site, ...place }) => ({ ...place, name: site }));
    expect(placesOf(own)).toEqual(real.toSorted());
  });

  it('has the charging stations of the published map with their points', () => {
    const real = featuresOf('ev-charging/charging-points.geojson').map(
      ({ properties, geometry }) =>
        `${geometry.coordinates.map((degrees) => Number(degrees.toFixed(6))).join()} ${String(properties['Anzahl Ladepunkte'])}`,
    );
    const own = chargingStations.stations.map(
      ({ lon, lat, capacity }) => `${String(lon)},${String(lat)} ${String(capacity)}`,
    );
    expect(own.toSorted()).toEqual(real.toSorted());
  });

  it('draws the districts so that places lie where the exact borders put them', () => {
    const exact = featuresOf('districts/districts.geojson').map(({ properties, geometry }) => ({
      id: properties.NR_STATIST,
      ring: JSON.parse(JSON.stringify(geometry.coordinates[0])),
    }));
    expect(districts.districts.map(({ id }) => id).toSorted()).toEqual(exact.map(({ id }) => id).toSorted());
    const places = [...stops.stops, ...schools.schools, ...wasteContainers.containers];
    const elsewhere = places.filter(
      ({ lon, lat }) => exact.find(({ ring }) => isInRing(ring, lon, lat))?.id !== findDistrict(lon, lat),
    );
    // Places within metres of a border may change sides.
    expect(elsewhere.length).toBeLessThan(0.01 * places.length);
  });

  it('has the capacity that each car park published most often', () => {
    const rows = rowsOf('car-parks/occupancy.csv.gz');
    const published = Map.groupBy(rows, ([name]) => name);
    for (const { seriesName, capacity } of carParks.carParks) {
      const own = published.get(seriesName) ?? [];
      const agreeing = own.filter((row) => Number(row[3]) === capacity);
      expect(agreeing.length / own.length).toBeGreaterThan(0.9);
    }
  });

  it('has the measured weekday rush hour of a counter that ran all year', () => {
    const counts = rowsOf('bike-counters/counts-15min.csv.gz').flatMap(
      ([site, channel, timestamp = '', count]) =>
        site === '100031297' && channel === site && timestamp.slice(11, 13) === '08'
          ? [{ weekday: new Date(timestamp.slice(0, 10)).getUTCDay(), count: Number(count) }]
          : [],
    );
    const tuesdays = counts.filter(({ weekday }) => weekday === 2).map(({ count }) => count);
    const profile = bikeCounters.sites.find(({ id }) => id === '100031297')?.profile[1]?.[8] ?? 0;
    // The profile leaves out holidays and levels the months, which the plain mean does not.
    expect(Math.abs(profile / (4 * meanOf(tuesdays)) - 1)).toBeLessThan(0.08);
  });
});
