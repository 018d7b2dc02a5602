import seed from '../seed/charging-stations.json' with { type: 'json' };
import { type CityCalendar, HOUR_MS } from './city-calendar.ts';
import { cityId, distinctSlugs } from './ngsi-ld.ts';
import { type Stream, streamOf, uniform } from './noise.ts';
import type { Sensor } from './sensor.ts';

/** The register's plugs as socket types of the Smart Data Model. */
const socketTypes: Readonly<Record<string, string>> = {
  'AC Steckdose Typ 2': 'Type2',
  'AC Kupplung Typ 2': 'Type2',
  'AC Schuko': 'Wall_Euro',
  'DC Kupplung Combo': 'CCS/SAE',
  'DC CHAdeMO': 'CHAdeMO',
};

const keys = distinctSlugs(seed.stations.map(({ address }) => address));

/** The city's charging stations; the key is the address, numbered from the second device on. */
export const chargingStations = seed.stations.map((station, index) => ({
  ...station,
  key: keys[index] ?? '',
  name: `Ladestation ${station.address}`,
  socketType: [...new Set(station.plugs.map((plug) => socketTypes[plug] ?? 'Other'))],
  origin: seed,
}));

/** Probability that a point is in use, by local hour: slow points fill at work and overnight, fast ones by day. */
const normalUse = (hour: number): number => (hour < 7 ? 0.3 : hour < 17 ? 0.4 : 0.5);
const fastUse = (hour: number): number => (hour < 7 ? 0.06 : hour < 21 ? 0.35 : 0.15);

const NORMAL_SESSION_MS = 3 * HOUR_MS;
const FAST_SESSION_MS = HOUR_MS / 2;

/** Charging stations with the number of free points; every point is in use or not for a session's length. */
export const chargingStationSensors = (demoSeed: string, calendar: CityCalendar): readonly Sensor[] =>
  chargingStations.map(({ key, capacity, isFast }) => {
    const [use, sessionMs] = isFast ? [fastUse, FAST_SESSION_MS] : [normalUse, NORMAL_SESSION_MS];
    const points = Array.from({ length: capacity }, (_point, index) =>
      streamOf(demoSeed, `charging/${key}/${String(index)}`),
    );
    const isInUse = (point: Stream, timeMs: number): boolean => {
      const session = Math.floor(timeMs / sessionMs + uniform(point, -1));
      return uniform(point, session) < use(calendar.at(timeMs).hour);
    };
    return {
      id: cityId('EVChargingStation', key),
      type: 'EVChargingStation',
      cadenceMs: 300_000,
      read: (timeMs) => {
        const free = points.filter((point) => !isInUse(point, timeMs)).length;
        return { availableCapacity: { value: free }, status: { value: free === 0 ? 'full' : 'working' } };
      },
    };
  });
