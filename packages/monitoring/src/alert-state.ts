import type {
  AlertCondition,
  GeofenceCondition,
  MissingDataCondition,
  ThresholdCondition,
} from './alert-rule.ts';
import { isTouching, pointOf } from './geofence.ts';

/** Where one rule stands for one entity; times in milliseconds. Plain JSON, kept in the database. */
export interface WatchState {
  readonly phase: 'clear' | 'pending' | 'raised';
  /** Since when the threshold is exceeded (phase pending). */
  readonly since?: number;
  /** Newest observation seen, or when the watch began where there was none. */
  readonly seenAt?: number;
  /** Last number or position looked at. */
  readonly value?: unknown;
}

/** Something happened: a value observed at `at` and known now, or only time passed. */
export type WatchInput =
  | { readonly kind: 'update'; readonly at: number; readonly now: number; readonly value: unknown }
  | { readonly kind: 'time'; readonly now: number };

export interface WatchEvent {
  readonly kind: 'raised' | 'cleared';
  readonly value?: unknown;
}

export interface WatchStep {
  /** The same object when nothing changed. */
  readonly state: WatchState;
  readonly events: readonly WatchEvent[];
}

export const initialState: WatchState = { phase: 'clear' };

type Update = Extract<WatchInput, { readonly kind: 'update' }>;

const unchanged = (state: WatchState): WatchStep => ({ state, events: [] });

const eventOf = (kind: WatchEvent['kind'], { value }: WatchState): WatchEvent => ({
  kind,
  ...(value === undefined ? {} : { value }),
});

/** An observation older than the newest one tells nothing about the present. */
const isLate = ({ seenAt }: WatchState, { at }: Update): boolean => seenAt !== undefined && at < seenAt;

/** Raises what has been pending long enough at `now`. */
const endHold = ({ holdSeconds }: ThresholdCondition, state: WatchState, now: number): WatchStep => {
  if (state.phase !== 'pending' || state.since === undefined) return unchanged(state);
  if (now - state.since < holdSeconds * 1000) return unchanged(state);
  const { since: _since, ...rest } = state;
  return { state: { ...rest, phase: 'raised' }, events: [eventOf('raised', state)] };
};

const takeValue = (
  { direction, raiseAt, clearAt }: ThresholdCondition,
  state: WatchState,
  { at, value }: { readonly at: number; readonly value: number },
): WatchStep => {
  const sign = direction === 'above' ? 1 : -1;
  const seen = { seenAt: at, value };
  if (state.phase === 'raised') {
    if (sign * (value - clearAt) > 0) return unchanged({ ...seen, phase: 'raised' });
    return { state: { ...seen, phase: 'clear' }, events: [eventOf('cleared', { ...seen, phase: 'clear' })] };
  }
  if (sign * (value - raiseAt) <= 0) return unchanged({ ...seen, phase: 'clear' });
  return unchanged({ ...seen, phase: 'pending', since: state.since ?? at });
};

/**
 * The duration is looked at before and after a value is taken up, so that the outcome does not depend on
 * when time was last looked at (the server may have been down meanwhile).
 */
const onThreshold = (condition: ThresholdCondition, state: WatchState, input: WatchInput): WatchStep => {
  if (input.kind === 'time') return endHold(condition, state, input.now);
  const { at, now, value } = input;
  if (typeof value !== 'number' || !Number.isFinite(value) || isLate(state, input)) {
    return endHold(condition, state, now);
  }
  const before = endHold(condition, state, at);
  const taken = takeValue(condition, before.state, { at, value });
  const after = endHold(condition, taken.state, now);
  return { state: after.state, events: [...before.events, ...taken.events, ...after.events] };
};

const onMissingData = (
  { afterSeconds }: MissingDataCondition,
  state: WatchState,
  input: WatchInput,
): WatchStep => {
  const seenAt =
    input.kind === 'update'
      ? Math.max(state.seenAt ?? Number.NEGATIVE_INFINITY, input.at)
      : (state.seenAt ?? input.now);
  const phase = input.now - seenAt >= afterSeconds * 1000 ? 'raised' : 'clear';
  if (phase === state.phase && seenAt === state.seenAt) return unchanged(state);
  return {
    state: { phase, seenAt },
    events: phase === state.phase ? [] : [{ kind: phase === 'raised' ? 'raised' : 'cleared' }],
  };
};

const onGeofence = (condition: GeofenceCondition, state: WatchState, input: WatchInput): WatchStep => {
  if (input.kind === 'time' || isLate(state, input)) return unchanged(state);
  const isInside = isTouching(input.value, condition.polygon);
  if (isInside === undefined) return unchanged(state);
  const phase = isInside === (condition.on === 'enter') ? 'raised' : 'clear';
  const point = pointOf(input.value);
  const next: WatchState = { phase, seenAt: input.at, ...(point === undefined ? {} : { value: point }) };
  return {
    state: next,
    events: phase === state.phase ? [] : [eventOf(phase === 'raised' ? 'raised' : 'cleared', next)],
  };
};

/** The next state of a watch; pure, so that all cases can be tested without waiting. */
export const nextState = (condition: AlertCondition, state: WatchState, input: WatchInput): WatchStep => {
  switch (condition.kind) {
    case 'threshold':
      return onThreshold(condition, state, input);
    case 'missing-data':
      return onMissingData(condition, state, input);
    case 'geofence':
      return onGeofence(condition, state, input);
  }
};
