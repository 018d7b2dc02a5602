import type { Connection } from '@allmende/database';
import type { SoonestEnd } from '../expiry/soonest-end.ts';
import { writeEndings } from '../expiry/sql-expiries.ts';
import { supersededMoments } from '../temporal/series.ts';
import type { HistoryRows } from '../temporal/sql-history-rows.ts';
import type { StoredEntity } from './entity-document.ts';
import type { Entity, EntityChange } from './entity.ts';
import { endings } from './expiries.ts';
import type { Transition } from './entity-store.ts';
import type { Dictionaries } from './sql-dictionaries.ts';
import { entityCodec, storedEntityOfRow } from './sql-entity-row.ts';
import { LOCATION } from './location.ts';
import { writeLocation } from './sql-location-index.ts';
import type { ValueIndex } from './sql-value-index.ts';

/** What a write step works with. */
export interface Writing {
  readonly connection: Connection;
  readonly nowMs: number;
  /** The same as ISO 8601 text. */
  readonly now: string;
  readonly index: ValueIndex;
  readonly history: HistoryRows;
  readonly nextWriteId: () => string;
  readonly dictionaries: Dictionaries;
  /** Told when something ends by itself. */
  readonly soonest: SoonestEnd | undefined;
}

export interface Step {
  readonly tenant: string;
  readonly entityId: string;
  readonly transition: Transition;
}

/** What a step makes of an entity; nothing is changed yet. */
export interface Decision {
  readonly step: Step;
  /** Of the entity's row, which an entity that is no more has too; undefined where there is none. */
  readonly pk: number | undefined;
  readonly shape: unknown;
  readonly before: StoredEntity | undefined;
  readonly after: Entity | undefined;
}

/** Runs the transition on the stored state; it may refuse by throwing. */
export const decide = ({ connection }: Writing, step: Step): Decision => {
  const row = connection
    .prepare('SELECT pk, doc, sys, shape FROM entities WHERE tenant = ? AND id = ?')
    .get(step.tenant, step.entityId);
  const before = typeof row?.['doc'] === 'string' ? storedEntityOfRow(row) : undefined;
  const pk = row === undefined ? undefined : Number(row['pk']);
  return { step, pk, shape: row?.['shape'], before, after: step.transition(before?.entity) };
};

/** Carries a decision out: state, indexes and history. */
export const perform = (writing: Writing, decision: Decision): EntityChange | undefined => {
  const { before, after, step } = decision;
  if (after === before?.entity) return undefined;
  if (after === undefined) removeEntity(writing, decision);
  else if (before === undefined) addEntity(writing, decision, after);
  else updateEntity(writing, decision, { before, after });
  if (before !== undefined) recordPast(writing, decision, before);
  return {
    tenant: step.tenant,
    entityId: step.entityId,
    ...(before === undefined ? {} : { before: before.entity }),
    ...(after === undefined ? {} : { after }),
    changedAttributes: changedAttributes(before, after),
    at: writing.now,
  };
};

const recordPast = (
  { connection, history, nowMs }: Writing,
  { pk, after }: Decision,
  before: StoredEntity,
) => {
  if (pk === undefined) return;
  for (const moment of supersededMoments(entityCodec, { before, after }, nowMs)) {
    history.add(connection, pk, moment);
  }
};

/** Attributes whose instances differ, by expanded name. */
const changedAttributes = (
  before: StoredEntity | undefined,
  after: Entity | undefined,
): readonly string[] => {
  const names = new Set(before?.attributeNames().map(entityCodec.expandedName));
  for (const name in after?.attributes) names.add(name);
  return [...names].filter((name) => before?.holds(name, after?.attributes[name]) !== true);
};

const addEntity = (writing: Writing, { step, pk: gonePk }: Decision, after: Entity): void => {
  const { connection, index, nextWriteId, dictionaries } = writing;
  const { doc, sys, isTransient } = entityCodec.toRow(after, nextWriteId());
  const shape = dictionaries.shapes.keyOf(connection, step.tenant, after);
  if (gonePk !== undefined) {
    connection
      .prepare('UPDATE entities SET doc = ?, sys = ?, shape = ? WHERE pk = ?')
      .run(doc, sys, shape, gonePk);
  }
  const pk =
    gonePk ??
    Number(
      connection
        .prepare('INSERT INTO entities (tenant, id, doc, sys, shape) VALUES (?, ?, ?, ?, ?)')
        .run(step.tenant, step.entityId, doc, sys, shape).lastInsertRowid,
    );
  writeTypes(writing, { tenant: step.tenant, pk }, after.types);
  writeLocation(connection, pk, undefined, after.attributes[LOCATION]);
  index.update(connection, step.tenant, pk, { after });
  if (isTransient) rememberEnds(writing, pk, after);
};

/** So that what ends by itself is removed then (§4.22). */
const rememberEnds = ({ connection, soonest }: Writing, pk: number, after: Entity): void => {
  const ends = endings(after);
  writeEndings(connection, pk, ends);
  for (const { atMs } of ends) soonest?.note(atMs);
};

interface Change {
  readonly before: StoredEntity;
  readonly after: Entity;
}

const updateEntity = (writing: Writing, decision: Decision, { before, after }: Change): void => {
  const { connection, index, nextWriteId, dictionaries } = writing;
  const { step, pk = 0 } = decision;
  const { doc, sys, isTransient } = entityCodec.toRow(after, nextWriteId(), before);
  const shape = dictionaries.shapes.keyOf(connection, step.tenant, after);
  // Naming the column would make SQLite rewrite its index entry.
  if (shape === decision.shape) {
    connection.prepare('UPDATE entities SET doc = ?, sys = ? WHERE pk = ?').run(doc, sys, pk);
  } else {
    connection
      .prepare('UPDATE entities SET doc = ?, sys = ?, shape = ? WHERE pk = ?')
      .run(doc, sys, shape, pk);
  }
  if (before.entity.types.join('\n') !== after.types.join('\n')) {
    const owner = { tenant: step.tenant, pk };
    removeTypes(writing, owner, before.entity.types);
    writeTypes(writing, owner, after.types);
  }
  const location = after.attributes[LOCATION];
  if (!before.holds(LOCATION, location)) {
    writeLocation(connection, pk, before.instancesOf(LOCATION), location);
  }
  index.update(connection, step.tenant, pk, { before, after });
  if (isTransient) rememberEnds(writing, pk, after);
};

const removeEntity = (writing: Writing, { step, pk, before }: Decision): void => {
  if (pk === undefined || before === undefined) return;
  const { connection, index } = writing;
  index.update(connection, step.tenant, pk, { before });
  writeLocation(connection, pk, before.instancesOf(LOCATION), undefined);
  removeTypes(writing, { tenant: step.tenant, pk }, before.entity.types);
  connection.prepare("UPDATE entities SET doc = NULL, sys = '' WHERE pk = ?").run(pk);
};

interface Owner {
  readonly tenant: string;
  readonly pk: number;
}

const writeTypes = (
  { connection, dictionaries }: Writing,
  { tenant, pk }: Owner,
  types: readonly string[],
): void => {
  const insert = connection.prepare('INSERT OR IGNORE INTO entity_types (type, pk) VALUES (?, ?)');
  for (const type of types) insert.run(dictionaries.types.keyOf(connection, tenant, type), pk);
};

const removeTypes = (
  { connection, dictionaries }: Writing,
  { tenant, pk }: Owner,
  types: readonly string[],
): void => {
  const remove = connection.prepare('DELETE FROM entity_types WHERE type = ? AND pk = ?');
  for (const type of types) remove.run(dictionaries.types.keyOf(connection, tenant, type), pk);
};
