import type { NgsiLdAttribute, NgsiLdEntity } from './ngsi-ld.ts';
import { observation } from './ngsi-ld.ts';
import type { Sensor } from './sensor.ts';

/** Instances in one batch, so that a write stays short and live updates get in between. */
const BATCH_INSTANCES = 500;

/** A stretch of simulated time; values lie at whole multiples of `stepMs`, so that repeating it repeats them. */
export interface HistoryRange {
  readonly fromMs: number;
  /** Included. */
  readonly toMs: number;
  readonly stepMs: number;
}

/** The past of one sensor, oldest instance first, or nothing when it has none in the range. */
const pastOf = (sensor: Sensor, { fromMs, toMs, stepMs }: HistoryRange): NgsiLdEntity | undefined => {
  const strideMs = stepMs * (sensor.historyStride ?? Number.POSITIVE_INFINITY);
  const attributes: Record<string, NgsiLdAttribute[]> = {};
  for (let timeMs = Math.ceil(fromMs / strideMs) * strideMs; timeMs <= toMs; timeMs += strideMs)
    for (const [name, measured] of Object.entries(sensor.read(timeMs) ?? {}))
      (attributes[name] ??= []).push(observation(measured, timeMs));
  return Object.keys(attributes).length === 0
    ? undefined
    : { id: sensor.id, type: sensor.type, ...attributes };
};

const instancesOf = (entity: NgsiLdEntity): number =>
  Object.values(entity).reduce<number>((sum, value) => sum + (Array.isArray(value) ? value.length : 0), 0);

/** What the sensors would have reported in a range, in batches of whole entities ready to be written. */
export function* simulatedHistory(
  sensors: readonly Sensor[],
  range: HistoryRange,
): Generator<readonly NgsiLdEntity[]> {
  let batch: NgsiLdEntity[] = [];
  let instances = 0;
  for (const sensor of sensors) {
    if (sensor.historyStride === undefined) continue;
    const past = pastOf(sensor, range);
    if (past === undefined) continue;
    batch.push(past);
    instances += instancesOf(past);
    if (instances < BATCH_INSTANCES) continue;
    yield batch;
    batch = [];
    instances = 0;
  }
  if (batch.length > 0) yield batch;
}
