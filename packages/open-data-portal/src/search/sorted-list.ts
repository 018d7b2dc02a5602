/** More items than these are sorted with the others rather than put in their places one by one. */
const fewItems = 200;

/** Different items in order, kept so while they come and go; `compare` tells any two of them apart. */
export class SortedList<Item> {
  #items: Item[] = [];
  /** Came since the list was looked at. */
  #pending: Item[] = [];
  readonly #compare: (one: Item, other: Item) => number;

  constructor(compare: (one: Item, other: Item) => number) {
    this.#compare = compare;
  }

  get items(): readonly Item[] {
    const pending = this.#pending;
    this.#pending = [];
    if (pending.length > fewItems) this.#items = [...this.#items, ...pending].sort(this.#compare);
    else for (const item of pending) this.#items.splice(this.#placeOf(item), 0, item);
    return this.#items;
  }

  #placeOf(item: Item): number {
    let [from, to] = [0, this.#items.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      const other = this.#items[middle];
      if (other !== undefined && this.#compare(other, item) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  add(item: Item): void {
    this.#pending.push(item);
  }

  remove(item: Item): void {
    const place = this.items.length === 0 ? 0 : this.#placeOf(item);
    if (this.#items[place] === item) this.#items.splice(place, 1);
  }
}
