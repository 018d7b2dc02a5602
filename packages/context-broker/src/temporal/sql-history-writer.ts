import { instantMs } from '../entities/date-time.ts';
import type { AttributeInstance, Attributes } from '../entities/entity.ts';
import type { EntityShapes } from '../entities/sql-entity-shapes.ts';
import { entityCodec } from '../entities/sql-entity-row.ts';
import type { SoonestEnd } from '../expiry/soonest-end.ts';
import { writeEndings } from '../expiry/sql-expiries.ts';
import { isSameContent } from './same-content.ts';
import { MomentCollector } from './series.ts';
import { readSubject, type Subject } from './sql-current-entity.ts';
import { correctPast } from './sql-history-corrections.ts';
import { streamPast, type HistorySource } from './sql-history-reader.ts';
import type { HistoryRows } from './sql-history-rows.ts';

/** Whose past is written. */
export interface HistoryOwner {
  readonly tenant: string;
  readonly id: string;
  readonly types: readonly string[];
}

/** What the past is written with, inside a write transaction. */
export interface HistoryWriting extends HistorySource {
  readonly rows: HistoryRows;
  readonly shapes: EntityShapes;
  readonly nextWriteId: () => string;
  /** Told when something ends by itself. */
  readonly soonest?: SoonestEnd | undefined;
}

/** Adds past instances inside a write transaction; known ones are skipped. */
export const writeHistory = (
  writing: HistoryWriting,
  owner: HistoryOwner,
  instances: Attributes,
): { readonly isNew: boolean; readonly added: number } => {
  const { connection } = writing;
  const known = readSubject(connection, { tenant: owner.tenant, entityId: owner.id });
  const pk = known === undefined ? addGone(writing, owner) : known.pk;
  if (known !== undefined && known.current === undefined) {
    updateTypes(writing, { ...owner, types: [...new Set([...known.types, ...owner.types])] }, pk);
  }
  const fresh = Object.entries(instances).flatMap(([attribute, all]) =>
    withoutKnown(writing, { subject: known, attribute }, all).map((instance) => ({ attribute, instance })),
  );
  addMoments(writing, pk, fresh);
  rememberEnds(writing, pk, fresh);
  return { isNew: known === undefined, added: fresh.length };
};

/** So that what ends by itself is removed then (§4.22). */
const rememberEnds = ({ connection, soonest }: HistoryWriting, pk: number, fresh: readonly Fresh[]): void => {
  for (const { attribute, instance } of fresh) {
    if (instance.expiresAt === undefined) continue;
    const atMs = instantMs(instance.expiresAt);
    writeEndings(connection, pk, [{ attribute, atMs }]);
    soonest?.note(atMs);
  }
};

const shapeOf = ({ connection, shapes }: HistoryWriting, { tenant, id, types }: HistoryOwner): number =>
  shapes.keyOf(connection, tenant, { id, types, createdAt: '', modifiedAt: '', attributes: {} });

/** The row of an entity of which only the past is known. */
const addGone = (writing: HistoryWriting, owner: HistoryOwner): number =>
  Number(
    writing.connection
      .prepare("INSERT INTO entities (tenant, id, sys, shape) VALUES (?, ?, '', ?)")
      .run(owner.tenant, owner.id, shapeOf(writing, owner)).lastInsertRowid,
  );

const updateTypes = (writing: HistoryWriting, owner: HistoryOwner, pk: number): void => {
  writing.connection.prepare('UPDATE entities SET shape = ? WHERE pk = ?').run(shapeOf(writing, owner), pk);
};

interface AttributeOf {
  readonly subject: Subject | undefined;
  readonly attribute: string;
}

interface Fresh {
  readonly attribute: string;
  readonly instance: AttributeInstance;
}

/** Instances that are neither valid now nor in the history, each once; those of a known time replace that. */
const withoutKnown = (
  writing: HistoryWriting,
  of: AttributeOf,
  given: readonly AttributeInstance[],
): readonly AttributeInstance[] => {
  const current = of.subject?.current?.attributes[of.attribute] ?? [];
  const fresh: AttributeInstance[] = [];
  const again: AttributeInstance[] = [];
  const times = new Set<string>();
  for (const instance of given) {
    const key = timeKey(instance);
    const isTwice =
      key === undefined ? fresh.some((other) => isSameContent(other, instance)) : times.has(key);
    if (isTwice || current.some((other) => isSame(other, instance))) continue;
    if (key !== undefined) times.add(key);
    if (!isPast(writing, of, instance)) fresh.push(instance);
    else if (instance.observedAt !== undefined) again.push(instance);
  }
  if (of.subject !== undefined && again.length > 0) replacePast(writing, of.subject.pk, of.attribute, again);
  return fresh;
};

/** Instances of a time that is known take the place of those of then, if they differ (§5.6.11). */
const replacePast = (
  writing: HistoryWriting,
  pk: number,
  attribute: string,
  given: readonly AttributeInstance[],
): void => {
  const byTime = new Map(given.map((instance) => [timeKey(instance), instance]));
  correctPast(writing, { pk, attribute }, (before) => {
    const next = byTime.get(timeKey(before));
    if (next === undefined || isSameContent(next, before)) return before;
    const { createdAt, instanceId } = before;
    return { ...next, createdAt, ...(instanceId === undefined ? {} : { instanceId }) };
  });
};

const timeKey = ({ observedAt, datasetId = '' }: AttributeInstance): string | undefined =>
  observedAt === undefined ? undefined : `${instantMs(observedAt)} ${datasetId}`;

const isSame = (left: AttributeInstance, right: AttributeInstance): boolean => {
  if (left.datasetId !== right.datasetId) return false;
  if (left.observedAt === undefined || right.observedAt === undefined)
    return left.observedAt === right.observedAt && isSameContent(left, right);
  return instantMs(left.observedAt) === instantMs(right.observedAt);
};

/** Whether the history holds an instance of that time; without time of observation, one with that content. */
const isPast = (
  writing: HistoryWriting,
  { subject, attribute }: AttributeOf,
  instance: AttributeInstance,
): boolean => {
  if (subject === undefined) return false;
  const { observedAt, datasetId = '' } = instance;
  if (observedAt === undefined) return hasContent(writing, subject.pk, attribute, instance);
  const at = instantMs(observedAt);
  return writing.series
    .withAttribute([attribute])
    .some(
      ({ key, columns }) =>
        columns.some(
          (column) =>
            column.attribute === attribute && column.observed !== 0 && column.datasetId === datasetId,
        ) &&
        writing.connection
          .prepare('SELECT 1 FROM history WHERE entity = ? AND series = ? AND at = ?')
          .get(subject.pk, key, at) !== undefined,
    );
};

const hasContent = (
  writing: HistoryWriting,
  pk: number,
  attribute: string,
  instance: AttributeInstance,
): boolean => {
  const query = { property: 'modifiedAt', attributes: [attribute] } as const;
  for (const past of streamPast(writing, { pk, query })) {
    if (isSame(past.instance, instance)) return true;
  }
  return false;
};

/** Rows of one time each; several instances without time of observation take a row each. */
const addMoments = (writing: HistoryWriting, pk: number, fresh: readonly Fresh[]): void => {
  const byTime = new Map<string, Fresh[]>();
  const untimed = new Map<string, number>();
  for (const one of fresh) {
    const { instance, attribute } = one;
    const name = `${attribute} ${instance.datasetId ?? ''}`;
    const turn = untimed.get(name) ?? 0;
    if (instance.observedAt === undefined) untimed.set(name, turn + 1);
    const key = instance.observedAt === undefined ? `#${turn}` : String(instantMs(instance.observedAt));
    const together = byTime.get(key);
    if (together === undefined) byTime.set(key, [one]);
    else together.push(one);
  }
  for (const together of byTime.values()) {
    const collector = new MomentCollector();
    const write = writing.nextWriteId();
    for (const { attribute, instance } of together) {
      collector.add(attribute, entityCodec.writeInstance(instance), {
        createdMs: Date.parse(instance.createdAt),
        modifiedMs: Date.parse(instance.modifiedAt),
        write: instance.instanceId ?? write,
      });
    }
    for (const moment of collector.moments()) writing.rows.add(writing.connection, pk, moment);
  }
};
