import seed from '../seed/air-quality.json' with { type: 'json' };
import { airQualityIndex, airQualityLevels } from './air-quality-index.ts';
import { type CityCalendar, HOUR_MS } from './city-calendar.ts';
import type { Incidents } from './incidents.ts';
import { cityId, dateTime } from './ngsi-ld.ts';
import { clamp, rounded, smoothNoise, streamOf } from './noise.ts';
import type { Sensor } from './sensor.ts';
import type { Weather, WeatherModel } from './weather.ts';

/** Largest spread that is taken over: ozone's logarithm strays far at night, when there is hardly any. */
const MAX_SPREAD = 0.5;

/** Part of the smoke's PM10 that is as fine as PM2.5. */
const FINE_SHARE = 0.7;

/** UN/CEFACT: microgram per cubic metre. */
const MICROGRAM_PER_CUBIC_METRE = 'GQ';

/** Still air gathers exhaust and smoke, cold evenings bring smoke of stoves, rain washes dust out, sun makes ozone. */
const weatherFactor = (pollutant: string, weather: Weather, hour: number): number => {
  const { temperature, warmth, windSpeed, precipitation } = weather;
  const stillness = clamp((2.6 - windSpeed) / 2.6, -0.6, 1);
  if (pollutant === 'o3') return Math.max(0.3, 1 + 0.035 * warmth - 0.2 * stillness);
  if (pollutant === 'no2') return Math.exp(0.3 * stillness);
  const stoves = hour >= 17 ? 0.03 * clamp(5 - temperature, 0, 10) : 0;
  return (Math.exp(0.35 * stillness) * (1 + stoves)) / (1 + 0.15 * precipitation);
};

type Pollutant = (typeof seed.stations)[number]['pollutants'][number];

const curveOf = (demoSeed: string, stationId: string, { name, profile, monthLevel, spread }: Pollutant) => {
  const region = streamOf(demoSeed, `air/${name}`);
  const local = streamOf(demoSeed, `air/${name}/${stationId}`);
  const width = 0.8 * Math.min(spread, MAX_SPREAD);
  return (timeMs: number, weather: Weather, calendar: CityCalendar): number => {
    const { month, hour } = calendar.at(timeMs);
    const stray =
      0.85 * smoothNoise(region, timeMs / HOUR_MS / 24) + 0.53 * smoothNoise(local, timeMs / HOUR_MS / 5);
    const usual = calendar.interpolate(profile, timeMs) * (monthLevel[month] ?? 1);
    return usual * Math.exp(width * stray - (width * width) / 2) * weatherFactor(name, weather, hour);
  };
};

const smokeShare: Readonly<Record<string, number>> = { pm10: 1, pm25: FINE_SHARE };

/** Stations with pollutants in µg/m³, index 1–5 and its name; a station reports what the real one measures. */
export const airStationSensors = (
  demoSeed: string,
  calendar: CityCalendar,
  weatherAt: WeatherModel,
  incidents: Incidents,
): readonly Sensor[] =>
  seed.stations.map(({ id, pollutants }) => {
    const curves = pollutants.map((pollutant) => ({
      name: pollutant.name,
      curve: curveOf(demoSeed, id, pollutant),
    }));
    return {
      id: cityId('AirQualityObserved', id),
      type: 'AirQualityObserved',
      cadenceMs: 60_000,
      historyStride: 1,
      dateObserved: dateTime,
      read: (timeMs) => {
        const weather = weatherAt(timeMs);
        const smoke = incidents.extraParticles(id, timeMs);
        const values = Object.fromEntries(
          curves.map(({ name, curve }) => [
            name,
            rounded(curve(timeMs, weather, calendar) + smoke * (smokeShare[name] ?? 0), 1),
          ]),
        );
        const index = airQualityIndex(values);
        const measured = Object.entries(values).map(([name, value]) => [
          name,
          { value, unitCode: MICROGRAM_PER_CUBIC_METRE },
        ]);
        return {
          ...Object.fromEntries(measured),
          airQualityIndex: { value: index },
          airQualityLevel: { value: airQualityLevels[index - 1] },
        };
      },
    };
  });
