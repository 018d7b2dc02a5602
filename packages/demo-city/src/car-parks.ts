import seed from '../seed/car-parks.json' with { type: 'json' };
import { type CityCalendar, HOUR_MS } from './city-calendar.ts';
import type { Incidents } from './incidents.ts';
import { bridgeClosedHours } from './closed-hours.ts';
import { cityId } from './ngsi-ld.ts';
import { clamp, rounded, smoothNoise, streamOf } from './noise.ts';
import type { Sensor } from './sensor.ts';

/** Below this share of free places the guidance system would say "almost full". */
const ALMOST_FULL_SHARE = 0.05;

const statusOf = (free: number, capacity: number, isClosed: boolean): string => {
  if (isClosed) return 'closed';
  if (free === 0) return 'full';
  return free < ALMOST_FULL_SHARE * capacity ? 'almostFull' : 'open';
};

/**
 * Car parks with free places, share of occupied ones, and status. The numbers agree at any time: who may not enter a
 * closed park is told by `status` alone.
 */
export const carParkSensors = (
  demoSeed: string,
  calendar: CityCalendar,
  incidents: Incidents,
): readonly Sensor[] =>
  seed.carParks.map(({ id, capacity, spread, profile: measured, closedHours }) => {
    const profile = bridgeClosedHours(measured, closedHours);
    const [days, hours, minutes] = [20, 3, 0.25].map((periodHours) => {
      const stream = streamOf(demoSeed, `parking/${id}/${String(periodHours)}`);
      return (timeMs: number) => smoothNoise(stream, timeMs / HOUR_MS / periodHours);
    });

    const occupiedAt = (timeMs: number): number => {
      const usual = calendar.interpolate(profile, timeMs);
      // An almost empty or almost full park strays less than a half full one.
      const room = 2 * Math.sqrt(usual * (1 - usual));
      const stray = 0.8 * (days?.(timeMs) ?? 0) + 0.6 * (hours?.(timeMs) ?? 0);
      const share = usual + room * (spread * stray + 0.008 * (minutes?.(timeMs) ?? 0));
      return Math.round(capacity * clamp(share, 0, 1));
    };

    return {
      id: cityId('OffStreetParking', id),
      type: 'OffStreetParking',
      cadenceMs: 20_000,
      historyStride: 1,
      read: (timeMs) => {
        if (incidents.isSilent(id, timeMs)) return undefined;
        const occupied = occupiedAt(timeMs);
        const { weekday, hour } = calendar.at(timeMs);
        const isClosed = closedHours[weekday]?.includes(hour) ?? false;
        const free = capacity - occupied;
        return {
          availableSpotNumber: { value: free },
          occupancy: { value: rounded(occupied / capacity, 3) },
          status: { value: [statusOf(free, capacity, isClosed)] },
        };
      },
    };
  });
