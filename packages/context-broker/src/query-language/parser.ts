import type { CompiledContext } from '@allmende/jsonld';
import { instantMs, isCalendarDay } from '../entities/date-time.ts';
import { Lexer, parseExpression, type Grammar } from './lexer.ts';
import { invalidParameter } from './problems.ts';
import type { AttributePath, Comparison, LinkedNode, QueryNode, QueryValue } from './query.ts';
import { compilePattern } from './safe-pattern.ts';

export interface ParseOptions {
  /** Attribute names (as in the query) whose text values are vocabulary terms and get expanded (§4.9 expandValues). */
  readonly expandValues?: readonly string[];
}

const operators = ['==', '!=', '<=', '>=', '<', '>', '~=', '!~='] as const satisfies readonly Comparison[];

/** Parses the q language (§4.9) with conditions on linked entities; rejects invalid text with a DomainError. */
export const parseLinkedQuery = (
  text: string,
  context: CompiledContext,
  options: ParseOptions = {},
): LinkedNode =>
  parseExpression<LinkedNode>(new Lexer('q', text), grammarOf(context, new Set(options.expandValues)));

const hasLinks = (node: LinkedNode): boolean =>
  node.kind === 'linked' || ((node.kind === 'and' || node.kind === 'or') && node.children.some(hasLinks));

/** Whether an expression needs no other entity than the one it judges. */
export const isPlainQuery = (node: LinkedNode): node is QueryNode => !hasLinks(node);

/** Parses the q language (§4.9) without linked entities; rejects invalid text with a DomainError. */
export const parseQuery = (text: string, context: CompiledContext, options: ParseOptions = {}): QueryNode => {
  const node = parseLinkedQuery(text, context, options);
  if (isPlainQuery(node)) return node;
  throw invalidParameter('q', 'linked entities cannot be asked for here');
};

const grammarOf = (context: CompiledContext, expandValues: ReadonlySet<string>): Grammar<LinkedNode> => ({
  or: ['|'],
  and: [';'],
  term: (lexer) => parseTerm(lexer, context, expandValues),
  combine: (kind, children) => ({ kind, children }),
});

/** `{Type:condition}` after the name of a relationship. */
const parseLink = (
  lexer: Lexer,
  context: CompiledContext,
  expandValues: ReadonlySet<string>,
  depth: number,
): Pick<Extract<LinkedNode, { kind: 'linked' }>, 'types' | 'condition'> => {
  const hint = lexer.takeMatch(/[^:{}()=<>~!;|,"]+:(?!\/)/uy).slice(0, -1);
  const condition = parseTerm(lexer, context, expandValues, depth);
  return {
    ...(hint === '' ? {} : { types: hint.split(',').map((name) => context.expand(name)) }),
    condition,
  };
};

const parseTerm = (
  lexer: Lexer,
  context: CompiledContext,
  expandValues: ReadonlySet<string>,
  depth = 0,
): LinkedNode => {
  const isNegated = depth === 0 && lexer.take('!') !== undefined;
  const { path, name } = parsePath(lexer, context);
  if (isNegated) return { kind: 'absent', path };
  if (lexer.take('{') !== undefined) {
    const link = parseLink(lexer, context, expandValues, depth + 1);
    return { kind: 'linked', path, ...link };
  }
  for (let open = depth; open > 0; open -= 1) {
    if (lexer.take('}') === undefined) throw lexer.error('a closing brace is missing');
  }
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

/** Parses a path such as `address[city]` or `speed.source`, nothing before or behind it. */
export const parseAttributePath = (
  parameter: string,
  text: string,
  context: CompiledContext,
): AttributePath => {
  const lexer = new Lexer(parameter, text);
  const { path } = parsePath(lexer, context);
  if (!lexer.isAtEnd()) throw lexer.error(`unexpected "${lexer.peek()}"`);
  return path;
};

const parsePath = (
  lexer: Lexer,
  context: CompiledContext,
): { readonly path: AttributePath; readonly name: string } => {
  const text = lexer.takeMatch(/[^;|(),=!<>~"[\]{}\s]+/uy);
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

/** A term of a vocabulary may stand without quotes (§4.9, example 12). */
const termText = /^\p{L}[\p{L}\p{N}_-]*$/u;

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
  if (termText.test(word)) return { kind: 'text', value: word };
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
