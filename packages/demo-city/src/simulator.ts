import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, Logger } from '@allmende/kernel';
import { DAY_MS, HOUR_MS } from './city-calendar.ts';
import { cityEntities } from './city-entities.ts';
import { citySensors } from './city-sensors.ts';
import type { EntityWriter } from './entity-writer.ts';
import { createLiveSchedule } from './live-schedule.ts';
import { type NgsiLdEntity, isoTime } from './ngsi-ld.ts';
import { type Sensor, reportOf } from './sensor.ts';
import { type HistoryRange, simulatedHistory } from './simulated-history.ts';

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

/** Real time before the next try after a write that failed. */
const RETRY_MS = 5_000;

/** Real time between two batches of the past, which leaves the server room to answer. */
const HISTORY_PAUSE_MS = 20;

/** Rejects only when aborted, which is a reason to go on, not a failure. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal, ref: false }).catch(() => undefined);

type Write = (entities: readonly NgsiLdEntity[]) => Promise<void>;

/** Writes to the port and logs what was refused: the demo goes on without it. */
const loggedWrite =
  (writer: EntityWriter, logger: Logger): Write =>
  async (entities) => {
    const [refused, ...more] = await writer.write(entities);
    if (refused !== undefined)
      logger.warn('demo entities refused', { count: 1 + more.length, first: refused });
  };

/** The static city, each sensor with what it reports at `timeMs`. */
const cityAt = (sensors: readonly Sensor[], timeMs: number): readonly NgsiLdEntity[] => {
  const present = new Map(sensors.map((sensor) => [sensor.id, reportOf(sensor, timeMs)]));
  return cityEntities().map((entity) => ({ ...entity, ...present.get(entity.id) }));
};

interface Player {
  readonly write: Write;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

const playHistory = async (
  sensors: readonly Sensor[],
  range: HistoryRange,
  { write, logger, signal }: Player,
): Promise<void> => {
  try {
    for (const batch of simulatedHistory(sensors, range)) {
      if (signal.aborted) return;
      await write(batch);
      await pause(HISTORY_PAUSE_MS, signal);
    }
    logger.info('demo history written', { from: isoTime(range.fromMs), to: isoTime(range.toMs) });
  } catch (cause) {
    logger.error('demo history not written', { cause });
  }
};

/** Steps again and again until told to stop; one step ends before the next begins. */
const playLive = async (
  step: () => Promise<void>,
  { logger, signal }: Omit<Player, 'write'>,
): Promise<void> => {
  while (!signal.aborted) {
    try {
      await step();
      await pause(TICK_MS, signal);
    } catch (cause) {
      logger.error('demo update not written', { cause });
      await pause(RETRY_MS, signal);
    }
  }
};

/** The demo city Münster, played as NGSI-LD updates. Throws a RangeError for a speed that is not above 0. */
export const createSimulator = (options: SimulatorOptions): Simulator => {
  const { seed, startAt, writer, clock, speed, logger, historyDays = 7 } = options;
  if (!(speed > 0 && Number.isFinite(speed)))
    throw new RangeError(`The speed ${String(speed)} is no number above 0. Use 1 for real time.`);
  const sensors = citySensors(seed);
  const schedule = createLiveSchedule(seed, sensors, speed);
  const write = loggedWrite(writer, logger);
  const stopping = new AbortController();
  const player = { write, logger, signal: stopping.signal };
  let background: Promise<unknown> = Promise.resolve();
  let writtenUntilMs = startAt;
  let underWay: Promise<void> | undefined;

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

  return {
    start: async () => {
      const startedAtMs = clock.now();
      await write(cityAt(sensors, startAt));
      if (stopping.signal.aborted) return;
      const past = { fromMs: startAt - historyDays * DAY_MS, toMs: startAt, stepMs: HOUR_MS };
      background = Promise.all([
        historyDays > 0 ? playHistory(sensors, past, player) : undefined,
        playLive(() => step(startAt + (clock.now() - startedAtMs) * speed), player),
      ]);
    },
    stop: async () => {
      stopping.abort();
      await background;
    },
    step,
    simulatedHistory: (fromMs, toMs, stepMs) => simulatedHistory(sensors, { fromMs, toMs, stepMs }),
  };
};
