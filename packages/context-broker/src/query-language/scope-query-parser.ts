import { Lexer, parseExpression } from './lexer.ts';
import type { ScopeQuery } from './query.ts';

/** Parses scopeQ (§4.19): `/a/b`, `/a/#` (a and everything below), `/a/+/c`; `;` and, `,` or `|` or. */
export const parseScopeQuery = (text: string): ScopeQuery =>
  parseExpression<ScopeQuery>(new Lexer('scopeQ', text), {
    or: [',', '|'],
    and: [';'],
    term: parseScope,
    combine: (kind, children) => ({ kind, children }),
  });

const parseScope = (lexer: Lexer): ScopeQuery => {
  const text = lexer.takeMatch(/[^;,|()\s]+/uy);
  const segments = text.replace(/^\//u, '').split('/');
  const isSubtree = segments.at(-1) === '#';
  const named = isSubtree ? segments.slice(0, -1) : segments;
  const isValid = named.every((segment) => segment !== '' && (segment === '+' || !/[#+]/u.test(segment)));
  if (!isValid) throw lexer.error('a scope like /a/b, /a/+ or /a/# is expected');
  return { kind: 'scope', segments: named, subtree: isSubtree };
};

/** Whether one of the entity's scopes fits the query; `and` needs a scope for each part. */
export const matchesScopes = (scopes: readonly string[], query: ScopeQuery): boolean => {
  switch (query.kind) {
    case 'and':
      return query.children.every((child) => matchesScopes(scopes, child));
    case 'or':
      return query.children.some((child) => matchesScopes(scopes, child));
    case 'scope':
      return scopes.some((scope) =>
        isScopeWithin(scope.replace(/^\//u, '').split('/'), query.segments, query.subtree),
      );
  }
};

const isScopeWithin = (scope: readonly string[], segments: readonly string[], isSubtree: boolean): boolean =>
  (isSubtree ? scope.length >= segments.length : scope.length === segments.length) &&
  segments.every((segment, index) => segment === '+' || segment === scope[index]);
