/** Writes the demo city's seed from the real data: `npx node tools/make-demo-seed.ts [data folder]`. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { airQuality } from './demo-seed/air-quality.ts';
import { bikeCounters } from './demo-seed/bike-counters.ts';
import { carParks } from './demo-seed/car-parks.ts';
import { chargingStations, districts, schools, stops, wasteContainers } from './demo-seed/places.ts';

const root = join(import.meta.dirname, '..');
const folder = resolve(root, process.argv[2] ?? '../shared/data/muenster');

const seedFiles: Readonly<Record<string, (folder: string) => object>> = {
  'air-quality': airQuality,
  'bike-counters': bikeCounters,
  'car-parks': carParks,
  'charging-stations': chargingStations,
  districts,
  schools,
  stops,
  'waste-containers': wasteContainers,
};

/** One line per member of the top level and per member of its list, so that a change shows as a readable diff. */
const inLines = (file: object): string => {
  const members = Object.entries(file).map(([key, value]) =>
    Array.isArray(value) && typeof value[0] === 'object'
      ? `${JSON.stringify(key)}:[\n${value.map((item) => JSON.stringify(item)).join(',\n')}\n]`
      : `${JSON.stringify(key)}:${JSON.stringify(value)}`,
  );
  return `{\n${members.join(',\n')}\n}\n`;
};

const writeSeedFile = (name: string, make: (folder: string) => object): number => {
  const text = inLines(make(folder));
  writeFileSync(join(root, 'packages/demo-city/seed', `${name}.json`), text);
  console.log(`${name}.json ${String(Buffer.byteLength(text))} bytes`);
  return Buffer.byteLength(text);
};

const total = Object.entries(seedFiles).reduce((sum, [name, make]) => sum + writeSeedFile(name, make), 0);
console.log(`${String(total)} bytes in all`);
