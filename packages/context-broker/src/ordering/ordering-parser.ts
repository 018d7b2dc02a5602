import type { CompiledContext } from '@allmende/jsonld';
import { isGeometry, type Geometry } from '../query-language/geometry.ts';
import type { Parameters } from '../query-language/entity-parameters.ts';
import { parseAttributePath } from '../query-language/parser.ts';
import { invalidParameter } from '../query-language/problems.ts';
import type { AttributePath } from '../query-language/query.ts';

/** One member that entities are ordered by (§4.23). */
export interface OrderTerm {
  readonly member: 'id' | 'type' | 'scope' | AttributePath;
  readonly direction: 'asc' | 'desc' | 'dist-asc' | 'dist-desc';
}

export interface Ordering {
  readonly terms: readonly OrderTerm[];
  /** Compares texts. */
  readonly compare: (left: string, right: string) => number;
  /** Where distances are measured from. */
  readonly from?: Geometry;
}

export const orderingParameters = ['orderBy', 'collation', 'orderFrom', 'orderGeometry'] as const;

const directions = ['asc', 'desc', 'dist-asc', 'dist-desc'] as const;

const parseTerm = (text: string, context: CompiledContext): OrderTerm => {
  const [member = '', given = 'asc', ...more] = text.trim().split(';');
  const direction = directions.find((known) => known === given);
  if (direction === undefined || more.length > 0)
    throw invalidParameter('orderBy', `one of ${directions.join(', ')} is expected after "${member};"`);
  if (member === 'id' || member === 'type' || member === 'scope') return { member, direction };
  return { member: parseAttributePath('orderBy', member, context), direction };
};

const byCodePoint = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** Texts are compared by code point unless a collation (BCP 47) is given (§4.23.3). */
export const parseCollation = (tag: string | undefined): Ordering['compare'] => {
  if (tag === undefined) return byCodePoint;
  try {
    return new Intl.Collator(new Intl.Locale(tag).toString()).compare;
  } catch {
    throw invalidParameter('collation', `"${tag}" is not a language tag`);
  }
};

const parseReference = ({ orderFrom, orderGeometry = 'Point' }: Parameters): Geometry | undefined => {
  if (orderFrom === undefined) return undefined;
  try {
    const geometry: unknown = { type: orderGeometry, coordinates: JSON.parse(orderFrom) as unknown };
    if (isGeometry(geometry)) return geometry;
  } catch {
    // Not JSON: refused below like any other value that is no position.
  }
  throw invalidParameter('orderFrom', `the coordinates of a ${orderGeometry} are expected`);
};

/** Reads orderBy and what belongs to it; undefined without orderBy. */
export const parseOrdering = (given: Parameters, context: CompiledContext): Ordering | undefined => {
  const { orderBy, collation } = given;
  const compare = parseCollation(collation);
  const from = parseReference(given);
  if (orderBy === undefined) return undefined;
  const terms = orderBy.split(',').map((text) => parseTerm(text, context));
  if (from === undefined && terms.some(({ direction }) => direction.startsWith('dist-')))
    throw invalidParameter('orderFrom', 'is needed to order by distance');
  return { terms, compare, ...(from === undefined ? {} : { from }) };
};
