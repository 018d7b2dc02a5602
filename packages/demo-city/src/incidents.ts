import { DAY_MS, HOUR_MS } from './city-calendar.ts';
import { streamOf, uniform } from './noise.ts';

/** What goes wrong in the demo city, so that alerts have something to tell; all of it follows from the seed. */
export interface Incidents {
  /** One car park's sensor falls silent for an hour of each day. */
  isSilent(carParkId: string, timeMs: number): boolean;
  /** At one station smoke drifts by on every other day on average: µg/m³ of PM10 on top, for about two hours. */
  extraParticles(stationId: string, timeMs: number): number;
}

const pick = <Item>(items: readonly Item[], chance: number): Item | undefined =>
  items[Math.floor(chance * items.length)];

export const createIncidents = (
  seed: string,
  carParkIds: readonly string[],
  stationIds: readonly string[],
): Incidents => {
  const [silence, smoke] = [streamOf(seed, 'incidents/silence'), streamOf(seed, 'incidents/smoke')];
  const silentPark = pick(carParkIds, uniform(silence, -1));
  const smokyStation = pick(stationIds, uniform(smoke, -1));
  return {
    isSilent: (carParkId, timeMs) => {
      if (carParkId !== silentPark) return false;
      const day = Math.floor(timeMs / DAY_MS);
      const startMs = day * DAY_MS + (7 + 9 * uniform(silence, day)) * HOUR_MS;
      return timeMs >= startMs && timeMs < startMs + HOUR_MS;
    },
    extraParticles: (stationId, timeMs) => {
      const day = Math.floor(timeMs / DAY_MS);
      if (stationId !== smokyStation || uniform(smoke, 3 * day) < 0.5) return 0;
      // Between 4 and 20 o'clock UTC, so that the bell has faded before the day ends.
      const peakMs = day * DAY_MS + (4 + 16 * uniform(smoke, 3 * day + 1)) * HOUR_MS;
      const distance = (timeMs - peakMs) / (0.8 * HOUR_MS);
      return (55 + 50 * uniform(smoke, 3 * day + 2)) * Math.exp(-0.5 * distance * distance);
    },
  };
};
