import type { DomainError } from '@allmende/kernel';
import { invalidParameter } from './problems.ts';

/** Syntax tree of a regular expression without lookaround and back-references. */
export type PatternNode =
  | { readonly kind: 'test'; readonly test: (character: string) => boolean }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly part: PatternNode; readonly min: number; readonly max: number };

const maxDepth = 30;
const maxRepeat = 500;

/** Parses the common subset of regular expressions; a leading `(?i)` ignores case. */
export class PatternParser {
  private readonly text: string;
  private readonly parameter: string;
  private readonly flags: string;
  private position = 0;

  constructor(pattern: string, parameter: string) {
    this.parameter = parameter;
    this.flags = pattern.startsWith('(?i)') ? 'iu' : 'u';
    this.text = pattern.replace(/^\(\?i\)/u, '');
  }

  parse(): PatternNode {
    try {
      new RegExp(this.text, this.flags);
    } catch {
      throw this.error('the pattern is not a valid regular expression');
    }
    return this.choice(0);
  }

  private error(detail: string): DomainError {
    return invalidParameter(this.parameter, detail);
  }

  private choice(depth: number): PatternNode {
    if (depth > maxDepth) throw this.error('the pattern is nested too deeply');
    const parts = [this.sequence(depth)];
    while (this.take(/\|/uy) !== '') parts.push(this.sequence(depth));
    return { kind: 'choice', parts };
  }

  private sequence(depth: number): PatternNode {
    const parts: PatternNode[] = [];
    while (this.position < this.text.length && !/[|)]/u.test(this.text[this.position] ?? '')) {
      parts.push(this.quantified(this.atom(depth)));
    }
    return { kind: 'sequence', parts };
  }

  private quantified(part: PatternNode): PatternNode {
    const found = this.take(/(?:[*+?]|\{\d+(?:,\d*)?\})\??/uy).replace(/(?<=.)\?$/u, '');
    if (found === '') return part;
    if (found === '*') return { kind: 'repeat', part, min: 0, max: Infinity };
    if (found === '+') return { kind: 'repeat', part, min: 1, max: Infinity };
    if (found === '?') return { kind: 'repeat', part, min: 0, max: 1 };
    const [min = '0', max] = found.slice(1, -1).split(',');
    const bounds = {
      min: Number(min),
      max: max === undefined ? Number(min) : max === '' ? Infinity : Number(max),
    };
    if (bounds.min > maxRepeat || (bounds.max > maxRepeat && bounds.max !== Infinity)) {
      throw this.error(`a repetition may count to ${String(maxRepeat)}`);
    }
    return { kind: 'repeat', part, ...bounds };
  }

  private atom(depth: number): PatternNode {
    if (this.take(/\^/uy) !== '') return { kind: 'start' };
    if (this.take(/\$/uy) !== '') return { kind: 'end' };
    if (this.take(/\((?!\?)|\(\?:/uy) !== '') {
      const inner = this.choice(depth + 1);
      this.take(/\)/uy);
      return inner;
    }
    if (this.text.startsWith('(?', this.position) || /^\\[1-9kbB]/u.test(this.text.slice(this.position))) {
      throw this.error('lookaround, named groups, back-references and word boundaries are not supported');
    }
    const complex = this.take(
      /\[(?:[^\]\\]|\\.)*\]|\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|.)|\./suy,
    );
    if (complex !== '') return this.characterTest(complex);
    const literal = String.fromCodePoint(this.text.codePointAt(this.position) ?? 0);
    this.position += literal.length;
    if (this.flags === 'u') return { kind: 'test', test: (character) => character === literal };
    return this.characterTest(literal);
  }

  private characterTest(source: string): PatternNode {
    const expression = new RegExp(`^${source}$`, `${this.flags}s`);
    return { kind: 'test', test: (character) => expression.test(character) };
  }

  private take(expression: RegExp): string {
    expression.lastIndex = this.position;
    const found = expression.exec(this.text)?.[0] ?? '';
    this.position += found.length;
    return found;
  }
}
