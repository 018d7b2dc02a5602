import seed from '../seed/bike-counters.json' with { type: 'json' };
import { type CityCalendar, HOUR_MS } from './city-calendar.ts';
import { cityId, isoTime } from './ngsi-ld.ts';
import { clamp, poisson, smoothNoise, streamOf } from './noise.ts';
import type { Sensor } from './sensor.ts';
import type { Weather, WeatherModel } from './weather.ts';

const MINUTE_MS = 60_000;
const WINDOW_MINUTES = 15;

/** Largest spread that is taken over; beyond it the series shows outages rather than moods. */
const MAX_SPREAD = 0.4;

/** Rain keeps people from cycling, warmth beyond the season's draws them out. */
const weatherFactor = ({ precipitation, warmth }: Weather): number =>
  (1 + 0.012 * clamp(warmth, -10, 10)) / (1 + 0.3 * precipitation);

/** Counters whose `intensity` is the number of bicycles in the last 15 minutes, always counted from whole minutes. */
export const bikeCounterSensors = (
  demoSeed: string,
  calendar: CityCalendar,
  weatherAt: WeatherModel,
): readonly Sensor[] => {
  const mood = streamOf(demoSeed, 'bikes/mood');
  return seed.sites.map((site) => {
    const own = streamOf(demoSeed, `bikes/${site.id}/mood`);
    const passers = streamOf(demoSeed, `bikes/${site.id}/passers`);
    const spread = Math.min(site.spread, MAX_SPREAD);

    const perMinute = (timeMs: number): number => {
      const level = seed.monthLevel[calendar.at(timeMs).month] ?? 1;
      const stray =
        0.75 * smoothNoise(mood, timeMs / HOUR_MS / 36) + 0.66 * smoothNoise(own, timeMs / HOUR_MS / 20);
      const busy = Math.exp(spread * stray - (spread * spread) / 2) * weatherFactor(weatherAt(timeMs));
      return (calendar.interpolate(site.profile, timeMs) * level * busy) / 60;
    };

    /** Passers-by of a minute; the rate is taken from the middle of its quarter hour, so that it costs little. */
    const countIn = (minute: number, rates: Map<number, number>): number => {
      const quarter = Math.floor(minute / WINDOW_MINUTES);
      const rate = rates.get(quarter) ?? perMinute((quarter + 0.5) * WINDOW_MINUTES * MINUTE_MS);
      rates.set(quarter, rate);
      return poisson(rate, passers, minute);
    };

    return {
      id: cityId('TrafficFlowObserved', site.id),
      type: 'TrafficFlowObserved',
      cadenceMs: 30_000,
      historyStride: 1,
      // The period that was counted, as an interval of ISO 8601 like that of imported counts.
      dateObserved: (timeMs) => {
        const endMs = Math.floor(timeMs / MINUTE_MS) * MINUTE_MS;
        return `${isoTime(endMs - WINDOW_MINUTES * MINUTE_MS)}/${isoTime(endMs)}`;
      },
      read: (timeMs) => {
        const end = Math.floor(timeMs / MINUTE_MS);
        const rates = new Map<number, number>();
        let intensity = 0;
        for (let back = 1; back <= WINDOW_MINUTES; back += 1) intensity += countIn(end - back, rates);
        return { intensity: { value: intensity } };
      },
    };
  });
};
