import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertCondition, ThresholdCondition } from './alert-rule.ts';
import { initialState, nextState, type WatchInput, type WatchState } from './alert-state.ts';

const hot: ThresholdCondition = {
  kind: 'threshold',
  attribute: 'temperature',
  direction: 'above',
  raiseAt: 30,
  clearAt: 25,
  holdSeconds: 0,
};

const value = (seconds: number, observed: unknown, knownAt = seconds): WatchInput => ({
  kind: 'update',
  at: seconds * 1000,
  now: knownAt * 1000,
  value: observed,
});
const time = (seconds: number): WatchInput => ({ kind: 'time', now: seconds * 1000 });

const run = (condition: AlertCondition, inputs: readonly WatchInput[]) => {
  let state: WatchState = initialState;
  const events: string[] = [];
  for (const input of inputs) {
    const step = nextState(condition, state, input);
    // What a restart keeps is JSON.
    state = JSON.parse(JSON.stringify(step.state)) as WatchState;
    events.push(...step.events.map(({ kind }) => kind));
  }
  return { state, events };
};

describe('a threshold', () => {
  it('raises beyond one value and clears only at the other (hysteresis)', () => {
    const { events } = run(hot, [value(0, 30), value(1, 30.1), value(2, 27), value(3, 31), value(4, 25)]);
    expect(events).toEqual(['raised', 'cleared']);
  });

  it('works downwards as well', () => {
    const cold: ThresholdCondition = { ...hot, direction: 'below', raiseAt: 0, clearAt: 2 };
    expect(run(cold, [value(0, 0), value(1, -1), value(2, 1), value(3, 2)]).events).toEqual([
      'raised',
      'cleared',
    ]);
  });

  it('waits for the duration, which a lower value starts anew', () => {
    const slow = { ...hot, holdSeconds: 10 };
    expect(run(slow, [value(0, 40), time(9.999)]).events).toEqual([]);
    expect(run(slow, [value(0, 40), value(5, 41), time(10)]).events).toEqual(['raised']);
    expect(run(slow, [value(0, 40), value(5, 28), value(6, 40), time(15)]).events).toEqual([]);
  });

  it('counts the duration from the observation, not from its arrival', () => {
    expect(run({ ...hot, holdSeconds: 60 }, [value(0, 40, 60)]).events).toEqual(['raised']);
  });

  it('tells of a duration that passed unseen before the value came back', () => {
    const slow = { ...hot, holdSeconds: 10 };
    expect(run(slow, [value(0, 40), value(20, 20)]).events).toEqual(['raised', 'cleared']);
  });

  it.each([null, '40', true, { a: 1 }, [40], undefined])('neither raises nor clears on %o', (strange) => {
    expect(run(hot, [value(0, strange)]).state.phase).toBe('clear');
    expect(run(hot, [value(0, 40), value(1, strange)]).state.phase).toBe('raised');
  });

  it('lets late observations change nothing', () => {
    expect(run(hot, [value(10, 40), value(5, 10, 11)]).events).toEqual(['raised']);
    expect(run(hot, [value(10, 20), value(5, 40, 11)]).events).toEqual([]);
    expect(run(hot, [value(10, 40), value(10, 10, 11)]).events).toEqual(['raised', 'cleared']);
  });

  it('is the same object when nothing changed', () => {
    const { state } = run(hot, [value(0, 40)]);
    expect(nextState(hot, state, time(99)).state).toBe(state);
  });
});

/** The rule in the words of its definition, second by second. */
const naiveEvents = (
  { raiseAt, clearAt, holdSeconds }: ThresholdCondition,
  values: ReadonlyMap<number, number>,
  end: number,
): readonly string[] => {
  const events: string[] = [];
  let isRaised = false;
  let beyondSince: number | undefined;
  const raise = (second: number): void => {
    if (isRaised || beyondSince === undefined || second - beyondSince < holdSeconds) return;
    isRaised = true;
    events.push(`raised ${String(second)}`);
  };
  for (let second = 0; second <= end; second += 1) {
    raise(second);
    const current = values.get(second);
    if (current !== undefined) {
      beyondSince = current > raiseAt ? (beyondSince ?? second) : undefined;
      if (isRaised && current <= clearAt) {
        isRaised = false;
        events.push(`cleared ${String(second)}`);
      }
      if (isRaised) beyondSince = undefined;
    }
    raise(second);
  }
  return events;
};

const sequences = fc.record({
  raiseAt: fc.integer({ min: 0, max: 5 }),
  band: fc.integer({ min: 0, max: 3 }),
  holdSeconds: fc.integer({ min: 0, max: 6 }),
  values: fc.array(fc.option(fc.integer({ min: -4, max: 8 }), { nil: undefined, freq: 2 }), {
    minLength: 1,
    maxLength: 60,
  }),
  isDownwards: fc.boolean(),
});

describe('a threshold over random values', () => {
  it('does what a naive model does second by second', () => {
    fc.assert(
      fc.property(sequences, ({ raiseAt, band, holdSeconds, values, isDownwards }) => {
        const upwards: ThresholdCondition = { ...hot, raiseAt, clearAt: raiseAt - band, holdSeconds };
        const sign = isDownwards ? -1 : 1;
        const condition: ThresholdCondition = {
          ...upwards,
          direction: isDownwards ? 'below' : 'above',
          raiseAt: sign * upwards.raiseAt,
          clearAt: sign * upwards.clearAt,
        };
        const events: string[] = [];
        let state = initialState;
        for (const [second, given] of values.entries()) {
          for (const input of [time(second), ...(given === undefined ? [] : [value(second, sign * given)])]) {
            const step = nextState(condition, state, input);
            state = step.state;
            events.push(...step.events.map(({ kind }) => `${kind} ${String(second)}`));
          }
        }
        const known = [...values.entries()].flatMap(([at, given]) =>
          given === undefined ? [] : [[at, given] as const],
        );
        expect(events).toEqual(naiveEvents(upwards, new Map(known), values.length - 1));
      }),
      { numRuns: 500 },
    );
  });

  it('does not depend on when time is looked at', () => {
    fc.assert(
      fc.property(sequences, fc.infiniteStream(fc.boolean()), ({ raiseAt, holdSeconds, values }, isSeen) => {
        const condition = { ...hot, raiseAt, clearAt: raiseAt, holdSeconds };
        const all: WatchInput[] = [];
        const some: WatchInput[] = [];
        for (const [second, given] of values.entries()) {
          const update = given === undefined ? [] : [value(second, given)];
          all.push(time(second), ...update);
          some.push(...(isSeen.next().value ? [time(second)] : []), ...update);
        }
        const end = time(values.length);
        expect(run(condition, [...some, end])).toEqual(run(condition, [...all, end]));
      }),
    );
  });
});

describe('missing data', () => {
  const silent: AlertCondition = { kind: 'missing-data', afterSeconds: 60 };

  it('raises when nothing came for the time, and clears with the next observation', () => {
    expect(run(silent, [value(0, 1), time(59), time(60), time(61), value(62, 1)]).events).toEqual([
      'raised',
      'cleared',
    ]);
  });

  it('counts from the beginning of the watch where nothing was ever reported', () => {
    expect(run(silent, [time(100), time(159)]).events).toEqual([]);
    expect(run(silent, [time(100), time(160)]).events).toEqual(['raised']);
  });

  it('raises at once for what is old already and stays raised for old observations', () => {
    expect(run(silent, [value(0, 1, 100), value(30, 1, 101)]).events).toEqual(['raised']);
  });

  it('does not step back for a late observation', () => {
    expect(run(silent, [value(50, 1), value(0, 1, 51), time(100)]).events).toEqual([]);
  });
});

describe('a geofence watch', () => {
  const polygon = {
    type: 'Polygon',
    coordinates: [
      [
        [0, 0],
        [10, 0],
        [10, 10],
        [0, 10],
        [0, 0],
      ],
    ],
  } as const;
  const at = (seconds: number, x: number): WatchInput =>
    value(seconds, { type: 'Point', coordinates: [x, 5] });

  it('raises on entering and clears on leaving', () => {
    const enter: AlertCondition = { kind: 'geofence', attribute: 'location', on: 'enter', polygon };
    expect(run(enter, [at(0, 20), at(1, 5), at(2, 6), at(3, 20)]).events).toEqual(['raised', 'cleared']);
    expect(run(enter, [at(0, 5)]).events).toEqual(['raised']);
  });

  it('raises on leaving and clears on coming back; what is no place changes nothing', () => {
    const leave: AlertCondition = { kind: 'geofence', attribute: 'location', on: 'leave', polygon };
    const inputs = [at(0, 5), at(1, 20), value(2, 'somewhere'), at(1, 5), time(4)];
    expect(run(leave, inputs).events).toEqual(['raised', 'cleared']);
    expect(run(leave, [at(2, 20), at(1, 5)]).events).toEqual(['raised']);
  });
});
