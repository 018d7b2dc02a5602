import { toQuery } from './filter.ts';
import type { BrowseState } from './browse-state.ts';

export const pageSize = 20;

/** What the page's own call and the shown one have in common. */
export interface BrowseQuery {
  readonly type: string;
  readonly q?: string;
  readonly tenant: string;
}

export const queryOf = ({ tenant, type, conditions, join }: BrowseState): BrowseQuery => {
  const q = toQuery(conditions, join);
  return { tenant, type, ...(q === '' ? {} : { q }) };
};

/** The address of the NGSI-LD call that answers what the page shows (CIM 009 §6.4.3.2). */
export const callAddress = (state: BrowseState, origin: string): string => {
  const { type, q } = queryOf(state);
  const parameters = new URLSearchParams({ type });
  if (q !== undefined) parameters.set('q', q);
  parameters.set('format', 'simplified');
  parameters.set('count', 'true');
  parameters.set('limit', String(pageSize));
  if (state.page > 1) parameters.set('offset', String((state.page - 1) * pageSize));
  return `${origin}/ngsi-ld/v1/entities?${parameters.toString()}`;
};
