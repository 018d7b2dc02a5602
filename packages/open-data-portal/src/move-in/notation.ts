/** A term as DKAN exports it: `"Verkehr" (195)`, or an agent: `"Stadt Münster" (https://www.stadt-muenster.de)`. */
export interface Term {
  readonly name: string;
  /** Number of the term, or an address. */
  readonly key: string;
}

interface Step {
  readonly term: Term;
  /** Where the next term begins; the length of the text after the last one. */
  readonly next: number;
}

/** Looks ahead only, never back: hostile texts take no longer than others. */
const readTerm = (text: string, start: number): Step | undefined => {
  const nameEnd = text.indexOf('" (', start + 1);
  const keyEnd = nameEnd < 0 ? -1 : text.indexOf(')', nameEnd + 3);
  if (text[start] !== '"' || keyEnd < 0) return undefined;
  const key = text.slice(nameEnd + 3, keyEnd);
  if (/[\s(]/u.test(key)) return undefined;
  const separator = /^(?:,\s*|\s*$)/u.exec(text.slice(keyEnd + 1, keyEnd + 5))?.[0];
  if (separator === undefined) return undefined;
  return { term: { name: text.slice(start + 1, nameEnd).trim(), key }, next: keyEnd + 1 + separator.length };
};

/** Reads a list of terms; undefined if the text is anything else, so that nothing of it is dropped. */
export const readTerms = (text: string): readonly Term[] | undefined => {
  const trimmed = text.trim();
  const terms: Term[] = [];
  for (let at = 0; at < trimmed.length;) {
    const step = readTerm(trimmed, at);
    if (step === undefined) return undefined;
    terms.push(step.term);
    at = step.next;
  }
  return terms.length === 0 ? undefined : terms;
};

/** Removes what spreadsheets leave in cells: `_x000D_` for a carriage return. */
export const cleanText = (text: string): string =>
  text
    .replaceAll(/_x000D_\n?/giu, '\n')
    .replaceAll('\r\n', '\n')
    .trim();

const pad = (text: string): string => text.padStart(2, '0');

const isDay = (year: string, month: string, day: string): boolean => {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
};

const dateOrTime = (day: string, time: string | undefined): string =>
  time === undefined || /^00:00(:00)?$/u.test(time)
    ? day
    : `${day}T${time.length === 5 ? `${time}:00` : time}Z`;

const isoDate = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2})?))?$/u;
const germanDate = /^(\d{1,2})[./](\d{1,2})[./](\d{4})(?:[ ,T-]+(\d{2}:\d{2}(?::\d{2})?))?$/u;
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/u;

/** Reads `2018-01-01 00:00:00`, `31/12/2020`, `31.12.2020`, years, and RFC 3339; midnight means the whole day. */
export const readDate = (text: string): string | undefined => {
  const trimmed = text.trim();
  if (instant.test(trimmed)) return Number.isNaN(Date.parse(trimmed)) ? undefined : trimmed;
  if (/^\d{4}$/u.test(trimmed)) return `${trimmed}-01-01`;
  const iso = isoDate.exec(trimmed);
  const [, year = '', month = '', day = '', time] = iso ?? [];
  if (iso !== null) return isDay(year, month, day) ? dateOrTime(`${year}-${month}-${day}`, time) : undefined;
  const german = germanDate.exec(trimmed);
  if (german === null) return undefined;
  const [, d = '', m = '', y = '', clock] = german;
  return isDay(y, m, d) ? dateOrTime(`${y}-${pad(m)}-${pad(d)}`, clock) : undefined;
};

/** The address as an absolute IRI of http or https; undefined if it is none. */
export const readUrl = (text: string): string | undefined => {
  const trimmed = text.trim();
  if (!/^https?:\/\//iu.test(trimmed) || !URL.canParse(trimmed)) return undefined;
  const { href } = new URL(trimmed);
  // RFC 3987 forbids these even where browsers let them pass.
  return href.replaceAll(/["<>\\^`{|}]/gu, (character) => encodeURIComponent(character));
};

const umlauts: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** The readable last part of an address: lower case letters, digits and `-`, at most 100. */
export const slugOf = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[äöüß]/gu, (letter) => umlauts[letter] ?? letter)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .slice(0, 100)
    .replaceAll(/^-+|-+$/gu, '');
