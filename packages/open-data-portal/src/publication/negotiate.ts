/** What of a list of media types an Accept header prefers; the earlier one where it does not care. */
export const preferred = <T extends string>(
  accept: string | undefined,
  offered: readonly T[],
): T | undefined => {
  if (accept === undefined || accept.trim() === '') return offered[0];
  const ranges = accept.split(',').map((part) => {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
    const quality = parameters
      .map((text) => /^\s*q=([\d.]+)\s*$/u.exec(text)?.[1])
      .find((text) => text !== undefined);
    return { range: range.trim(), quality: quality === undefined ? 1 : Number(quality) };
  });
  const qualityOf = (type: string): number => {
    const [family = ''] = type.split('/');
    const matches = [type, `${family}/*`, '*/*'].map((range) =>
      ranges.find((entry) => entry.range === range),
    );
    return matches.find((match) => match !== undefined)?.quality ?? 0;
  };
  const rated = offered
    .map((type) => ({ type, quality: qualityOf(type) }))
    .filter(({ quality }) => quality > 0);
  return rated.toSorted((one, other) => other.quality - one.quality)[0]?.type;
};
