import { instantMs } from '../entities/date-time.ts';
import type { Entity } from '../entities/entity.ts';
import { boundsOf, isGeometry, type Bounds } from '../query-language/geometry.ts';
import { comparablesAt } from '../query-language/matches.ts';
import type { AttributePath } from '../query-language/query.ts';
import type { AccessPath, Scalar, Scale } from './access-path.ts';
import { BoxIndex } from './box-index.ts';

/** Rounding of logarithms must not hide what lies on the border of a range. */
const margin = 1e-9;

/** Numbers of any size in a narrow space, where widths of ranges can still be told apart. */
const scaled = (value: number): number =>
  Number.isFinite(value) ? Math.sign(value) * Math.log1p(Math.abs(value)) : Math.sign(value) * 1000;

const boxOf = (from: number, to: number): Bounds => ({
  minX: scaled(from) - margin,
  maxX: scaled(to) + margin,
  minY: 0,
  maxY: 1,
});

const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** Attributes whose times every entity has, though they are none of its attributes. */
const ownTimes: ReadonlySet<string> = new Set(
  ['createdAt', 'modifiedAt'].map((name) => `https://uri.etsi.org/ngsi-ld/${name}`),
);

const addTo = <Key, Entry>(sets: Map<Key, Set<Entry>>, key: Key, entry: Entry): void => {
  sets.set(key, (sets.get(key) ?? new Set<Entry>()).add(entry));
};

const removeFrom = <Key, Entry>(sets: Map<Key, Set<Entry>>, key: Key, entry: Entry): void => {
  const entries = sets.get(key);
  entries?.delete(entry);
  if (entries?.size === 0) sets.delete(key);
};

const collectAll = <Entry>(entries: Iterable<Entry> | undefined, found: Set<Entry>): void => {
  if (entries === undefined) return;
  for (const entry of entries) found.add(entry);
};

/** Entries by what an attribute path leads to. */
class PathIndex<Entry> {
  readonly path: AttributePath;
  /** A map takes 0 and -0 for the same, as a comparison does. */
  readonly equal = new Map<Scalar, Set<Entry>>();
  readonly ranges: Readonly<Record<Scale, BoxIndex<Entry>>> = {
    number: new BoxIndex(),
    time: new BoxIndex(),
  };

  constructor(path: AttributePath) {
    this.path = path;
  }

  get isEmpty(): boolean {
    return this.equal.size === 0 && this.ranges.number.isEmpty && this.ranges.time.isEmpty;
  }

  collect(entity: Entity, found: Set<Entry>): void {
    const { number, time } = this.ranges;
    for (const value of comparablesAt(entity, this.path)) {
      if (!isScalar(value)) continue;
      collectAll(this.equal.get(value), found);
      if (typeof value === 'number' && !number.isEmpty) number.collect(boxOf(value, value), found);
      if (typeof value !== 'string' || time.isEmpty) continue;
      const instant = instantMs(value);
      if (!Number.isNaN(instant)) time.collect(boxOf(instant, instant), found);
    }
  }
}

/** Entries by the path that leads to them; those without one are found always. */
export class AccessIndex<Entry> {
  readonly #always = new Set<Entry>();
  /** By the first name of a path, then by the whole. */
  readonly #values = new Map<string, Map<string, PathIndex<Entry>>>();
  readonly #places = new Map<string, BoxIndex<Entry>>();
  /** By length, then by the prefix of the id. */
  readonly #prefixes = new Map<number, Map<string, Set<Entry>>>();

  get isEmpty(): boolean {
    return [this.#always, this.#values, this.#places, this.#prefixes].every(({ size }) => size === 0);
  }

  add(access: AccessPath | undefined, entry: Entry): void {
    switch (access?.kind) {
      case undefined:
        this.#always.add(entry);
        return;
      case 'equal':
        addTo(this.#pathIndex(access.path).equal, access.value, entry);
        return;
      case 'range':
        this.#pathIndex(access.path).ranges[access.scale].add(boxOf(access.from, access.to), entry);
        return;
      case 'place': {
        const places = this.#places.get(access.geoproperty) ?? new BoxIndex<Entry>();
        places.add(access.bounds, entry);
        this.#places.set(access.geoproperty, places);
        return;
      }
      case 'prefix': {
        const { length } = access.prefix;
        const prefixes = this.#prefixes.get(length) ?? new Map<string, Set<Entry>>();
        addTo(prefixes, access.prefix, entry);
        this.#prefixes.set(length, prefixes);
      }
    }
  }

  /** Takes away what was added with the same path. */
  remove(access: AccessPath | undefined, entry: Entry): void {
    switch (access?.kind) {
      case undefined:
        this.#always.delete(entry);
        return;
      case 'equal':
        removeFrom(this.#pathIndex(access.path).equal, access.value, entry);
        this.#forgetEmpty(access.path);
        return;
      case 'range':
        this.#pathIndex(access.path).ranges[access.scale].remove(boxOf(access.from, access.to), entry);
        this.#forgetEmpty(access.path);
        return;
      case 'place': {
        const places = this.#places.get(access.geoproperty);
        places?.remove(access.bounds, entry);
        if (places?.isEmpty === true) this.#places.delete(access.geoproperty);
        return;
      }
      case 'prefix': {
        const { length } = access.prefix;
        const prefixes = this.#prefixes.get(length);
        if (prefixes !== undefined) removeFrom(prefixes, access.prefix, entry);
        if (prefixes?.size === 0) this.#prefixes.delete(length);
      }
    }
  }

  #pathIndex(path: AttributePath): PathIndex<Entry> {
    const [first = ''] = path.names;
    const text = JSON.stringify(path);
    const known = this.#values.get(first) ?? new Map<string, PathIndex<Entry>>();
    const index = known.get(text) ?? new PathIndex<Entry>(path);
    this.#values.set(first, known.set(text, index));
    return index;
  }

  #forgetEmpty(path: AttributePath): void {
    const [first = ''] = path.names;
    const known = this.#values.get(first);
    if (this.#pathIndex(path).isEmpty) known?.delete(JSON.stringify(path));
    if (known?.size === 0) this.#values.delete(first);
  }

  collect(entity: Entity, found: Set<Entry>): void {
    collectAll(this.#always, found);
    for (const [first, paths] of this.#values) {
      if (!Object.hasOwn(entity.attributes, first) && !ownTimes.has(first)) continue;
      for (const index of paths.values()) index.collect(entity, found);
    }
    for (const [geoproperty, places] of this.#places) {
      if (!Object.hasOwn(entity.attributes, geoproperty)) continue;
      for (const { value } of entity.attributes[geoproperty] ?? []) {
        const bounds = isGeometry(value) ? boundsOf(value.coordinates) : undefined;
        if (bounds !== undefined) places.collect(bounds, found);
      }
    }
    for (const [length, prefixes] of this.#prefixes)
      collectAll(prefixes.get(entity.id.slice(0, length)), found);
  }
}
