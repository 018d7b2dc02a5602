export type NumberParser = (text: string) => number | undefined;

const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const WITH_COMMA = /^[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d*)?(?:[eE][+-]?\d{1,3})?$/;

const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);

/** Reads 1234.5; no thousands separators, because "1,234" would be ambiguous. */
export const parseNumber: NumberParser = (text) => (PLAIN.test(text) ? finite(Number(text)) : undefined);

/** Reads 1.234,5 and 1234,5; a point is only taken as thousands separator, so that 1.5 is refused. */
export const parseNumberWithComma: NumberParser = (text) =>
  WITH_COMMA.test(text) ? finite(Number(text.replaceAll('.', '').replace(',', '.'))) : undefined;
