import type { AlertCondition, GeofenceCondition, Polygon, ThresholdCondition } from './alert-rule.ts';

/** Where one rule stands for one entity; times in milliseconds. Plain JSON, kept in the database. */
export interface WatchState {
  readonly phase: 'clear' | 'pending' | 'raised';
  /** Since when the threshold is exceeded (phase pending). */
  readonly since?: number;
  /** Last update seen. */
  readonly seenAt?: number;
  /** Last known position relative to the polygon. */
  readonly isInside?: boolean;
  /** Last value looked at. */
  readonly value?: unknown;
}

/** Something happened: a new value, or only time passed. */
export type WatchInput =
  | { readonly kind: 'update'; readonly at: number; readonly value: unknown }
  | { readonly kind: 'time'; readonly at: number };

export interface WatchStep {
  readonly state: WatchState;
  readonly event?: 'raised' | 'cleared';
}

export const initialState: WatchState = { phase: 'clear' };

/** The next state of a watch; pure, so that all cases can be tested without waiting. */
export const nextState = (condition: AlertCondition, state: WatchState, input: WatchInput): WatchStep => {
  switch (condition.kind) {
    case 'threshold':
      return input.kind === 'update' ? onValue(condition, state, input) : onTime(condition, state, input.at);
    case 'missing-data':
      return onSilence(condition.afterSeconds, state, input);
    case 'geofence':
      return input.kind === 'update' ? onPosition(condition, state, input) : { state };
  }
};

type Update = Extract<WatchInput, { readonly kind: 'update' }>;

const onValue = (condition: ThresholdCondition, state: WatchState, { at, value }: Update): WatchStep => {
  if (typeof value !== 'number' || !Number.isFinite(value)) return { state };
  const { direction, raiseAt, clearAt } = condition;
  const sign = direction === 'above' ? 1 : -1;
  const isBeyond = sign * (value - raiseAt) > 0;
  if (state.phase === 'raised') {
    const isBack = sign * (value - clearAt) <= 0;
    return isBack
      ? { state: { phase: 'clear', seenAt: at, value }, event: 'cleared' }
      : { state: { ...state, seenAt: at, value } };
  }
  if (!isBeyond) return { state: { phase: 'clear', seenAt: at, value } };
  return onTime(condition, { phase: 'pending', since: state.since ?? at, seenAt: at, value }, at);
};

const onTime = (condition: ThresholdCondition, state: WatchState, at: number): WatchStep => {
  if (state.phase !== 'pending' || state.since === undefined) return { state };
  if (at - state.since < condition.holdSeconds * 1000) return { state };
  const { since: _since, ...rest } = state;
  return { state: { ...rest, phase: 'raised' }, event: 'raised' };
};

const onSilence = (afterSeconds: number, state: WatchState, input: WatchInput): WatchStep => {
  if (input.kind === 'update') {
    const next: WatchState = { phase: 'clear', seenAt: input.at };
    return state.phase === 'raised' ? { state: next, event: 'cleared' } : { state: next };
  }
  if (state.seenAt === undefined) return { state: { ...state, seenAt: input.at } };
  if (state.phase === 'raised' || input.at - state.seenAt < afterSeconds * 1000) return { state };
  return { state: { ...state, phase: 'raised' }, event: 'raised' };
};

/** The first position only tells where the entity is; crossing the border is what counts. */
const onPosition = (condition: GeofenceCondition, state: WatchState, { at, value }: Update): WatchStep => {
  const point = pointOf(value);
  if (point === undefined) return { state };
  const isInside = isInPolygon(point, condition.polygon);
  const next = { ...state, isInside, seenAt: at, value: point };
  if (state.isInside === undefined || state.isInside === isInside) return { state: next };
  const isAlarm = isInside === (condition.on === 'enter');
  if (isAlarm) return { state: { ...next, phase: 'raised' }, event: 'raised' };
  return state.phase === 'raised'
    ? { state: { ...next, phase: 'clear' }, event: 'cleared' }
    : { state: { ...next, phase: 'clear' } };
};

type Position = readonly [number, number];

const pointOf = (value: unknown): Position | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, coordinates } = value as { readonly type?: unknown; readonly coordinates?: unknown };
  if (type !== 'Point' || !Array.isArray(coordinates)) return undefined;
  const [longitude, latitude] = coordinates as readonly unknown[];
  return typeof longitude === 'number' && typeof latitude === 'number' ? [longitude, latitude] : undefined;
};

/** Even-odd rule over all rings, so holes are outside. */
export const isInPolygon = ([x, y]: Position, polygon: Polygon): boolean => {
  let isInside = false;
  for (const ring of polygon.coordinates) {
    for (const [index, [x1 = 0, y1 = 0]] of ring.entries()) {
      const [x2 = 0, y2 = 0] = ring[(index + 1) % ring.length] ?? [];
      const isCrossed = y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1;
      if (isCrossed) isInside = !isInside;
    }
  }
  return isInside;
};
