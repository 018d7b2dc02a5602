import { instantMs } from '../entities/date-time.ts';
import type { AttributeInstance, Attributes } from '../entities/entity.ts';
import { isObserving, isSame, momentsOfFresh, replacing, sortOut, type Fresh } from './additions.ts';
import { correctPast, readPacked, type Editing } from './postgres-history-corrections.ts';
import { streamPast } from './postgres-history-reader.ts';
import type { PastOwner } from './postgres-history-rows.ts';
import { lockSubject } from './postgres-subject.ts';
import type { Subject } from './subject.ts';

/** Whose past is written. */
export interface HistoryOwner extends PastOwner {
  readonly types: readonly string[];
}

/** What the past is written with, inside a transaction. */
export interface HistoryWriting extends Editing {
  readonly nextWriteId: () => string;
}

/** What was added, and whether its owner was unknown before. */
export interface Added {
  readonly isNew: boolean;
  readonly fresh: readonly Fresh[];
}

/** Adds past instances inside a transaction; known ones are skipped. */
export const writeHistory = async (
  writing: HistoryWriting,
  owner: HistoryOwner,
  instances: Attributes,
): Promise<Added> => {
  const { connection, rows, nextWriteId } = writing;
  const { tenant, entityId } = owner;
  const isNew = await addGone(writing, owner);
  const subject = await lockSubject(connection, owner);
  if (!isNew && subject?.current === undefined) await addTypes(writing, owner, subject?.types ?? []);
  const fresh: Fresh[] = [];
  for (const [attribute, given] of Object.entries(instances)) {
    const target: Target = { ...owner, attribute, subject: isNew ? undefined : subject };
    const unknown = await withoutKnown(writing, target, given);
    fresh.push(...unknown.map((instance) => ({ attribute, instance })));
  }
  const moments = momentsOfFresh(fresh, nextWriteId);
  await rows.add(
    connection,
    moments.map((moment) => ({ tenant, entityId, moment })),
  );
  return { isNew, fresh };
};

/** The row of an entity of which only the past is known, unless there is one. */
const addGone = async ({ connection }: HistoryWriting, owner: HistoryOwner): Promise<boolean> =>
  (await connection.run(
    `INSERT INTO entities (tenant, id, sys, types) VALUES ($1, $2, '', $3) ON CONFLICT DO NOTHING`,
    owner.tenant,
    owner.entityId,
    owner.types,
  )) === 1;

const addTypes = async (
  { connection }: HistoryWriting,
  owner: HistoryOwner,
  known: readonly string[],
): Promise<void> => {
  const types = [...new Set([...known, ...owner.types])];
  if (types.length === known.length) return;
  await connection.run(
    'UPDATE entities SET types = $3 WHERE tenant = $1 AND id = $2',
    owner.tenant,
    owner.entityId,
    types,
  );
};

interface Target extends PastOwner {
  readonly attribute: string;
  /** Undefined when the entity is new. */
  readonly subject: Subject | undefined;
}

/** Instances that are neither valid now nor in the past, each once; those of a known time replace that. */
const withoutKnown = async (
  writing: HistoryWriting,
  target: Target,
  given: readonly AttributeInstance[],
): Promise<readonly AttributeInstance[]> => {
  const { subject, attribute } = target;
  const current = subject?.current?.attributes[attribute] ?? [];
  const isPast = subject === undefined ? () => false : await knowledgeOf(writing, target, given);
  const { fresh, again } = sortOut(given, current, isPast);
  if (again.length > 0) {
    await correctPast(writing, { ...target, times: timesOf(again) }, replacing(again));
  }
  return fresh;
};

const timesOf = (instances: readonly AttributeInstance[]): readonly number[] => [
  ...new Set(
    instances.flatMap(({ observedAt }) => (observedAt === undefined ? [] : [instantMs(observedAt)])),
  ),
];

type IsPast = (instance: AttributeInstance) => boolean;

/** What the past knows of the given instances: those of their times, and those with the content of what has none. */
const knowledgeOf = async (
  writing: HistoryWriting,
  target: Target,
  given: readonly AttributeInstance[],
): Promise<IsPast> => {
  const isTimePast = await timesKnown(writing, target, timesOf(given));
  const untimed = given.filter(({ observedAt }) => observedAt === undefined);
  const known = untimed.length === 0 ? new Set() : await contentsKnown(writing, target, untimed);
  return (instance) => (instance.observedAt === undefined ? known.has(instance) : isTimePast(instance));
};

const timesKnown = async (
  { connection, series }: HistoryWriting,
  target: Target,
  times: readonly number[],
): Promise<IsPast> => {
  const { tenant, entityId, attribute } = target;
  const rows = await connection.rows(
    `SELECT DISTINCT series, at FROM history WHERE tenant = $1 AND entity = $2 AND at = ANY($4::bigint[])
     AND series = ANY(ARRAY(SELECT key FROM history_series WHERE observed && ARRAY[$3::text]))`,
    tenant,
    entityId,
    attribute,
    times,
  );
  const packed = times.length === 0 ? [] : await readPacked(connection, { ...target, times });
  const found = [
    ...rows.map(([key, at]) => ({ series: Number(key), at: Number(at) })),
    ...packed.map((one) => ({ series: one.series, at: one.row.at })),
  ];
  const known = await series.find(
    connection,
    found.map((one) => one.series),
  );
  const seriesAt = new Map(
    [...Map.groupBy(found, ({ at }) => at)].map(([at, own]) => [at, new Set(own.map((one) => one.series))]),
  );
  return (instance) => {
    const keys = seriesAt.get(instantMs(instance.observedAt ?? '')) ?? [];
    return [...keys].some((key) =>
      known.get(key)?.columns.some((column) => isObserving(column, attribute, instance)),
    );
  };
};

const contentsKnown = async (
  writing: HistoryWriting,
  { tenant, entityId, attribute }: Target,
  given: readonly AttributeInstance[],
): Promise<ReadonlySet<AttributeInstance>> => {
  const known = new Set<AttributeInstance>();
  const query = { property: 'modifiedAt', attributes: [attribute] } as const;
  for await (const page of streamPast(writing, { tenant, entityId, query })) {
    for (const instance of given)
      if (page.some((past) => isSame(past.instance, instance))) known.add(instance);
  }
  return known;
};
