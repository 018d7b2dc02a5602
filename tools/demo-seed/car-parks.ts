import { weekdayOf } from '../../packages/demo-city/src/public-holidays.ts';
import { slug } from '../../packages/demo-city/src/ngsi-ld.ts';
import {
  type Point,
  type Position,
  cityAttribution,
  cityLicence,
  localParts,
  position,
  readFeatures,
  readRows,
  round,
} from './source-files.ts';
import { averages, standardDeviation } from './weekly-profile.ts';

interface CarParkProperties {
  readonly name: string;
  readonly type: string;
  readonly series_name: string;
}

interface Snapshot {
  readonly weekday: number;
  readonly hour: number;
  readonly free: number | undefined;
  readonly capacity: number;
  readonly isClosed: boolean;
}

/** An hour of the week counts as closed when the park reported so in most snapshots. */
const CLOSED_SHARE = 0.6;

const readSnapshots = (folder: string): ReadonlyMap<string, readonly Snapshot[]> => {
  const series = new Map<string, Snapshot[]>();
  for (const row of readRows(folder, 'car-parks/occupancy.csv.gz', ',')) {
    const [name = '', timestamp = '', free = '', capacity = '', status = ''] = row;
    if (status === 'no_data') continue;
    const { epochDay, hour } = localParts(timestamp);
    const snapshot = {
      weekday: weekdayOf(epochDay),
      hour,
      free: free === '' ? undefined : Number(free),
      capacity: Number(capacity),
      isClosed: status === 'closed',
    };
    const known = series.get(name);
    if (known === undefined) series.set(name, [snapshot]);
    else known.push(snapshot);
  }
  return series;
};

/** The capacity published most often: the source has wrong ones (0, 30196). */
const usualCapacity = (snapshots: readonly Snapshot[]): number => {
  const times = new Map<number, number>();
  for (const { capacity } of snapshots) times.set(capacity, (times.get(capacity) ?? 0) + 1);
  const [[capacity] = [0]] = [...times].toSorted((a, b) => b[1] - a[1]);
  return capacity;
};

const carPark = (
  { name, type, series_name: seriesName }: CarParkProperties,
  place: Position,
  snapshots: readonly Snapshot[],
): object => {
  const capacity = usualCapacity(snapshots);
  const ratios = averages(7, 24);
  const closed = averages(7, 24);
  const strays: number[] = [];
  const measured = snapshots.flatMap(({ weekday, hour, free, ...rest }) =>
    free === undefined || rest.isClosed || rest.capacity !== capacity || free < 0 || free > capacity
      ? []
      : [{ weekday, hour, ratio: 1 - free / capacity }],
  );
  for (const { weekday, hour, ratio } of measured) ratios.add(weekday, hour, ratio);
  for (const { weekday, hour, isClosed } of snapshots) closed.add(weekday, hour, isClosed ? 1 : 0);
  for (const { weekday, hour, ratio } of measured) strays.push(ratio - (ratios.mean(weekday, hour) ?? 0));
  const always = measured.reduce((sum, { ratio }) => sum + ratio, 0) / Math.max(1, measured.length);
  return {
    id: slug(seriesName),
    name,
    seriesName,
    kind: type,
    ...place,
    capacity,
    spread: round(standardDeviation(strays), 3),
    closedHours: closed.table(2, () => 0).map((day) => day.flatMap((v, h) => (v > CLOSED_SHARE ? [h] : []))),
    profile: ratios.table(3, () => always),
  };
};

/** Car parks that have coordinates, with capacity, closed hours, and share of occupied places by weekday and hour. */
export const carParks = (folder: string): object => {
  const series = readSnapshots(folder);
  return {
    source: 'https://github.com/codeformuenster/parking-decks-muenster',
    licence: cityLicence,
    attribution: `${cityAttribution}. Parkhausbelegung historisiert von Code for Münster`,
    madeFrom:
      'car-parks/car-parks.geojson (16 places with coordinates) and occupancy.csv.gz, 2025-01-01 … 2026-08-07; closed and missing values left out, public holidays count as Sundays',
    carParks: readFeatures<Point, CarParkProperties>(folder, 'car-parks/car-parks.geojson').map(
      ({ geometry, properties }) =>
        carPark(properties, position(geometry.coordinates), series.get(properties.series_name) ?? []),
    ),
  };
};
