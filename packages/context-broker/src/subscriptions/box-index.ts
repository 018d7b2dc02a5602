import RBush from 'rbush';
import type { Bounds } from '../query-language/geometry.ts';

interface Item<Entry> extends Bounds {
  readonly entry: Entry;
}

const isSame = <Entry>(one: Item<Entry>, other: Item<Entry>): boolean =>
  one.entry === other.entry &&
  one.minX === other.minX &&
  one.maxX === other.maxX &&
  one.minY === other.minY &&
  one.maxY === other.maxY;

/** Entries by the boxes that they stand for; an entry may have several. */
export class BoxIndex<Entry> {
  readonly #tree = new RBush<Item<Entry>>();
  #size = 0;

  get isEmpty(): boolean {
    return this.#size === 0;
  }

  add(box: Bounds, entry: Entry): void {
    this.#tree.insert({ ...box, entry });
    this.#size += 1;
  }

  remove(box: Bounds, entry: Entry): void {
    this.#tree.remove({ ...box, entry }, isSame);
    this.#size -= 1;
  }

  /** Entries with a box that touches the given one. */
  collect(box: Bounds, found: Set<Entry>): void {
    for (const { entry } of this.#tree.search(box)) found.add(entry);
  }
}
