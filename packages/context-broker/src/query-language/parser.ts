import type { CompiledContext } from '@allmende/jsonld';
import { instantMs, isCalendarDay } from '../entities/date-time.ts';
import { Lexer, parseExpression } from './lexer.ts';
import type { AttributePath, Comparison, QueryNode, QueryValue } from './query.ts';
import { compilePattern } from './safe-pattern.ts';

export interface ParseOptions {
  /** Attribute names (as in the query) whose text values are vocabulary terms and get expanded (§4.9 expandValues). */
  readonly expandValues?: readonly string[];
}

const operators = ['==', '!=', '<=', '>=', '<', '>', '~=', '!~='] as const satisfies readonly Comparison[];

/** Parses the q language (§4.9); rejects invalid text with a DomainError. */
export const parseQuery = (text: string, context: CompiledContext, options: ParseOptions = {}): QueryNode =>
  parseExpression<QueryNode>(new Lexer('q', text), {
    or: ['|'],
    and: [';'],
    term: (lexer) => parseTerm(lexer, context, new Set(options.expandValues)),
    combine: (kind, children) => ({ kind, children }),
  });

const parseTerm = (lexer: Lexer, context: CompiledContext, expandValues: ReadonlySet<string>): QueryNode => {
  const { path, name } = parsePath(lexer, context);
  const operator = lexer.take<Comparison>('!~=', '~=', ...operators);
  if (operator === undefined) return { kind: 'exists', path };
  if (operator === '~=' || operator === '!~=') {
    return { kind: 'compare', path, operator, value: { kind: 'text', value: parsePattern(lexer) } };
  }
  const value = parseValues(lexer, operator);
  return {
    kind: 'compare',
    path,
    operator,
    value: expandValues.has(name) ? expandValue(value, context) : value,
  };
};

const parsePath = (
  lexer: Lexer,
  context: CompiledContext,
): { readonly path: AttributePath; readonly name: string } => {
  const text = lexer.takeMatch(/[^;|(),=!<>~"[\]\s]+/uy);
  if (text === '') throw lexer.error('an attribute name is expected');
  const names = text.includes('://') ? [text] : text.split('.');
  if (names.includes('')) throw lexer.error(`"${text}" is not an attribute path`);
  const trailing: string[] = [];
  while (lexer.take('[') !== undefined) trailing.push(...parseTrailing(lexer));
  return {
    path: { names: names.map((name) => context.expand(name)), trailing },
    name: names[0] ?? '',
  };
};

const parseTrailing = (lexer: Lexer): readonly string[] => {
  const parts = lexer.takeMatch(/[^\][;|()"=<>~]+/uy).split('.');
  if (parts.includes('') || lexer.take(']') === undefined)
    throw lexer.error('a trailing path [a.b] is expected');
  return parts;
};

const parsePattern = (lexer: Lexer): string => {
  const pattern = lexer.takeString() ?? lexer.takeMatch(/(?:[^;|()\\]|\\.|\((?:[^()\\]|\\.)*\))+/suy);
  if (pattern === '') throw lexer.error('a pattern is expected');
  compilePattern(pattern, 'q');
  return pattern;
};

const parseValues = (lexer: Lexer, operator: Comparison): QueryValue => {
  const first = parseValue(lexer);
  const hasSeveral = operator === '==' || operator === '!=';
  if (hasSeveral && lexer.take('..') !== undefined) return parseRange(lexer, first);
  const values = [first];
  while (hasSeveral && lexer.take(',') !== undefined) values.push(parseValue(lexer));
  return values.length === 1 ? first : { kind: 'list', values };
};

const parseRange = (lexer: Lexer, from: QueryValue): QueryValue => {
  const to = parseValue(lexer);
  if (from.kind !== to.kind || from.kind === 'boolean')
    throw lexer.error('both ends of a range need the same kind of value');
  return { kind: 'range', from, to };
};

const numberText = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;
const dateText = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/u;
const zonedText = /^[^T]+$|(?:Z|[+-]\d{2}:?\d{2})$/u;
const timeText = /^\d{2}:\d{2}:\d{2}(?:[.,]\d+)?Z?$/u;
const uriText = /^[a-zA-Z][a-zA-Z0-9+.-]*:[^\s"<>]+$/u;

const parseValue = (lexer: Lexer): QueryValue => {
  const text = lexer.takeString();
  if (text !== undefined) return { kind: 'text', value: text };
  const word = lexer.takeMatch(/(?:(?!\.\.)[^;|(),"<>\s])+/uy);
  if (word === '') throw lexer.error('a value is expected');
  if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true' };
  if (numberText.test(word) && Number.isFinite(Number(word))) return { kind: 'number', value: Number(word) };
  if (dateText.test(word)) {
    if (!isDay(word) || Number.isNaN(instantMs(word))) throw lexer.error(`"${word}" is not a date`);
    if (!zonedText.test(word)) throw lexer.error(`"${word}" has no time zone; end it with Z or +01:00`);
    return { kind: 'time', value: word };
  }
  if (timeText.test(word)) return { kind: 'time', value: word };
  if (uriText.test(word)) return { kind: 'uri', value: word };
  throw lexer.error(`"${word}" is not a value; put text in double quotes`);
};

const isDay = (word: string): boolean =>
  isCalendarDay(Number(word.slice(0, 4)), Number(word.slice(5, 7)), Number(word.slice(8, 10)));

const expandValue = (value: QueryValue, context: CompiledContext): QueryValue => {
  if (value.kind === 'text') return { kind: 'uri', value: context.expand(value.value) };
  return value.kind === 'list'
    ? { kind: 'list', values: value.values.map((part) => expandValue(part, context)) }
    : value;
};
