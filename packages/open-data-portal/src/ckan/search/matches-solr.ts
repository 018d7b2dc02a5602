import { solrTime } from './solr-date.ts';
import { fitsWildcard } from './wildcard.ts';
import type { RangeEnd, SolrQuery } from './solr-query.ts';

/** The values of an entry by the fields of CKAN's index. */
export type SearchDocument = ReadonlyMap<string, readonly string[]>;

/** Fields of which words are sought, not the whole value. */
const wordFields = new Set([
  'text',
  'title',
  'notes',
  'author',
  'maintainer',
  'license',
  'res_name',
  'res_description',
]);

/** A text as it is compared: without case and accents, `ß` as `ss`. */
const folded = (text: string): string =>
  text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');

const wordsOf = (text: string): readonly string[] => folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];

const containsPhrase = (text: string, sought: readonly string[]): boolean => {
  const words = wordsOf(text);
  return words.some((_, start) => sought.every((word, offset) => words[start + offset] === word));
};

type Test = (document: SearchDocument) => boolean;

const someValue =
  (field: string, test: (value: string) => boolean): Test =>
  (document) =>
    (document.get(field) ?? []).some(test);

const phraseTest = (field: string, value: string): Test => {
  if (!wordFields.has(field)) return someValue(field, (stored) => stored === value);
  const sought = wordsOf(value);
  return sought.length === 0 ? () => false : someValue(field, (stored) => containsPhrase(stored, sought));
};

const termTest = (field: string, value: string, isPattern: boolean): Test => {
  if (field === '*')
    return (document) => [...document.keys()].some((name) => termTest(name, value, isPattern)(document));
  if (!isPattern) return phraseTest(field, value);
  if (/^\*+$/u.test(value)) return someValue(field, () => true);
  if (!wordFields.has(field)) {
    return someValue(field, (stored) => fitsWildcard(stored, value));
  }
  const sought = folded(value);
  return someValue(field, (stored) => wordsOf(stored).some((word) => fitsWildcard(word, sought)));
};

/** Times are compared as such, then numbers, and everything else by its characters. */
const compare = (stored: string, asked: string, nowMs: number): number => {
  const time = solrTime(asked, nowMs);
  const storedTime = time === undefined ? Number.NaN : (solrTime(stored, nowMs) ?? Number.NaN);
  if (time !== undefined && !Number.isNaN(storedTime)) return storedTime - time;
  const number = asked.trim() === '' ? Number.NaN : Number(asked);
  const storedNumber = stored.trim() === '' ? Number.NaN : Number(stored);
  if (!Number.isNaN(number) && !Number.isNaN(storedNumber)) return storedNumber - number;
  return stored < asked ? -1 : stored > asked ? 1 : 0;
};

const isBehind = (difference: number, { isIncluded }: RangeEnd): boolean =>
  isIncluded ? difference >= 0 : difference > 0;

const rangeTest = ({ field, from, to }: Extract<SolrQuery, { kind: 'range' }>, nowMs: number): Test =>
  someValue(
    field,
    (stored) =>
      (from.value === undefined || isBehind(compare(stored, from.value, nowMs), from)) &&
      (to.value === undefined || isBehind(-compare(stored, to.value, nowMs), to)),
  );

/** The query as a test of entries. */
export const solrTest = (query: SolrQuery, nowMs: number): Test => {
  switch (query.kind) {
    case 'all':
      return () => true;
    case 'term':
      return termTest(query.field, query.value, query.isPattern);
    case 'phrase':
      return phraseTest(query.field, query.value);
    case 'range':
      return rangeTest(query, nowMs);
    case 'and': {
      const tests = query.parts.map((part) => solrTest(part, nowMs));
      return (document) => tests.every((test) => test(document));
    }
    case 'or': {
      const tests = query.parts.map((part) => solrTest(part, nowMs));
      return (document) => tests.some((test) => test(document));
    }
    case 'not': {
      const test = solrTest(query.part, nowMs);
      return (document) => !test(document);
    }
    default:
      return query satisfies never;
  }
};
