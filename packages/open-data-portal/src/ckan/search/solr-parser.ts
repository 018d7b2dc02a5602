import { readSolrTokens, syntaxError, type SolrToken } from './solr-lexer.ts';
import { allOf, everything, textField, type RangeEnd, type SolrQuery } from './solr-query.ts';

const maxLength = 20_000;
const maxDepth = 50;

/** A part with what stands before it: `+` (has to hold), `-` (must not), or nothing. */
interface Clause {
  readonly sign: '+' | '-' | '';
  readonly query: SolrQuery;
}

const not = (part: SolrQuery): SolrQuery => ({ kind: 'not', part });

const signed = ({ sign, query }: Clause): SolrQuery => (sign === '-' ? not(query) : query);

/** Of an OR, what has a sign holds anyhow, and of the rest one. */
const anyOf = (clauses: readonly Clause[]): SolrQuery => {
  const free = clauses.filter(({ sign }) => sign === '').map(({ query }) => query);
  const fixed = clauses.filter(({ sign }) => sign !== '').map(signed);
  const [only] = free;
  if (only === undefined || fixed.some(({ kind }) => kind !== 'not')) return allOf(fixed);
  return allOf([free.length === 1 ? only : { kind: 'or', parts: free }, ...fixed]);
};

class Parser {
  readonly #tokens: readonly SolrToken[];
  readonly #end: number;
  #index = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = readSolrTokens(text);
    this.#end = text.length;
  }

  get #next(): SolrToken | undefined {
    return this.#tokens[this.#index];
  }

  #take(kind: SolrToken['kind']): boolean {
    if (this.#next?.kind !== kind) return false;
    this.#index += 1;
    return true;
  }

  #fail(detail: string): Error {
    return syntaxError(detail, this.#next?.at ?? this.#end);
  }

  whole(): SolrQuery {
    if (this.#tokens.length === 0) return everything;
    const query = this.#group(textField);
    if (this.#next !== undefined) throw this.#fail('A bracket was never opened');
    return query;
  }

  /** Alternatives of conjunctions; parts side by side hold together, as CKAN sets `q.op=AND`. */
  #group(field: string): SolrQuery {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw this.#fail('The query is nested too deeply');
    const alternatives: Clause[] = [];
    do alternatives.push(this.#conjunction(field));
    while (this.#take('or'));
    this.#depth -= 1;
    const [only] = alternatives;
    return only !== undefined && alternatives.length === 1 ? signed(only) : anyOf(alternatives);
  }

  #conjunction(field: string): Clause {
    const clauses: Clause[] = [];
    do clauses.push(this.#clause(field));
    while (this.#take('and') || this.#isAtClause);
    const [only] = clauses;
    if (only !== undefined && clauses.length === 1) return only;
    return { sign: '', query: allOf(clauses.map(signed)) };
  }

  get #isAtClause(): boolean {
    const kind = this.#next?.kind;
    return kind !== undefined && !['or', 'and', ')', ']', '}', ':'].includes(kind);
  }

  #clause(field: string): Clause {
    if (this.#take('not') || this.#take('-')) return { sign: '-', query: signed(this.#clauseInside(field)) };
    if (this.#take('+')) return { sign: '+', query: signed(this.#clauseInside(field)) };
    return { sign: '', query: this.#primary(field) };
  }

  #clauseInside(field: string): Clause {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw this.#fail('The query is nested too deeply');
    const clause = this.#clause(field);
    this.#depth -= 1;
    return clause;
  }

  #primary(field: string): SolrQuery {
    const token = this.#next;
    if (token?.kind === 'word') {
      const isField = this.#tokens[this.#index + 1]?.kind === ':';
      this.#index += 1;
      if (!isField) return this.#word(field, token);
      this.#index += 1;
      return this.#primary(token.text);
    }
    if (token?.kind === 'quoted') {
      this.#index += 1;
      return { kind: 'phrase', field, value: token.text };
    }
    if (this.#take('(')) return this.#take(')') ? everything : this.#closed(field);
    if (token?.kind === '[' || token?.kind === '{') return this.#range(field);
    return this.#signedValue(field);
  }

  /** A number may have a sign: `size:-5`. */
  #signedValue(field: string): SolrQuery {
    const isNegative = this.#take('-');
    if (!isNegative && !this.#take('+')) throw this.#fail('A value is missing');
    const inner = this.#primary(field);
    return inner.kind === 'term' && isNegative ? { ...inner, value: `-${inner.value}` } : inner;
  }

  #closed(field: string): SolrQuery {
    const inner = this.#group(field);
    if (!this.#take(')')) throw this.#fail('A bracket is not closed');
    return inner;
  }

  #word(
    field: string,
    { text, isPattern }: { readonly text: string; readonly isPattern: boolean },
  ): SolrQuery {
    if (text === '*' && isPattern && (field === '*' || field === textField)) return everything;
    return { kind: 'term', field, value: text, isPattern };
  }

  #range(field: string): SolrQuery {
    const isFromIncluded = this.#take('[') || !this.#take('{');
    const from = this.#rangeValue();
    const to = this.#next;
    if (to?.kind !== 'word' || to.text !== 'TO') throw this.#fail('TO is missing in a range');
    this.#index += 1;
    const until = this.#rangeValue();
    const isToIncluded = this.#take(']');
    if (!isToIncluded && !this.#take('}')) throw this.#fail('A range is not closed');
    return {
      kind: 'range',
      field,
      from: { ...from, isIncluded: isFromIncluded },
      to: { ...until, isIncluded: isToIncluded },
    };
  }

  #rangeValue(): Pick<RangeEnd, 'value'> {
    const isNegative = this.#take('-');
    const token = this.#next;
    if (token?.kind !== 'word' && token?.kind !== 'quoted') throw this.#fail('An end of a range is missing');
    this.#index += 1;
    if (token.kind === 'word' && token.isPattern && token.text === '*') return {};
    return { value: `${isNegative ? '-' : ''}${token.text}` };
  }
}

/** Reads a query in Solr's standard syntax; fails with `SolrSyntaxError`. */
export const parseSolrQuery = (text: string): SolrQuery => {
  if (text.length > maxLength)
    throw syntaxError(`A query has at most ${String(maxLength)} characters`, maxLength);
  return new Parser(text).whole();
};
