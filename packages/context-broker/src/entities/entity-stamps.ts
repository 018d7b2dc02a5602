import type { AttributeInstance, Attributes, Entity } from './entity.ts';

/** Times in milliseconds since the epoch, and the id of one attribute instance. */
export interface InstanceStamp {
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly instanceId: string;
}

/** An exception as stored: created, modified, id. */
type StoredStamp = readonly [createdMs: number, modifiedMs: number, instanceId: string];

/**
 * Times and ids of an entity as stored, short because a write mostly stamps all instances alike: `w` wrote at `m`
 * every instance that `x` does not list, these exist since `f`; `c` and `n` are the entity's own times.
 */
export interface StoredStamps {
  readonly c: number;
  readonly n: number;
  readonly w: string;
  readonly m: number;
  readonly f: number;
  readonly x?: Readonly<Record<string, readonly StoredStamp[]>>;
}

/** What tells an instance from the others of the same write: its name and datasetId. */
export const instanceSuffix = (name: string, datasetId: string | undefined): string =>
  `:${encodeURIComponent(name)}${datasetId === undefined ? '' : `:${encodeURIComponent(datasetId)}`}`;

interface Stamped {
  readonly name: string;
  readonly stamps: readonly StoredStamp[];
  /** The common write of all instances, or '' when they have none. */
  readonly group: string;
}

/** A text ⇄ milliseconds converter that keeps the last pair, as most instances have the same few times. */
export interface Times {
  text(ms: number): string;
  ms(text: string): number;
}

export const createTimes = (): Times => {
  const last = { ms: Number.NaN, text: '' };
  return {
    text: (ms) => {
      if (ms !== last.ms) Object.assign(last, { ms, text: new Date(ms).toISOString() });
      return last.text;
    },
    ms: (text) => {
      if (text !== last.text) Object.assign(last, { ms: Date.parse(text), text });
      return last.ms;
    },
  };
};

const stampInstances = (
  name: string,
  instances: readonly AttributeInstance[],
  { writeId, times }: { readonly writeId: string; readonly times: Times },
): Stamped => {
  let group: string | undefined;
  const stamps = instances.map(({ createdAt, modifiedAt, datasetId, instanceId }): StoredStamp => {
    const suffix = instanceSuffix(name, datasetId);
    const id = instanceId ?? writeId + suffix;
    const stamp: StoredStamp = [times.ms(createdAt), times.ms(modifiedAt), id];
    const own = id.endsWith(suffix) ? `${stamp[0]} ${stamp[1]} ${id.slice(0, -suffix.length)}` : '';
    group = group === undefined || group === own ? own : '';
    return stamp;
  });
  return { name, stamps, group: group ?? '' };
};

/** The write that most attributes come from. */
const commonGroup = (all: readonly Stamped[]): string => {
  const counts = new Map<string, number>();
  for (const { group } of all) {
    const next = (counts.get(group) ?? 0) + 1;
    if (next === all.length) return group;
    counts.set(group, next);
  }
  counts.delete('');
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? '';
};

/** Stamps of an entity; instances without an id get one of the write `writeId`. `nameOf` gives stored names. */
export const stampEntity = (
  entity: Entity,
  parts: { readonly writeId: string; readonly times: Times; readonly nameOf: (iri: string) => string },
): StoredStamps => {
  const { times, nameOf } = parts;
  const all = Object.entries(entity.attributes as Attributes).map(([iri, instances]) =>
    stampInstances(nameOf(iri), instances, parts),
  );
  const group = commonGroup(all);
  const [f = '0', m = '0', w = ''] = group.split(' ');
  const others = all.filter((stamped) => stamped.group === '' || stamped.group !== group);
  return {
    c: times.ms(entity.createdAt),
    n: times.ms(entity.modifiedAt),
    w,
    m: Number(m),
    f: Number(f),
    ...(others.length === 0
      ? {}
      : { x: Object.fromEntries(others.map(({ name, stamps }) => [name, stamps])) }),
  };
};

/** The stamp of one instance. */
export const stampOf = (
  stored: StoredStamps,
  name: string,
  { index, datasetId }: { readonly index: number; readonly datasetId: string | undefined },
): InstanceStamp => {
  const own = stored.x?.[name]?.[index];
  if (own !== undefined) return { createdMs: own[0], modifiedMs: own[1], instanceId: own[2] };
  return {
    createdMs: stored.f,
    modifiedMs: stored.m,
    instanceId: stored.w + instanceSuffix(name, datasetId),
  };
};
