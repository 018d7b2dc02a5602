import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, Logger } from '@allmende/kernel';
import { DAY_MS, HOUR_MS } from './city-calendar.ts';
import { cityEntities } from './city-entities.ts';
import { citySensors } from './city-sensors.ts';
import type { EntityWriter } from './entity-writer.ts';
import { createLiveSchedule } from './live-schedule.ts';
import type { NgsiLdEntity } from './ngsi-ld.ts';
import { reportOf } from './sensor.ts';
import { simulatedHistory } from './simulated-history.ts';

export interface SimulatorOptions {
  /** The same seed gives the same city, whenever and wherever it runs. */
  readonly seed: string;
  /** Simulated time at which the live part begins, milliseconds since the epoch. */
  readonly startAt: number;
  readonly writer: EntityWriter;
  readonly clock: Clock;
  /** Simulated time per real time: 1 is real time, 60 an hour a minute. */
  readonly speed: number;
  readonly logger: Logger;
  /** Days of hourly past that are written in the background; 7 unless told, 0 for none. */
  readonly historyDays?: number;
}

export interface Simulator {
  /** Writes the city with its present values, then plays the past and the live city in the background. */
  start(): Promise<void>;
  /** Ends playing; resolves when the write under way has ended. A stopped simulator is not started again. */
  stop(): Promise<void>;
  /**
   * Writes what is due up to a simulated time. While a write is under way it writes nothing and waits for that one;
   * what was due then is due in the next step, with its newest values.
   */
  step(untilMs: number): Promise<void>;
  /** What the city would have reported, in batches to be written, at whole multiples of `stepMs`. */
  simulatedHistory(fromMs: number, toMs: number, stepMs: number): Generator<readonly NgsiLdEntity[]>;
}

/** Real time between two looks at what is due. */
const TICK_MS = 250;

/** Real time between two batches of the past, which leaves the server room to answer. */
const HISTORY_PAUSE_MS = 20;

/** Rejects only when aborted, which is a reason to go on, not a failure. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal, ref: false }).catch(() => undefined);

/** The demo city Münster, played as NGSI-LD updates. Throws a RangeError for a speed that is not above 0. */
export const createSimulator = (options: SimulatorOptions): Simulator => {
  const { seed, startAt, writer, clock, speed, logger, historyDays = 7 } = options;
  if (!(speed > 0 && Number.isFinite(speed)))
    throw new RangeError(`The speed ${String(speed)} is no number above 0. Use 1 for real time.`);
  const sensors = citySensors(seed);
  const schedule = createLiveSchedule(seed, sensors, speed);
  const stopping = new AbortController();
  let background: Promise<unknown> = Promise.resolve();
  let writtenUntilMs = startAt;
  let underWay: Promise<void> | undefined;

  const write = async (entities: readonly NgsiLdEntity[]): Promise<void> => {
    const [refused, ...more] = await writer.write(entities);
    if (refused !== undefined)
      logger.warn('demo entities refused', { count: 1 + more.length, first: refused });
  };

  const writeDue = async (untilMs: number): Promise<void> => {
    const reports = schedule.reports(writtenUntilMs, untilMs);
    if (reports.length > 0) await write(reports);
    writtenUntilMs = Math.max(writtenUntilMs, untilMs);
  };

  const step = (untilMs: number): Promise<void> => {
    underWay ??= writeDue(untilMs).finally(() => {
      underWay = undefined;
    });
    return underWay;
  };

  const writeCity = async (): Promise<void> => {
    const present = new Map(sensors.map((sensor) => [sensor.id, reportOf(sensor, startAt)]));
    await write(cityEntities().map((entity) => ({ ...entity, ...present.get(entity.id) })));
  };

  const playHistory = async (): Promise<void> => {
    const range = { fromMs: startAt - historyDays * DAY_MS, toMs: startAt, stepMs: HOUR_MS };
    try {
      for (const batch of simulatedHistory(sensors, range)) {
        if (stopping.signal.aborted) return;
        await write(batch);
        await pause(HISTORY_PAUSE_MS, stopping.signal);
      }
      logger.info('demo history written', { days: historyDays });
    } catch (cause) {
      logger.error('demo history not written', { cause });
    }
  };

  const playLive = async (startedAtMs: number): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await step(startAt + (clock.now() - startedAtMs) * speed);
      } catch (cause) {
        logger.error('demo update not written', { cause });
      }
      await pause(TICK_MS, stopping.signal);
    }
  };

  return {
    start: async () => {
      const startedAtMs = clock.now();
      await writeCity();
      if (stopping.signal.aborted) return;
      background = Promise.all([historyDays > 0 ? playHistory() : undefined, playLive(startedAtMs)]);
    },
    stop: async () => {
      stopping.abort();
      await background;
    },
    step,
    simulatedHistory: (fromMs, toMs, stepMs) => simulatedHistory(sensors, { fromMs, toMs, stepMs }),
  };
};
