import type { NgsiLdEntity } from './ngsi-ld.ts';
import { streamOf, uniform } from './noise.ts';
import { type Sensor, reportOf } from './sensor.ts';

/** Latest time up to `untilMs` at which a sensor reports: its own second within its interval. */
const latestDue = (untilMs: number, intervalMs: number, share: number): number => {
  const phaseMs = share * intervalMs;
  return Math.floor((untilMs - phaseMs) / intervalMs) * intervalMs + phaseMs;
};

/**
 * When the sensors report. Their times are spread and follow from seed and speed alone, so that a restart goes on
 * where the last run ended. `speed` is simulated time per real time: the reports keep their real rate.
 */
export const createLiveSchedule = (seed: string, sensors: readonly Sensor[], speed: number) => {
  const entries = sensors.map((sensor) => ({
    sensor,
    intervalMs: sensor.cadenceMs * speed,
    share: uniform(streamOf(seed, `schedule/${sensor.id}`), 0),
  }));
  return {
    /** Reports due after `afterMs` and up to `untilMs`; of one sensor's only the newest, so that delay never adds up. */
    reports: (afterMs: number, untilMs: number): readonly NgsiLdEntity[] =>
      entries.flatMap(({ sensor, intervalMs, share }) => {
        const dueMs = latestDue(untilMs, intervalMs, share);
        return dueMs > afterMs ? (reportOf(sensor, dueMs) ?? []) : [];
      }),
  };
};
