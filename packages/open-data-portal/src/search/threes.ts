/** The groups of three letters that a word consists of; none of a shorter word. */
export const threesOf = (word: string): readonly string[] => [
  ...new Set(Array.from({ length: Math.max(0, word.length - 2) }, (_, at) => word.slice(at, at + 3))),
];
