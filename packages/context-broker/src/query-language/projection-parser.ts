import { isName } from '../entities/entity-parser.ts';
import { Lexer } from './lexer.ts';

/** What pick or omit name: a member, and within it what to take of the entity it links to (§4.21). */
export interface ProjectionTerm {
  readonly name: string;
  readonly nested?: Projection;
}

export type Projection = readonly ProjectionTerm[];

const maxDepth = 20;

/** Parses `a,b{c,d{e}}`; "|" separates as well as ",". */
export const parseProjection = (parameter: string, text: string): Projection => {
  const lexer = new Lexer(parameter, text);
  const projection = parseTerms(lexer, 0);
  if (!lexer.isAtEnd()) throw lexer.error(`unexpected "${lexer.peek()}"`);
  return projection;
};

const parseTerms = (lexer: Lexer, depth: number): Projection => {
  if (depth > maxDepth) throw lexer.error('braces are nested too deeply');
  const terms: ProjectionTerm[] = [];
  do {
    const name = lexer.takeMatch(/[^,|{}]+/uy).trim();
    if (!isName(name) || /[;=<>~!]/u.test(name)) throw lexer.error('an attribute name is expected');
    terms.push(lexer.take('{') === undefined ? { name } : { name, nested: parseNested(lexer, depth) });
  } while (lexer.take(',', '|') !== undefined);
  return terms;
};

const parseNested = (lexer: Lexer, depth: number): Projection => {
  const nested = parseTerms(lexer, depth + 1);
  if (lexer.take('}') === undefined) throw lexer.error('a closing brace is missing');
  return nested;
};

/** How many links a projection follows. */
export const depthOf = (projection: Projection): number =>
  projection.reduce(
    (depth, { nested }) => Math.max(depth, nested === undefined ? 0 : 1 + depthOf(nested)),
    0,
  );
