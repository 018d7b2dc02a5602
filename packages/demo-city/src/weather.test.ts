import { describe, expect, it } from 'vitest';
import { HOUR_MS } from './city-calendar.ts';
import { type Weather, createWeatherModel } from './weather.ts';

const hoursOf2026 = Array.from({ length: 8_760 }, (_hour, index) => Date.UTC(2026, 0, 1) + index * HOUR_MS);
const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe.each(['muenster', 'another seed'])('weather of the seed "%s"', (seed) => {
  const weatherAt = createWeatherModel(seed);
  const year = hoursOf2026.map(weatherAt);
  const ofMonth = (month: number) =>
    year.filter((_hour, i) => new Date(hoursOf2026[i] ?? 0).getUTCMonth() === month);

  it('is the weather of north-west Germany over a year', () => {
    const rain = year.reduce((sum, { precipitation }) => sum + precipitation, 0);
    expect(rain).toBeGreaterThan(500);
    expect(rain).toBeLessThan(1_200);
    expect(meanOf(ofMonth(0).map(({ temperature }) => temperature))).toBeLessThan(6);
    expect(meanOf(ofMonth(6).map(({ temperature }) => temperature))).toBeGreaterThan(15);
  });

  it('stays within physical bounds', () => {
    const isPossible = (hour: Weather): boolean =>
      hour.relativeHumidity >= 0.25 &&
      hour.relativeHumidity <= 1 &&
      hour.windSpeed > 0 &&
      hour.windDirection >= 0 &&
      hour.windDirection < 360 &&
      hour.precipitation >= 0 &&
      hour.atmosphericPressure > 950 &&
      hour.atmosphericPressure < 1_070;
    expect(year.filter((hour) => !isPossible(hour))).toEqual([]);
  });

  it('is warmer in the afternoon than before dawn', () => {
    const july = ofMonth(6);
    const atHour = (hour: number) =>
      meanOf(july.filter((_h, i) => i % 24 === hour).map((w) => w.temperature));
    expect(atHour(14)).toBeGreaterThan(atHour(3) + 4);
  });
});
