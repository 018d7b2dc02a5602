import { instantMs } from '../entities/date-time.ts';
import type { AttributeInstance } from '../entities/entity.ts';
import { entityCodec } from '../entities/sql-entity-row.ts';
import type { Correction } from './corrections.ts';
import { isSameContent } from './same-content.ts';
import { MomentCollector, type Moment, type SeriesColumn } from './series.ts';

/** A past instance that is new. */
export interface Fresh {
  readonly attribute: string;
  readonly instance: AttributeInstance;
}

/** What of given instances is new, and what is of a time that the past knows already. */
export interface SortedOut {
  readonly fresh: readonly AttributeInstance[];
  readonly again: readonly AttributeInstance[];
}

const timeKey = ({ observedAt, datasetId = '' }: AttributeInstance): string | undefined =>
  observedAt === undefined ? undefined : `${instantMs(observedAt)} ${datasetId}`;

/** Whether two instances of an attribute tell of the same: the same time of observation, or without it the same content. */
export const isSame = (left: AttributeInstance, right: AttributeInstance): boolean => {
  if (left.datasetId !== right.datasetId) return false;
  if (left.observedAt === undefined || right.observedAt === undefined)
    return left.observedAt === right.observedAt && isSameContent(left, right);
  return instantMs(left.observedAt) === instantMs(right.observedAt);
};

/** Whether rows of a column may hold instances of an attribute and datasetId with a time of observation. */
export const isObserving = (
  column: SeriesColumn,
  attribute: string,
  { datasetId = '' }: AttributeInstance,
): boolean => column.attribute === attribute && column.observed !== 0 && column.datasetId === datasetId;

/** Instances that are neither valid now nor in the past (which `isPast` knows), each once. */
export const sortOut = (
  given: readonly AttributeInstance[],
  current: readonly AttributeInstance[],
  isPast: (instance: AttributeInstance) => boolean,
): SortedOut => {
  const fresh: AttributeInstance[] = [];
  const again: AttributeInstance[] = [];
  const times = new Set<string>();
  for (const instance of given) {
    const key = timeKey(instance);
    const isTwice =
      key === undefined ? fresh.some((other) => isSameContent(other, instance)) : times.has(key);
    if (isTwice || current.some((other) => isSame(other, instance))) continue;
    if (key !== undefined) times.add(key);
    if (!isPast(instance)) fresh.push(instance);
    else if (instance.observedAt !== undefined) again.push(instance);
  }
  return { fresh, again };
};

/** Instances of a time that is known take the place of those of then, if they differ (§5.6.11). */
export const replacing = (given: readonly AttributeInstance[]): Correction => {
  const byTime = new Map(given.map((instance) => [timeKey(instance), instance]));
  return (before) => {
    const next = byTime.get(timeKey(before));
    if (next === undefined || isSameContent(next, before)) return before;
    const { createdAt, instanceId } = before;
    return { ...next, createdAt, ...(instanceId === undefined ? {} : { instanceId }) };
  };
};

/** Those of one time together; several instances without time of observation stand alone. */
const byTime = (fresh: readonly Fresh[]): Iterable<readonly Fresh[]> => {
  const untimed = new Map<string, number>();
  return Map.groupBy(fresh, ({ attribute, instance: { observedAt, datasetId = '' } }) => {
    if (observedAt !== undefined) return String(instantMs(observedAt));
    const name = `${attribute} ${datasetId}`;
    const turn = untimed.get(name) ?? 0;
    untimed.set(name, turn + 1);
    return `#${turn}`;
  }).values();
};

/** The rows for instances that are new to the past. */
export const momentsOfFresh = (fresh: readonly Fresh[], nextWriteId: () => string): readonly Moment[] =>
  [...byTime(fresh)].flatMap((together) => {
    const collector = new MomentCollector();
    const write = nextWriteId();
    for (const { attribute, instance } of together) {
      collector.add(attribute, entityCodec.writeInstance(instance), {
        createdMs: Date.parse(instance.createdAt),
        modifiedMs: Date.parse(instance.modifiedAt),
        write: instance.instanceId ?? write,
      });
    }
    return collector.moments();
  });
