/**
 * How many letters have to be added, left out, exchanged or swapped with their neighbour to make one word of another
 * (optimal string alignment); gives up with `Infinity` beyond `most`.
 */
export const editDistance = (from: string, to: string, most: number): number => {
  if (Math.abs(from.length - to.length) > most) return Infinity;
  let earlier: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const cost = from[row - 1] === to[column - 1] ? 0 : 1;
      const isSwap = row > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const ways = [
        (previous[column] ?? Infinity) + 1,
        (current[column - 1] ?? Infinity) + 1,
        (previous[column - 1] ?? Infinity) + cost,
        isSwap && column > 1 ? (earlier[column - 2] ?? Infinity) + 1 : Infinity,
      ];
      current.push(Math.min(...ways));
    }
    if (Math.min(...current) > most) return Infinity;
    [earlier, previous] = [previous, current];
  }
  const distance = previous[to.length] ?? Infinity;
  return distance > most ? Infinity : distance;
};

/** Typing errors that a word of this length is forgiven. */
export const toleranceFor = (word: string): number => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);
