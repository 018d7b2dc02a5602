import { instantMs } from './date-time.ts';
import type { AttributeInstance, Attributes, Entity } from './entity.ts';

type Json = Readonly<Record<string, unknown>>;

/** When an instance and its sub-attributes end (§4.22); 0 where they don't. */
export type InstanceEnd = 0 | { readonly e?: string; readonly s?: StoredEnds };

/** Stored name of an attribute → when each of its instances ends. */
export type StoredEnds = Readonly<Record<string, readonly InstanceEnd[]>>;

const endOf = ({ expiresAt, sub }: AttributeInstance, subName: (iri: string) => string): InstanceEnd => {
  if (expiresAt === undefined && sub === undefined) return 0;
  const ends = sub === undefined ? undefined : storedEnds(sub, subName);
  if (expiresAt === undefined && ends === undefined) return 0;
  return {
    ...(expiresAt === undefined ? {} : { e: expiresAt }),
    ...(ends === undefined ? {} : { s: ends }),
  };
};

/** When instances end; undefined when none does, as is nearly always so. */
export const endsOf = (
  instances: readonly AttributeInstance[],
  subName: (iri: string) => string,
): readonly InstanceEnd[] | undefined => {
  for (const { expiresAt, sub } of instances) {
    if (expiresAt === undefined && sub === undefined) continue;
    const ends = instances.map((instance) => endOf(instance, subName));
    return ends.some((end) => end !== 0) ? ends : undefined;
  }
  return undefined;
};

const storedEnds = (
  attributes: Attributes,
  nameOf: (iri: string) => string,
): Readonly<Record<string, readonly InstanceEnd[]>> | undefined => {
  const ends = Object.entries(attributes).flatMap(([iri, instances]) => {
    const own = endsOf(instances, nameOf);
    return own === undefined ? [] : [[nameOf(iri), own] as const];
  });
  return ends.length === 0 ? undefined : Object.fromEntries(ends);
};

const withEnd = (json: Json, end: InstanceEnd): Json => {
  if (end === 0) return json;
  const sub = Object.entries(end.s ?? {}).map(([name, ends]) => [name, withEnds(json[name], ends)]);
  return {
    ...json,
    ...(end.e === undefined ? {} : { expiresAt: end.e }),
    ...(Object.fromEntries(sub) as Json),
  };
};

/** Instances as stored, one or a list, with the member expiresAt where they have an end. */
export const withEnds = (json: unknown, ends: readonly InstanceEnd[]): unknown =>
  Array.isArray(json)
    ? (json as readonly Json[]).map((one, index) => withEnd(one, ends[index] ?? 0))
    : withEnd(json as Json, ends[0] ?? 0);

/** What of an entity ends, and when: an attribute (expanded name), or the entity itself. */
export interface Ending {
  readonly attribute?: string;
  readonly atMs: number;
}

const earliest = (instances: readonly AttributeInstance[]): readonly number[] =>
  instances.flatMap(({ expiresAt, sub }) => [
    ...(expiresAt === undefined ? [] : [instantMs(expiresAt)]),
    ...Object.values(sub ?? {}).flatMap(earliest),
  ]);

/** All that ends in an entity. */
export const endings = ({ expiresAt, attributes }: Entity): readonly Ending[] => [
  ...(expiresAt === undefined ? [] : [{ atMs: instantMs(expiresAt) }]),
  ...Object.entries(attributes).flatMap(([attribute, instances]) =>
    [...new Set(earliest(instances))].map((atMs) => ({ attribute, atMs })),
  ),
];

/** Whether something has ended by now. */
export const isOver = ({ expiresAt }: { readonly expiresAt?: string }, nowMs: number): boolean =>
  expiresAt !== undefined && instantMs(expiresAt) <= nowMs;

/** An instance without the sub-attributes that are over; itself when none is. */
const pruned = (instance: AttributeInstance, nowMs: number): AttributeInstance => {
  if (instance.sub === undefined) return instance;
  const sub = withoutOver(instance.sub, nowMs);
  if (sub === instance.sub) return instance;
  const { sub: _sub, ...rest } = instance;
  return Object.keys(sub).length === 0 ? rest : { ...rest, sub };
};

/** Attributes without the instances that are over; the very same when none is. */
export const withoutOver = (attributes: Attributes, nowMs: number): Attributes => {
  let isSame = true;
  const left: Record<string, readonly AttributeInstance[]> = {};
  for (const [name, instances] of Object.entries(attributes)) {
    const kept = instances.filter((instance) => !isOver(instance, nowMs)).map((one) => pruned(one, nowMs));
    const isKept = kept.length === instances.length && kept.every((one, index) => one === instances[index]);
    if (!isKept) isSame = false;
    if (kept.length > 0) left[name] = isKept ? instances : kept;
  }
  return isSame ? attributes : left;
};
