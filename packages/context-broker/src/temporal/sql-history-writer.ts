import { instantMs } from '../entities/date-time.ts';
import type { AttributeInstance, Attributes } from '../entities/entity.ts';
import type { EntityShapes } from '../entities/sql-entity-shapes.ts';
import { writeEndings, type SoonestEnd } from '../expiry/sql-expiries.ts';
import { isObserving, isSame, momentsOfFresh, replacing, sortOut, type Fresh } from './additions.ts';
import { correctPast } from './sql-history-corrections.ts';
import { streamPast, type HistorySource } from './sql-history-reader.ts';
import type { HistoryRows } from './sql-history-rows.ts';
import { readSubject, type SqlSubject } from './sql-subject.ts';

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
  for (const moment of momentsOfFresh(fresh, writing.nextWriteId)) writing.rows.add(connection, pk, moment);
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
  readonly subject: SqlSubject | undefined;
  readonly attribute: string;
}

/** Instances that are neither valid now nor in the history, each once; those of a known time replace that. */
const withoutKnown = (
  writing: HistoryWriting,
  of: AttributeOf,
  given: readonly AttributeInstance[],
): readonly AttributeInstance[] => {
  const { subject, attribute } = of;
  const current = subject?.current?.attributes[attribute] ?? [];
  const { fresh, again } = sortOut(given, current, (instance) => isPast(writing, of, instance));
  if (subject !== undefined && again.length > 0)
    correctPast(writing, { pk: subject.pk, attribute }, replacing(again));
  return fresh;
};

/** Whether the history holds an instance of that time; without time of observation, one with that content. */
const isPast = (
  writing: HistoryWriting,
  { subject, attribute }: AttributeOf,
  instance: AttributeInstance,
): boolean => {
  if (subject === undefined) return false;
  const { observedAt } = instance;
  if (observedAt === undefined) return hasContent(writing, subject.pk, attribute, instance);
  const at = instantMs(observedAt);
  return writing.series
    .withAttribute([attribute])
    .some(
      ({ key, columns }) =>
        columns.some((column) => isObserving(column, attribute, instance)) &&
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
