import { weekdayOf } from '../../packages/demo-city/src/public-holidays.ts';
import {
  type Point,
  cityAttribution,
  cityLicence,
  localParts,
  position,
  readFeatures,
  readRows,
  round,
} from './source-files.ts';
import { averages, standardDeviation } from './weekly-profile.ts';

interface StationProperties {
  readonly station_id: string;
  readonly name: string;
  readonly setting: string;
}

interface Measurement {
  readonly stationId: string;
  readonly epochDay: number;
  readonly month: number;
  readonly hour: number;
  /** µg/m³ in the order of `pollutants`; undefined where not measured. */
  readonly values: readonly (number | undefined)[];
}

const pollutants = ['pm10', 'o3', 'no2', 'pm25'];
const HOUR_MS = 3_600_000;

/** Local parts of the hour that a mean covers: the source stamps the hour's end. */
const coveredHour = (timestamp: string): ReturnType<typeof localParts> => {
  const wallClock = new Date(Date.parse(`${timestamp.slice(0, 16)}Z`) - HOUR_MS);
  return localParts(wallClock.toISOString());
};

const readMeasurements = (folder: string): readonly Measurement[] => {
  const measurements: Measurement[] = [];
  for (const row of readRows(folder, 'air-quality/hourly-2020-2023.csv.gz', ',')) {
    const [stationId = '', timestamp = '', ...rest] = row;
    measurements.push({
      stationId,
      ...coveredHour(timestamp),
      values: rest.slice(0, 4).map((value) => (value === '' ? undefined : Number(value))),
    });
  }
  return measurements;
};

/** One pollutant at one station, or nothing where it is not measured. */
const pollutantProfile = (name: string, own: readonly Measurement[]): readonly object[] => {
  const index = pollutants.indexOf(name);
  const measured = own.flatMap((measurement) => {
    const value = measurement.values[index];
    return value === undefined ? [] : [{ ...measurement, value }];
  });
  if (measured.length === 0) return [];
  const mean = measured.reduce((sum, { value }) => sum + value, 0) / measured.length;
  const profile = averages(7, 24);
  const months = averages(1, 12);
  for (const { epochDay, hour, month, value } of measured) {
    profile.add(weekdayOf(epochDay), hour, value);
    months.add(0, month, value / mean);
  }
  const strays = measured.flatMap(({ epochDay, hour, month, value }) => {
    const expected = (profile.mean(weekdayOf(epochDay), hour) ?? mean) * (months.mean(0, month) ?? 1);
    return value > 0 && expected > 0 ? [Math.log(value / expected)] : [];
  });
  return [
    {
      name,
      monthLevel: months.table(3, () => 1)[0],
      spread: round(standardDeviation(strays), 3),
      profile: profile.table(1, () => mean),
    },
  ];
};

/** Stations with hourly means in µg/m³ by weekday and hour, monthly levels, and the spread of ln(value ÷ expected). */
export const airQuality = (folder: string): object => {
  const measurements = readMeasurements(folder);
  return {
    source: 'https://github.com/od-ms/luftqualitaet-muenster',
    licence: cityLicence,
    attribution: `${cityAttribution}. Ursprung: Umweltbundesamt`,
    madeFrom:
      'air-quality/stations.geojson and hourly-2020-2023.csv.gz; particulate matter is a floating daily mean in the source, hence nearly flat over the day',
    stations: readFeatures<Point, StationProperties>(folder, 'air-quality/stations.geojson').map(
      ({ geometry, properties }) => ({
        id: properties.station_id,
        name: properties.name,
        setting: properties.setting,
        ...position(geometry.coordinates),
        pollutants: pollutants.flatMap((name) =>
          pollutantProfile(
            name,
            measurements.filter(({ stationId }) => stationId === properties.station_id),
          ),
        ),
      }),
    ),
  };
};
