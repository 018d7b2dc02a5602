import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fixedClock } from '@allmende/kernel/testing';
import { describe, expect, it } from 'vitest';
import { temporaryFile } from './import-files.ts';
import { listMappings, loadSchemas, loadShippedMapping, runImport } from '../src/index.ts';

const shared = join(import.meta.dirname, '..', '..', '..', '..', 'shared');
const data = join(shared, 'data', 'muenster');
const schemas = join(shared, 'reference', 'smart-data-models');
const isAbsent = !existsSync(data) || !existsSync(schemas);

/** Of large files only the first records, so that the test stays quick. */
const MAX_RECORDS = 50_000;

interface Expected {
  readonly mapping: string;
  readonly file: string;
  readonly records: number;
  readonly passedOver?: number;
  readonly firstId: string;
  /** Whether the Smart Data Models have a schema for the type. */
  readonly hasSchema: boolean;
}

const expected: readonly Expected[] = [
  {
    mapping: 'air-quality',
    file: 'air-quality/hourly-2020-2023.csv.gz',
    records: MAX_RECORDS,
    firstId: 'AirQualityObserved:muenster:DENW095',
    hasSchema: true,
  },
  {
    mapping: 'air-stations',
    file: 'air-quality/stations.geojson',
    records: 2,
    firstId: 'AirQualityObserved:muenster:DENW095',
    hasSchema: true,
  },
  {
    mapping: 'barrier-free-stops',
    file: 'transit/bus-stops-barrier-free.geojson',
    records: 344,
    firstId: 'PublicTransportStop:muenster:170',
    hasSchema: false,
  },
  {
    mapping: 'bike-counters',
    file: 'bike-counters/sites.geojson',
    records: 23,
    firstId: 'TrafficFlowObserved:muenster:100020113',
    hasSchema: true,
  },
  {
    mapping: 'bike-counts',
    file: 'bike-counters/counts-15min.csv.gz',
    records: MAX_RECORDS,
    passedOver: 50_000 - 33_392,
    firstId: 'TrafficFlowObserved:muenster:100020113',
    hasSchema: true,
  },
  {
    mapping: 'bus-stops',
    file: 'transit/bus-stops.geojson',
    records: 1584,
    firstId: 'PublicTransportStop:muenster:11137P',
    hasSchema: false,
  },
  {
    mapping: 'car-park-occupancy',
    file: 'car-parks/occupancy.csv.gz',
    records: MAX_RECORDS,
    firstId: 'OffStreetParking:muenster:busparkplatz',
    hasSchema: true,
  },
  {
    mapping: 'car-parks',
    file: 'car-parks/car-parks.geojson',
    records: 16,
    firstId: 'OffStreetParking:muenster:ph-theater',
    hasSchema: true,
  },
  {
    mapping: 'charging-stations',
    file: 'ev-charging/charging-points.csv',
    records: 166,
    firstId: 'EVChargingStation:muenster:ritterstrasse-38',
    hasSchema: true,
  },
  {
    mapping: 'districts',
    file: 'districts/districts.geojson',
    records: 45,
    firstId: 'District:muenster:23',
    hasSchema: false,
  },
  {
    mapping: 'glass-containers',
    file: 'waste/glass-containers.geojson',
    records: 249,
    firstId: 'WasteContainer:muenster:glas-bonhoefferstrasse-polizeischule-ggue',
    hasSchema: true,
  },
  {
    mapping: 'schools',
    file: 'schools/schools.csv',
    records: 100,
    firstId: 'School:muenster:103',
    hasSchema: false,
  },
  {
    mapping: 'small-electronics-containers',
    file: 'waste/small-electronics-containers.geojson',
    records: 44,
    firstId: 'WasteContainer:muenster:elektro-lange-ossenbeck-buskehre',
    hasSchema: true,
  },
  {
    mapping: 'textile-containers',
    file: 'waste/textile-containers.geojson',
    records: 23,
    firstId: 'WasteContainer:muenster:altkleider-hohe-geist-concordenstrasse-parkplatz-sportplatz-concordia',
    hasSchema: true,
  },
];

const dryRun = async (mapping: string, file: string) =>
  runImport({
    mapping: await loadShippedMapping(`muenster-${mapping}`),
    files: [join(data, file)],
    clock: fixedClock(0),
    dryRun: true,
    maxRecords: MAX_RECORDS,
    validator: await loadSchemas(schemas),
  });

describe('shipped mappings', () => {
  it('are all valid, named as their files, and have a title', async () => {
    const mappings = await listMappings();
    expect(mappings.map(({ name }) => name)).toEqual(expected.map(({ mapping }) => `muenster-${mapping}`));
    expect(mappings.filter(({ title }) => !title.startsWith('Münster: '))).toEqual([]);
  });

  it('are named in the refusal of an unknown one', async () => {
    await expect(loadShippedMapping('../package')).rejects.toThrow(
      /no mapping \.\.\/package.*muenster-schools/,
    );
  });
});

describe.skipIf(isAbsent)('shipped mappings on the real files of ../shared/data/muenster', () => {
  it.each(expected)(
    '$mapping stores every record, and fits the Smart Data Models',
    async ({ mapping, file, records, passedOver = 0, firstId, hasSchema }) => {
      const { files, samples, refusals, schemaFindings, failure } = await dryRun(mapping, file);
      expect(failure).toBeUndefined();
      expect(refusals).toEqual([]);
      expect(files).toMatchObject([{ records, passedOver, stored: records - passedOver }]);
      expect(samples[0]?.id).toBe(`urn:ngsi-ld:${firstId}`);
      expect(schemaFindings).toEqual(hasSchema ? [] : undefined);
    },
  );

  it('tells deviations from the schema, with one of the entities', async () => {
    const mapping = await loadShippedMapping('muenster-glass-containers');
    const storedWasteKind = { constant: 'Altglas' };
    const report = await runImport({
      mapping: { ...mapping, attributes: { ...mapping.attributes, storedWasteKind } },
      files: [join(data, 'waste/glass-containers.geojson')],
      clock: fixedClock(0),
      dryRun: true,
      validator: await loadSchemas(schemas),
    });
    expect(report.schemaFindings).toMatchObject([
      { pointer: '/storedWasteKind', count: 249, entityId: expect.stringContaining('glas-') as string },
    ]);
  });
});

/** Verbatim lines of car-parks/occupancy.csv.gz. */
const occupancy = `name,timestamp,free,capacity,status
TG Hafenmarkt,2026-04-24T00:00+02:00,0,30196,full
PH Bahnhofstraße,2025-08-11T11:30+02:00,187,0,open
PP Hafenmarkt,2025-07-19T06:40+02:00,206,204,open
PH Theater,2025-01-01T00:00+01:00,611,743,open
`;

describe('wrong capacities in the car-park series', () => {
  it('are refused with column and value, and right ones are stored', async () => {
    const report = await runImport({
      mapping: await loadShippedMapping('muenster-car-park-occupancy'),
      files: [temporaryFile('occupancy.csv', occupancy)],
      clock: fixedClock(0),
      dryRun: true,
    });
    const told = report.refusals.flatMap(({ column, examples }) =>
      examples.map(({ line, value, reason }) => `line ${line} ${column} ${value} ${reason}`),
    );
    expect(told).toEqual(
      expect.arrayContaining([
        'line 2 capacity 30196 is more than 5000',
        'line 3 capacity 0 is less than 1',
        'line 4 occupiedSpotNumber -2 is less than 0',
      ]),
    );
    expect(report.files).toMatchObject([{ stored: 1, refused: 3 }]);
    expect(report.samples).toMatchObject([
      { id: 'urn:ngsi-ld:OffStreetParking:muenster:ph-theater', occupancy: { value: 0.177658 } },
    ]);
  });
});
