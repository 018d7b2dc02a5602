import type { CompiledContext } from '@allmende/jsonld';
import { Lexer, parseExpression } from './lexer.ts';
import type { TypeSelection } from './query.ts';
import { invalidParameter } from './problems.ts';

const maxAlternatives = 500;

/** Parses an entity type selection (§4.17): `,` or `|` or, `;` and, parentheses; names are expanded. */
export const parseTypeSelection = (text: string, context: CompiledContext): TypeSelection =>
  parseExpression<TypeSelection>(new Lexer('type', text), {
    or: [',', '|'],
    and: [';'],
    term: (lexer) => {
      const name = lexer.takeMatch(/[^;,|()\s"<>]+/uy);
      if (name === '') throw lexer.error('an entity type is expected');
      return [[context.expand(name)]];
    },
    combine: (kind, children) => (kind === 'or' ? children.flat() : children.reduce(combineAll)),
  });

const combineAll = (left: TypeSelection, right: TypeSelection): TypeSelection => {
  if (left.length * right.length > maxAlternatives)
    throw invalidParameter('type', 'the type selection is too complex');
  return left.flatMap((these) => right.map((those) => [...new Set([...these, ...those])]));
};
