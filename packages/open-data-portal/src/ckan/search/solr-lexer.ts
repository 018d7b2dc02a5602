/** A piece of a Solr query; `at` is its place in the text. */
export type SolrToken =
  | { readonly kind: 'word'; readonly text: string; readonly isPattern: boolean; readonly at: number }
  | { readonly kind: 'quoted'; readonly text: string; readonly at: number }
  | {
      readonly kind: '(' | ')' | '[' | ']' | '{' | '}' | ':' | '+' | '-' | 'and' | 'or' | 'not';
      readonly at: number;
    };

/** What is wrong with a query, and where. */
export class SolrSyntaxError extends Error {
  override readonly name = 'SolrSyntaxError';
}

export const syntaxError = (detail: string, at: number): SolrSyntaxError =>
  new SolrSyntaxError(`${detail} at character ${String(at + 1)}`);

const operators: Readonly<Record<string, 'and' | 'or' | 'not'>> = {
  AND: 'and',
  OR: 'or',
  NOT: 'not',
  '&&': 'and',
  '||': 'or',
};

const single = /^[()[\]{}:]$/u;
const endsWord = /[\s()[\]{}:"]/u;

const readQuoted = (text: string, at: number): { readonly value: string; readonly end: number } => {
  let value = '';
  for (let index = at + 1; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '"') return { value, end: index + 1 };
    if (character === '\\') index += 1;
    value += text.charAt(index);
  }
  throw syntaxError('A quotation mark is not closed', at);
};

interface Word {
  readonly value: string;
  readonly isPattern: boolean;
  readonly isEscaped: boolean;
  readonly end: number;
}

/** Up to a blank or sign; a colon belongs to it within a time such as 2026-01-01T00:00:00Z. */
const readWord = (text: string, at: number): Word => {
  let value = '';
  let isPattern = false;
  let isEscaped = false;
  let index = at;
  for (; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '\\') {
      index += 1;
      isEscaped = true;
      value += text.charAt(index);
      continue;
    }
    const isInTime = character === ':' && /^\d{4}-\d\d-\d\dT\d\d(?::\d\d)?$/u.test(value);
    if (endsWord.test(character) && !isInTime) break;
    if (character === '*' || character === '?') isPattern = true;
    value += character;
  }
  return { value, isPattern, isEscaped, end: index };
};

/** A boost (`^2`) or distance (`~1`) says how to rank, not what to select. */
const withoutRank = (value: string): string => value.replace(/(?:\^\d+(?:\.\d+)?|~\d*(?:\.\d+)?)$/u, '');

const wordToken = ({ value, isPattern, isEscaped }: Word, at: number): SolrToken => {
  const operator = isEscaped || !Object.hasOwn(operators, value) ? undefined : operators[value];
  if (operator !== undefined) return { kind: operator, at };
  return { kind: 'word', text: isEscaped ? value : withoutRank(value), isPattern, at };
};

type Sign = '(' | ')' | '[' | ']' | '{' | '}' | ':';

/** The pieces of a Solr query. */
export const readSolrTokens = (text: string): readonly SolrToken[] => {
  const tokens: SolrToken[] = [];
  let index = 0;
  while (index < text.length) {
    const character = text.charAt(index);
    if (/\s/u.test(character)) index += 1;
    else if (character === '"') {
      const { value, end } = readQuoted(text, index);
      tokens.push({ kind: 'quoted', text: value, at: index });
      index = end + (/^(?:\^\d+(?:\.\d+)?|~\d+)/u.exec(text.slice(end, end + 12))?.[0].length ?? 0);
    } else if (single.test(character)) {
      tokens.push({ kind: character as Sign, at: index });
      index += 1;
    } else if ('+-!'.includes(character)) {
      tokens.push({ kind: character === '!' ? 'not' : (character as '+' | '-'), at: index });
      index += 1;
    } else {
      const word = readWord(text, index);
      tokens.push(wordToken(word, index));
      index = word.end;
    }
  }
  return tokens;
};
