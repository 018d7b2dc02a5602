import type { AttributeInstance } from './entity.ts';
import type { StoredEnds } from './expiries.ts';
import { remembering } from './stored-names.ts';

/** Times in milliseconds since the epoch, and the write that an attribute instance comes from. */
export interface InstanceStamp {
  readonly createdMs: number;
  readonly modifiedMs: number;
  /** The short id of a write (`createWriteIds`), from which the instance's id follows; or that id in full. */
  readonly write: string;
}

/** An exception as stored: created, modified, write or instance id. */
export type StoredStamp = readonly [createdMs: number, modifiedMs: number, write: string];

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
  /** When the entity, and instances of its attributes, end by themselves (§4.22). */
  readonly e?: string;
  readonly t?: StoredEnds;
  /** When the scopes were set, and by which write (§4.18). */
  readonly p?: readonly [setMs: number, write: string];
}

const prefix = 'urn:ngsi-ld:instance:';

const encoded = remembering(encodeURIComponent);

/** What tells an instance from the others of the same write: its name and datasetId. */
const suffixOf = (name: string, datasetId: string | undefined): string =>
  datasetId === undefined ? `:${encoded(name)}` : `:${encoded(name)}:${encodeURIComponent(datasetId)}`;

/** Short ids of writes have no colon, ids of instances, being URIs, have one. */
const isShort = (write: string): boolean => !write.includes(':');

/** The id of an instance (§5.2.5) by its write; `name` is the stored one. */
export const instanceIdOf = (write: string, name: string, datasetId: string | undefined): string =>
  isShort(write) ? prefix + write + suffixOf(name, datasetId) : write;

/** Whether an id that came in an address is that of an instance; some clients put it there without escaping it. */
export const isInstanceId = (given: string, id: string | undefined): boolean =>
  id !== undefined && (given === id || (id.startsWith(prefix) && given === decodeURIComponent(id)));

/** The write that an instance id tells of, or the id itself. */
export const writeOfInstanceId = (id: string, name: string, datasetId: string | undefined): string => {
  const suffix = suffixOf(name, datasetId);
  if (!id.startsWith(prefix) || !id.endsWith(suffix)) return id;
  const write = id.slice(prefix.length, -suffix.length);
  return isShort(write) ? write : id;
};

/** A text ⇄ milliseconds converter that remembers some, as most instances have the same few times. */
export interface Times {
  text(ms: number): string;
  ms(text: string): number;
}

const maxRemembered = 1000;

export const createTimes = (): Times => {
  const texts = new Map<number, string>();
  const last = { ms: Number.NaN, text: '' };
  return {
    text: (ms) => {
      const known = texts.get(ms);
      if (known !== undefined) return known;
      const text = new Date(ms).toISOString();
      if (texts.size >= maxRemembered) texts.clear();
      texts.set(ms, text);
      return text;
    },
    ms: (text) => {
      if (text !== last.text) {
        last.ms = Date.parse(text);
        last.text = text;
      }
      return last.ms;
    },
  };
};

/** An attribute may have the name of something that every object has. */
const exceptionsOf = ({ x }: StoredStamps, name: string): readonly StoredStamp[] | undefined =>
  x !== undefined && Object.hasOwn(x, name) ? x[name] : undefined;

/** The stamp of one instance; `index` is its place among those of the attribute with the stored name `name`. */
export const stampOf = (stored: StoredStamps, name: string, index: number): InstanceStamp => {
  const own = exceptionsOf(stored, name)?.[index];
  return own === undefined
    ? { createdMs: stored.f, modifiedMs: stored.m, write: stored.w }
    : { createdMs: own[0], modifiedMs: own[1], write: own[2] };
};

interface Group {
  readonly stamp: StoredStamp;
  attributes: number;
}

interface Stamped {
  readonly name: string;
  readonly group: Group | undefined;
  readonly stamps: readonly StoredStamp[];
}

/** Collects the stamps of an entity that is written, and finds what most of them have in common. */
export class StampCollector {
  readonly #writeId: string;
  readonly #times: Times;
  readonly #groups: Group[] = [];
  readonly #all: Stamped[] = [];

  /** Instances without an id get one of the write `writeId`. */
  constructor(writeId: string, times: Times) {
    this.#writeId = writeId;
    this.#times = times;
  }

  add(name: string, instances: readonly AttributeInstance[]): void {
    this.#collect(
      name,
      instances.map(({ createdAt, modifiedAt, instanceId, datasetId }): StoredStamp => [
        this.#times.ms(createdAt),
        this.#times.ms(modifiedAt),
        instanceId === undefined ? this.#writeId : writeOfInstanceId(instanceId, name, datasetId),
      ]),
    );
  }

  /** Takes over an attribute of `count` instances that this write leaves as it was. */
  carry(name: string, count: number, stored: StoredStamps): void {
    const own = exceptionsOf(stored, name);
    const common: StoredStamp = [stored.f, stored.m, stored.w];
    this.#collect(name, own ?? Array.from({ length: count }, () => common));
  }

  finish(createdAt: string, modifiedAt: string): StoredStamps {
    const common = this.#groups.reduce<Group | undefined>(
      (most, group) => (most === undefined || group.attributes > most.attributes ? group : most),
      undefined,
    );
    const [f, m, w] = common?.stamp ?? [0, 0, ''];
    const stamps = { c: this.#times.ms(createdAt), n: this.#times.ms(modifiedAt), w, m, f };
    if (common?.attributes === this.#all.length) return stamps;
    const others = this.#all.filter(({ group }) => group === undefined || group !== common);
    return others.length === 0
      ? stamps
      : { ...stamps, x: Object.fromEntries(others.map((one) => [one.name, one.stamps])) };
  }

  #collect(name: string, stamps: readonly StoredStamp[]): void {
    const [first] = stamps;
    const isAlike = first !== undefined && isShort(first[2]) && stamps.every((stamp) => isSame(stamp, first));
    this.#all.push({ name, stamps, group: isAlike ? this.#groupOf(first) : undefined });
  }

  #groupOf(stamp: StoredStamp): Group {
    const known = this.#groups.find((group) => isSame(group.stamp, stamp));
    if (known !== undefined) {
      known.attributes += 1;
      return known;
    }
    const group = { stamp, attributes: 1 };
    this.#groups.push(group);
    return group;
  }
}

const isSame = (left: StoredStamp, right: StoredStamp): boolean =>
  left === right || (left[0] === right[0] && left[1] === right[1] && left[2] === right[2]);
