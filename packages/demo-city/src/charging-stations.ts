import seed from '../seed/charging-stations.json' with { type: 'json' };
import { distinctSlugs } from './ngsi-ld.ts';

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
