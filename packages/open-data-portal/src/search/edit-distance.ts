/**
 * How many letters have to be added, left out, exchanged or swapped with their neighbour to make one word of another
 * (optimal string alignment); gives up with `Infinity` beyond `most`.
 */
export const editDistance = (from: string, to: string, most: number): number => {
  if (Math.abs(from.length - to.length) > most) return Infinity;
  const width = to.length + 1;
  const table = new Uint16Array((from.length + 1) * width);
  const at = (row: number, column: number): number => table[row * width + column] ?? 0;
  for (let row = 0; row <= from.length; row += 1) {
    for (let column = 0; column < width; column += 1)
      table[row * width + column] = row * column === 0 ? row + column : step(from, to, { row, column, at });
  }
  const distance = at(from.length, to.length);
  return distance > most ? Infinity : distance;
};

interface Cell {
  readonly row: number;
  readonly column: number;
  readonly at: (row: number, column: number) => number;
}

const step = (from: string, to: string, { row, column, at }: Cell): number => {
  const isSame = from[row - 1] === to[column - 1];
  const isSwap =
    row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
  return Math.min(
    at(row - 1, column) + 1,
    at(row, column - 1) + 1,
    at(row - 1, column - 1) + (isSame ? 0 : 1),
    isSwap ? at(row - 2, column - 2) + 1 : Infinity,
  );
};

/** Typing errors that a word of this length is forgiven. */
export const toleranceFor = (word: string): number => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);
