import type { AttributeInstance } from '../entities/entity.ts';
import { isInstanceId } from '../entities/entity-stamps.ts';
import { isOver } from '../entities/expiries.ts';
import { entityCodec } from '../entities/sql-entity-row.ts';
import type { InstanceTarget } from './history-editor.ts';
import { instanceIn, slotsOf, type PastRow } from './past-entries.ts';
import { MomentCollector, textOfColumns, type Moment, type Series } from './series.ts';

/** What becomes of a past instance: itself, nothing, or another in its place. */
export type Correction = (before: AttributeInstance) => AttributeInstance | undefined;

/** Removes instances: those with the datasetId ('' is none), or with 'all' every one. */
export const removing =
  (datasetId: string): Correction =>
  (before) =>
    datasetId === 'all' || (before.datasetId ?? '') === datasetId ? undefined : before;

/** Removes what has ended by itself (§4.22). */
export const removingExpired =
  (nowMs: number): Correction =>
  (before) =>
    isOver(before, nowMs) ? undefined : before;

export const removingInstance =
  ({ instanceId }: Pick<InstanceTarget, 'instanceId'>): Correction =>
  (before) =>
    isInstanceId(instanceId, before.instanceId) ? undefined : before;

/** The instance keeps its id and date of creation. */
export const modifyingInstance =
  (
    { instanceId }: Pick<InstanceTarget, 'instanceId'>,
    change: (before: AttributeInstance) => AttributeInstance,
  ): Correction =>
  (before) =>
    before.instanceId !== undefined && isInstanceId(instanceId, before.instanceId)
      ? { ...change(before), createdAt: before.createdAt, instanceId: before.instanceId }
      : before;

/** What a correction makes of a row: the instances that are no longer in it, and what is in their place. */
export interface CorrectedRow {
  /** What is left of the row; absent when nothing is. */
  readonly left?: { readonly columns: string; readonly body: string };
  /** New rows. */
  readonly moments: readonly Moment[];
}

const momentsOf = (attribute: string, instance: AttributeInstance, deletedMs: number | undefined) => {
  const collector = new MomentCollector();
  const stamp = {
    createdMs: Date.parse(instance.createdAt),
    modifiedMs: Date.parse(instance.modifiedAt),
    write: instance.instanceId ?? '',
  };
  collector.add(attribute, entityCodec.writeInstance(instance), stamp, deletedMs);
  return collector.moments();
};

/** What a correction of an attribute makes of a row; undefined when it stays as it is. The correction may refuse by throwing. */
export const correctedRow = (
  row: PastRow,
  { columns }: Series,
  { attribute, correct }: { readonly attribute: string; readonly correct: Correction },
): CorrectedRow | undefined => {
  const slots = slotsOf(row);
  const places = new Set<number>();
  const moments: Moment[] = [];
  columns.forEach((column, place) => {
    if (column.attribute !== attribute) return;
    const before = instanceIn(row, slots[place], column);
    const after = correct(before);
    if (after === before) return;
    places.add(place);
    if (after !== undefined) moments.push(...momentsOf(attribute, after, row.deletedMs));
  });
  if (places.size === 0) return undefined;
  const left = columns.filter((_column, place) => !places.has(place));
  if (left.length === 0) return { moments };
  const body = JSON.stringify(slots.filter((_slot, place) => !places.has(place)));
  return { left: { columns: textOfColumns(left), body }, moments };
};
