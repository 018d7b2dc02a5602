const maxLength = 220;

/** Marks of Markdown and HTML that say nothing where a text is shown as one line. */
const marks: readonly (readonly [RegExp, string])[] = [
  [/```[^`]*```/gu, ' '],
  [/<[^<>]{0,500}>/gu, ' '],
  [/!?\[([^[\]]{0,500})\]\([^()\s]{0,2000}\)/gu, '$1'],
  [/^\s{0,3}(?:#{1,6}|>|[-*+]|\d{1,3}\.)\s+/gmu, ''],
  [/(?<![\p{L}\d\\])[*_`~]{1,3}(?=\S)|(?<=[^\s\\])[*_`~]{1,3}(?![\p{L}\d])/gu, ''],
  [/\\([!-/:-@[-`{-~])/gu, '$1'],
  [/\s+/gu, ' '],
];

/** The beginning of a description as plain text in one line, cut between words. */
export const plainSummary = (markdown: string): string => {
  // What is cut off anyway is not read; a description may be long.
  const plain = marks
    .reduce((text, [mark, instead]) => text.replaceAll(mark, instead), markdown.slice(0, 4 * maxLength))
    .trim();
  if (plain.length <= maxLength) return plain;
  const cut = plain.slice(0, maxLength);
  const lastSpace = cut.lastIndexOf(' ');
  return `${(lastSpace > maxLength / 2 ? cut.slice(0, lastSpace) : cut).replace(/[\s,;:.–-]+$/u, '')} …`;
};
