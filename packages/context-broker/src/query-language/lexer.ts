import type { DomainError } from '@allmende/kernel';
import { invalidParameter } from './problems.ts';

const maxLength = 8192;
const maxDepth = 50;

/** Reads one query parameter from left to right; errors name the parameter and the position. */
export class Lexer {
  readonly parameter: string;
  readonly text: string;
  private position = 0;

  constructor(parameter: string, text: string) {
    this.parameter = parameter;
    this.text = text;
    if (text.length > maxLength)
      throw invalidParameter(parameter, `longer than ${String(maxLength)} characters`);
  }

  error(detail: string): DomainError {
    return invalidParameter(this.parameter, `${detail} at position ${String(this.position + 1)}`);
  }

  isAtEnd(): boolean {
    return this.position >= this.text.length;
  }

  peek(): string {
    return this.text[this.position] ?? '';
  }

  /** Takes the first of the given texts that comes next. */
  take<Text extends string>(...texts: readonly Text[]): Text | undefined {
    const found = texts.find((text) => this.text.startsWith(text, this.position));
    this.position += found?.length ?? 0;
    return found;
  }

  /** Takes what the sticky expression matches here; empty when nothing. */
  takeMatch(expression: RegExp): string {
    expression.lastIndex = this.position;
    const found = expression.exec(this.text)?.[0] ?? '';
    this.position += found.length;
    return found;
  }

  /** Takes a JSON string in double quotes. */
  takeString(): string | undefined {
    if (this.peek() !== '"') return undefined;
    const raw = this.takeMatch(/"(?:[^"\\]|\\.)*"/suy);
    if (raw === '') throw this.error('a quoted text does not end');
    try {
      return JSON.parse(
        raw.replace(/[\u0000-\u001f]/gu, (control) => JSON.stringify(control).slice(1, -1)),
      ) as string;
    } catch {
      throw this.error('a quoted text holds an unknown escape');
    }
  }
}

/** A node of a boolean expression: a term, or alternatives or conjunctions of nodes. */
export interface Grammar<Node> {
  readonly or: readonly string[];
  readonly and: readonly string[];
  readonly term: (lexer: Lexer) => Node;
  readonly combine: (kind: 'and' | 'or', children: readonly Node[]) => Node;
}

/** Parses terms joined by "and" (binds stronger) and "or", with parentheses; the whole text must be used. */
export const parseExpression = <Node>(lexer: Lexer, grammar: Grammar<Node>): Node => {
  const node = parseLevel(lexer, grammar, 'or', 0);
  if (!lexer.isAtEnd()) throw lexer.error(`unexpected "${lexer.peek()}"`);
  return node;
};

const parseLevel = <Node>(lexer: Lexer, grammar: Grammar<Node>, kind: 'and' | 'or', depth: number): Node => {
  const next = (): Node =>
    kind === 'or' ? parseLevel(lexer, grammar, 'and', depth) : parseFactor(lexer, grammar, depth);
  const first = next();
  const children = [first];
  while (lexer.take(...grammar[kind]) !== undefined) children.push(next());
  return children.length === 1 ? first : grammar.combine(kind, children);
};

const parseFactor = <Node>(lexer: Lexer, grammar: Grammar<Node>, depth: number): Node => {
  if (lexer.take('(') === undefined) return grammar.term(lexer);
  if (depth >= maxDepth) throw lexer.error('parentheses are nested too deeply');
  const node = parseLevel(lexer, grammar, 'or', depth + 1);
  if (lexer.take(')') === undefined) throw lexer.error('a closing parenthesis is missing');
  return node;
};
