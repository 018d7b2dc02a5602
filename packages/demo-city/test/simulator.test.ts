import { type Logger, silentLogger } from '@allmende/kernel';
import { fixedClock } from '@allmende/kernel/testing';
import { describe, expect, it } from 'vitest';
import {
  type EntityWriter,
  type NgsiLdEntity,
  type RefusedEntity,
  type SimulatorOptions,
  createSimulator,
} from '../src/index.ts';

const startAt = Date.parse('2026-11-24T08:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const recordingWriter = (refused: readonly RefusedEntity[] = []) => {
  const writes: (readonly NgsiLdEntity[])[] = [];
  const writer: EntityWriter = {
    write: (entities) => {
      writes.push(entities);
      return Promise.resolve(refused);
    },
  };
  return { writer, writes };
};

const recordingLogger = () => {
  const lines: string[] = [];
  const logger: Logger = {
    ...silentLogger,
    warn: (message) => lines.push(`warn ${message}`),
    error: (message) => lines.push(`error ${message}`),
  };
  return { logger, lines };
};

const simulatorWith = (options: Partial<SimulatorOptions>) =>
  createSimulator({
    seed: 'muenster',
    startAt,
    writer: recordingWriter().writer,
    clock: fixedClock(0),
    speed: 1,
    logger: silentLogger,
    historyDays: 0,
    ...options,
  });

/** What each step of a run wrote. */
const play = async (from: number, until: readonly number[], speed = 1) => {
  const { writer, writes } = recordingWriter();
  const simulator = simulatorWith({ startAt: from, speed, writer });
  for (const untilMs of until) await simulator.step(untilMs);
  return writes.flat();
};

const observedTimes = (entity: NgsiLdEntity): readonly number[] =>
  JSON.stringify(entity)
    .match(/"observedAt":"[^"]+"/g)
    ?.map((text) => Date.parse(text.slice(14, -1))) ?? [];

describe('live updates', () => {
  it('come a few every second at speed 1, spread over the sensors', async () => {
    const seconds = Array.from({ length: 120 }, (_second, index) => startAt + (index + 1) * 1000);
    const written = await play(startAt, seconds);
    expect(written.length / seconds.length).toBeGreaterThan(1.5);
    expect(written.length / seconds.length).toBeLessThan(6);
    const parks = written.filter(({ type }) => type === 'OffStreetParking');
    expect(new Set(parks.map(({ id }) => id)).size).toBeGreaterThanOrEqual(15);
  });

  it('carry simulated time and lie within their step', async () => {
    const written = await play(startAt, [startAt + HOUR_MS], 60);
    expect(written.length).toBeGreaterThan(50);
    const outside = written
      .flatMap(observedTimes)
      .filter((timeMs) => timeMs < startAt || timeMs > startAt + HOUR_MS);
    expect(outside).toEqual([]);
  });

  it('keep their real rate at a higher speed', async () => {
    const slow = await play(
      startAt,
      [1, 2, 3, 4, 5, 6].map((n) => startAt + n * 10_000),
    );
    const fast = await play(
      startAt,
      [1, 2, 3, 4, 5, 6].map((n) => startAt + n * 600_000),
      60,
    );
    expect(Math.abs(fast.length - slow.length)).toBeLessThan(0.25 * slow.length);
  });

  it('go on after a restart as if nothing had happened', async () => {
    const times = Array.from({ length: 20 }, (_step, index) => startAt + (index + 1) * 15_000);
    const unbroken = await play(startAt, times);
    const first = await play(startAt, times.slice(0, 9));
    const second = await play(times[8] ?? 0, times.slice(9));
    expect([...first, ...second]).toEqual(unbroken);
  });

  it('write nothing while nothing is due', async () => {
    expect(await play(startAt, [startAt, startAt - HOUR_MS])).toEqual([]);
  });

  it('never pile up before a slow writer', async () => {
    const gates: (() => void)[] = [];
    const writes: (readonly NgsiLdEntity[])[] = [];
    const writer: EntityWriter = {
      write: async (entities) => {
        writes.push(entities);
        await new Promise<void>((resolve) => gates.push(resolve));
        return [];
      },
    };
    const simulator = simulatorWith({ writer });
    const steps = [1, 2, 3, 4, 5].map((minute) => simulator.step(startAt + minute * MINUTE_MS));
    expect(writes.length).toBe(1);
    gates.shift()?.();
    await Promise.all(steps);
    expect(writes.length).toBe(1);

    const next = simulator.step(startAt + 30 * MINUTE_MS);
    gates.shift()?.();
    await next;
    const ids = writes[1]?.map(({ id }) => id) ?? [];
    expect(ids.length).toBeGreaterThan(400);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are written later when the writer fails once', async () => {
    const { writer, writes } = recordingWriter();
    let isFailing = true;
    const simulator = simulatorWith({
      writer: {
        write: (entities) => (isFailing ? Promise.reject(new Error('disk full')) : writer.write(entities)),
      },
    });
    await expect(simulator.step(startAt + HOUR_MS)).rejects.toThrow('disk full');
    isFailing = false;
    await simulator.step(startAt + HOUR_MS);
    expect(writes.flat().length).toBeGreaterThan(400);
  });

  it('report refused entities to the log and go on', async () => {
    const refused = [{ entityId: 'urn:x', findings: [{ pointer: '/name', detail: 'is not text' }] }];
    const { logger, lines } = recordingLogger();
    await simulatorWith({ writer: recordingWriter(refused).writer, logger }).step(startAt + MINUTE_MS);
    expect(lines).toEqual(['warn demo entities refused']);
  });
});

describe('start and stop', () => {
  it('start resolves once the whole city is written with its present values', async () => {
    const { writer, writes } = recordingWriter();
    const simulator = simulatorWith({ writer });
    await simulator.start();
    await simulator.stop();
    const [city = []] = writes;
    expect(city.length).toBe(1012);
    const counter = city.find(({ id }) => id.endsWith(':100031297'));
    expect(counter?.intensity).toMatchObject({ type: 'Property', observedAt: '2026-11-24T08:00:00Z' });
    expect(counter?.dateObserved).toMatchObject({ value: '2026-11-24T07:45:00Z/2026-11-24T08:00:00Z' });
  });

  it('start rejects when the city cannot be written', async () => {
    const writer: EntityWriter = { write: () => Promise.reject(new Error('disk full')) };
    await expect(simulatorWith({ writer }).start()).rejects.toThrow('disk full');
  });

  it('the clock drives the live part until stop', async () => {
    const clock = fixedClock(5_000);
    let notify = (): void => {};
    const liveWrite = new Promise<void>((resolve) => {
      notify = resolve;
    });
    const sizes: number[] = [];
    const writer: EntityWriter = {
      write: (entities) => {
        sizes.push(entities.length);
        if (sizes.length === 2) notify();
        return Promise.resolve([]);
      },
    };
    const simulator = simulatorWith({ writer, clock });
    await simulator.start();
    clock.advance(MINUTE_MS);
    await liveWrite;
    await simulator.stop();
    const { length } = sizes;
    clock.advance(HOUR_MS);
    expect(sizes.length).toBe(length);
  });

  it('the past follows in the background and ends with stop', async () => {
    let notify = (): void => {};
    const historyWrite = new Promise<void>((resolve) => {
      notify = resolve;
    });
    const writer: EntityWriter = {
      write: (entities) => {
        if (entities.some((entity) => Array.isArray(entity.intensity))) notify();
        return Promise.resolve([]);
      },
    };
    const simulator = simulatorWith({ writer, historyDays: 7 });
    await simulator.start();
    await historyWrite;
    await simulator.stop();
  });

  it('a speed of 0 is refused', () => {
    expect(() => simulatorWith({ speed: 0 })).toThrow(RangeError);
    expect(() => simulatorWith({ speed: Number.NaN })).toThrow(RangeError);
  });
});

describe('simulated history', () => {
  const simulator = simulatorWith({});
  const batches = [...simulator.simulatedHistory(startAt - 7 * 24 * HOUR_MS, startAt, HOUR_MS)];
  const counterIn = (entities: readonly NgsiLdEntity[]) =>
    entities.find(({ id }) => id.endsWith(':100031297'));

  it('has hourly instances of the past week, in batches', () => {
    expect(batches.length).toBeGreaterThan(20);
    const times = observedTimes(counterIn(batches.flat()) ?? { id: '', type: '' });
    expect(times.length).toBe(7 * 24 + 1);
    expect(times.at(0)).toBe(startAt - 7 * 24 * HOUR_MS);
    expect(times.at(-1)).toBe(startAt);
  });

  it('ends with the value that the live city starts with', async () => {
    const { writer, writes } = recordingWriter();
    const live = simulatorWith({ writer });
    await live.start();
    await live.stop();
    const past = counterIn(batches.flat())?.intensity;
    expect(Array.isArray(past) && past.at(-1)).toEqual(counterIn(writes[0] ?? [])?.intensity);
  });

  it('repeats itself for a shifted range, so that writing it again changes nothing', () => {
    const later = [
      ...simulator.simulatedHistory(startAt - 3 * HOUR_MS + 1, startAt + 59 * MINUTE_MS, HOUR_MS),
    ];
    const times = observedTimes(counterIn(later.flat()) ?? { id: '', type: '' });
    expect(times).toEqual([startAt - 2 * HOUR_MS, startAt - HOUR_MS, startAt]);
  });

  it('is empty for an empty range', () => {
    expect([...simulator.simulatedHistory(startAt, startAt - HOUR_MS, HOUR_MS)]).toEqual([]);
  });

  it('passes the changes of the clocks without losing or doubling an hour', () => {
    for (const day of ['2026-03-29', '2026-10-25']) {
      const from = Date.parse(`${day}T00:00Z`) - 24 * HOUR_MS;
      const past = [...simulator.simulatedHistory(from, from + 72 * HOUR_MS, HOUR_MS)].flat();
      const times = observedTimes(counterIn(past) ?? { id: '', type: '' });
      expect(new Set(times).size).toBe(73);
    }
  });
});
