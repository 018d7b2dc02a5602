/** One end of a range; undefined is open (`*`). */
export interface RangeEnd {
  readonly value?: string;
  readonly isIncluded: boolean;
}

/**
 * A query in Solr's standard syntax, as CKAN takes it in `fq` and `q`. A field that is not named is `text`, the words of
 * the whole entry.
 */
export type SolrQuery =
  | { readonly kind: 'all' }
  /** `field:value`; `*` and `?` in a value that is not quoted stand for other characters. */
  | { readonly kind: 'term'; readonly field: string; readonly value: string; readonly isPattern: boolean }
  | { readonly kind: 'phrase'; readonly field: string; readonly value: string }
  | { readonly kind: 'range'; readonly field: string; readonly from: RangeEnd; readonly to: RangeEnd }
  | { readonly kind: 'and'; readonly parts: readonly SolrQuery[] }
  | { readonly kind: 'or'; readonly parts: readonly SolrQuery[] }
  | { readonly kind: 'not'; readonly part: SolrQuery };

/** The field of words without a field. */
export const textField = 'text';

export const everything: SolrQuery = { kind: 'all' };

/** All of the parts; those that select everything are left out. */
export const allOf = (parts: readonly SolrQuery[]): SolrQuery => {
  const flat = parts
    .flatMap((part) => (part.kind === 'and' ? part.parts : [part]))
    .filter(({ kind }) => kind !== 'all');
  const [only] = flat;
  if (only === undefined) return everything;
  return flat.length === 1 ? only : { kind: 'and', parts: flat };
};

const escaped = (value: string): string => value.replaceAll(/[\\"]/gu, '\\$&');

const escapedTerm = (value: string, isPattern: boolean): string =>
  value.replaceAll(isPattern ? /[^\p{L}\p{N}_.*?-]|^-/gu : /[^\p{L}\p{N}_.-]|^-/gu, '\\$&');

const printEnd = ({ value }: RangeEnd): string => (value === undefined ? '*' : `"${escaped(value)}"`);

/** The query as text that parses to the same. */
export const printSolrQuery = (query: SolrQuery): string => {
  switch (query.kind) {
    case 'all':
      return '*:*';
    case 'term':
      return `${query.field}:${escapedTerm(query.value, query.isPattern)}`;
    case 'phrase':
      return `${query.field}:"${escaped(query.value)}"`;
    case 'range': {
      const { field, from, to } = query;
      const open = from.isIncluded ? '[' : '{';
      return `${field}:${open}${printEnd(from)} TO ${printEnd(to)}${to.isIncluded ? ']' : '}'}`;
    }
    case 'and':
      return `(${query.parts.map(printSolrQuery).join(' AND ')})`;
    case 'or':
      return `(${query.parts.map(printSolrQuery).join(' OR ')})`;
    case 'not':
      return `(*:* AND NOT ${printSolrQuery(query.part)})`;
    default:
      return query satisfies never;
  }
};
