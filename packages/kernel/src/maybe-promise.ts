/** What comes at once in one implementation of a port and later in another. */
export type MaybePromise<Value> = Value | Promise<Value>;

/** Goes on with a value: at once if it is there, so that what is synchronous stays so. */
export const whenDone = <Value, Next>(
  value: MaybePromise<Value>,
  next: (value: Value) => MaybePromise<Next>,
): MaybePromise<Next> => (value instanceof Promise ? value.then(next) : next(value));

/** Works on one item after the other; at once as long as the work is. */
export const inTurn = <Item>(
  items: Iterable<Item>,
  work: (item: Item) => MaybePromise<void>,
): MaybePromise<void> => {
  const iterator = items[Symbol.iterator]();
  const rest = async (first: Promise<void>): Promise<void> => {
    await first;
    for (let step = iterator.next(); step.done !== true; step = iterator.next()) await work(step.value);
  };
  for (let step = iterator.next(); step.done !== true; step = iterator.next()) {
    const made = work(step.value);
    if (made instanceof Promise) return rest(made);
  }
  return undefined;
};

/** Whether the test holds for some item; they are tried in order until it does. */
export const someInTurn = <Item>(
  items: readonly Item[],
  test: (item: Item) => MaybePromise<boolean>,
): MaybePromise<boolean> => {
  const from = (index: number): MaybePromise<boolean> => {
    for (let at = index; at < items.length; at += 1) {
      const found = test(items[at] as Item);
      if (found instanceof Promise) return found.then((is) => is || from(at + 1));
      if (found) return true;
    }
    return false;
  };
  return from(0);
};

/** Whether the test holds for every item; they are tried in order until it does not. */
export const everyInTurn = <Item>(
  items: readonly Item[],
  test: (item: Item) => MaybePromise<boolean>,
): MaybePromise<boolean> =>
  whenDone(
    someInTurn(items, (item) => whenDone(test(item), (is) => !is)),
    (isBroken) => !isBroken,
  );

/** The items for which the test holds, tried in turn. */
export const filterInTurn = <Item>(
  items: readonly Item[],
  test: (item: Item) => MaybePromise<boolean>,
): MaybePromise<readonly Item[]> => {
  const found: Item[] = [];
  const keep = (item: Item): MaybePromise<void> =>
    whenDone(test(item), (is) => {
      if (is) found.push(item);
    });
  return whenDone(inTurn(items, keep), () => found);
};

/** The value of what has to come at once. */
export const atOnce = <Value>(value: MaybePromise<Value>, what: string): Value => {
  if (value instanceof Promise) throw new Error(`${what} must be done at once.`);
  return value;
};
