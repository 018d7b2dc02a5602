import { DAY_MS, HOUR_MS } from './city-calendar.ts';
import { clamp, smoothNoise, streamOf } from './noise.ts';

export interface Weather {
  /** °C */
  readonly temperature: number;
  /** °C above what the season and the time of day let expect */
  readonly warmth: number;
  /** 0–1 */
  readonly relativeHumidity: number;
  /** m/s */
  readonly windSpeed: number;
  /** Degrees clockwise from north, where the wind comes from */
  readonly windDirection: number;
  /** mm in the last hour */
  readonly precipitation: number;
  /** hPa at sea level */
  readonly atmosphericPressure: number;
}

export type WeatherModel = (timeMs: number) => Weather;

/** Days of a mean year, and the day in January that is coldest on average. */
const YEAR_DAYS = 365.2425;
const COLDEST_DAY = 20;

/** Hours by which the sun passes Münster (7.6° E) before it passes Greenwich. */
const SOLAR_OFFSET_HOURS = 0.51;

const wave = (fraction: number): number => Math.cos(2 * Math.PI * fraction);

const quarterHours = [0, 0.25, 0.5, 0.75];

/**
 * An invented but plausible weather for north-west Germany: season, time of day, and passing fronts made of smooth
 * noise. A wet front lowers pressure, brings cloud, humidity and rain and damps the daily swing of temperature.
 */
export const createWeatherModel = (seed: string): WeatherModel => {
  const curve = (purpose: string, periodHours: number): ((timeMs: number) => number) => {
    const stream = streamOf(seed, `weather/${purpose}`);
    return (timeMs) => smoothNoise(stream, timeMs / HOUR_MS / periodHours);
  };
  const [airMass, front, shower] = [curve('air-mass', 60), curve('front', 30), curve('shower', 7)];
  const [pressure, wind, direction] = [curve('pressure', 70), curve('wind', 8), curve('direction', 30)];
  const wetness = (timeMs: number): number => 0.75 * front(timeMs) + 0.66 * shower(timeMs);
  const rainPerHour = (timeMs: number): number => 1.5 * Math.max(0, wetness(timeMs) - 1.1) ** 1.3;

  return (timeMs) => {
    const hour = (timeMs / HOUR_MS + SOLAR_OFFSET_HOURS) % 24;
    const summer = -wave((timeMs / DAY_MS - COLDEST_DAY) / YEAR_DAYS);
    const afternoon = wave((hour - 15) / 24);
    const wet = wetness(timeMs);
    const clearness = clamp(1 - 0.35 * (wet + 1), 0.25, 1);
    const swing = (3.2 + 1.6 * summer) * afternoon;
    const warmth = 3.4 * airMass(timeMs) + swing * (clearness - 0.62);
    const pressureAnomaly = pressure(timeMs) - 0.6 * front(timeMs);
    const rain = quarterHours.map((back) => rainPerHour(timeMs - back * HOUR_MS));
    return {
      temperature: 10.6 + 8 * summer + 0.62 * swing + warmth,
      warmth,
      relativeHumidity: clamp(
        0.78 + 0.08 * wet - (0.1 + 0.06 * summer) * afternoon * clearness * 1.4,
        0.25,
        1,
      ),
      windSpeed: 3 * Math.exp(0.42 * wind(timeMs) - 0.16 * pressureAnomaly) * (0.9 + 0.15 * afternoon),
      windDirection: (((225 + 70 * direction(timeMs)) % 360) + 360) % 360,
      precipitation: rain.reduce((sum, amount) => sum + amount, 0) / quarterHours.length,
      atmosphericPressure: 1015 + 8.5 * pressureAnomaly,
    };
  };
};
