import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { airQualityIndex, airQualityLevels } from './air-quality-index.ts';

const series = join(
  import.meta.dirname,
  '../../../../shared/data/muenster/air-quality/hourly-2020-2023.csv.gz',
);

describe('air quality index', () => {
  it('is that of the worst pollutant', () => {
    expect(airQualityIndex({ pm10: 20, no2: 20, o3: 60, pm25: 10 })).toBe(1);
    expect(airQualityIndex({ pm10: 21, no2: 20 })).toBe(2);
    expect(airQualityIndex({ pm10: 20, no2: 41 })).toBe(3);
    expect(airQualityIndex({ pm25: 26 })).toBe(4);
    expect(airQualityIndex({ pm25: 51 })).toBe(5);
  });

  // Without ../shared (real series, not part of the project) only the limits above are tested.
  describe.skipIf(!existsSync(series))('against the real series in ../shared', () => {
    it('agrees with every hour that the source has classed', () => {
      const rows = gunzipSync(readFileSync(series)).toString('utf8').trim().split('\n').slice(1);
      const disagreeing = rows.filter((row) => {
        const [, , pm10 = '', o3 = '', no2 = '', pm25 = '', level = ''] = row.trim().split(',');
        const values = Object.entries({ pm10, o3, no2, pm25 }).filter(([, value]) => value !== '');
        const index = airQualityIndex(
          Object.fromEntries(values.map(([name, value]) => [name, Number(value)])),
        );
        return level !== '' && airQualityLevels[index - 1] !== level;
      });
      expect(disagreeing).toEqual([]);
    });
  });
});
