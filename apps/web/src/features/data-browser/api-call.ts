import { toQuery } from './filter.ts';
import type { BrowseState } from './browse-state.ts';

export const pageSize = 20;

/** Parameters that the page's own call and the shown one have in common. */
export const queryOf = ({
  type,
  conditions,
  join,
}: BrowseState): { readonly type: string; readonly q?: string } => {
  const q = toQuery(conditions, join);
  return { type, ...(q === '' ? {} : { q }) };
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

interface CurlOptions {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly tenant?: string;
  /** JSON. */
  readonly body?: string;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A call as a command for a POSIX shell. */
export const curlCommand = (
  address: string,
  { method = 'GET', tenant = '', body }: CurlOptions = {},
): string =>
  [
    'curl',
    ...(method === 'GET' ? [] : [`--request ${method}`]),
    `--header 'Accept: application/json'`,
    ...(tenant === '' ? [] : [`--header ${quoted(`NGSILD-Tenant: ${tenant}`)}`]),
    ...(body === undefined ? [] : [`--header 'Content-Type: application/json'`, `--data ${quoted(body)}`]),
    quoted(address),
  ].join(' ');
