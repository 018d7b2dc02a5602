export type SortValue = string | number | null;
export type SortDirection = 'ascending' | 'descending';

/** Sorts by a value; numbers by size, texts by the alphabet of the language, missing values last. */
export const sortRows = <Row>(
  rows: readonly Row[],
  valueOf: (row: Row) => SortValue,
  direction: SortDirection,
): readonly Row[] => {
  const sign = direction === 'ascending' ? 1 : -1;
  return [...rows].sort((a, b) => compare(valueOf(a), valueOf(b), sign));
};

const compare = (a: SortValue, b: SortValue, sign: number): number => {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * String(a).localeCompare(String(b), 'de', { numeric: true });
};
