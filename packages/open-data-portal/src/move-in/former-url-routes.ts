import type { Answer, ApiRequest } from '@allmende/http';
import type { CatalogueStore } from '../catalogue/catalogue-store.ts';
import { formerPath } from './former-urls.ts';

/** A request before it is known what answers it. */
type Request = Pick<ApiRequest, 'method' | 'path' | 'headers' | 'query'>;

/** Addresses of DKAN and CKAN: a dataset, one of its resources (page, view, download), and a node of Drupal. */
const former = /^\/(?:(?:de|en)\/)?(?:node\/\d+|dataset\/[^/]+(?:\/resource\/[^/]+)?)(?=\/|$)/u;

const tenantOf = ({ headers, query }: Request): string => {
  const header = headers['ngsild-tenant'];
  return (typeof header === 'string' ? header : undefined) ?? query.get('tenant') ?? '';
};

/**
 * Answers addresses that entries had on the portal they came from by a redirect to their page here; undefined if the
 * address is none, or is the page itself. Ask it before the web pages are asked.
 */
export const createFormerUrlAnswer =
  ({ store }: { readonly store: Pick<CatalogueStore, 'find' | 'findByFormerUrl'> }) =>
  async (request: Request): Promise<Answer | undefined> => {
    const { method, path } = request;
    const [matched] = method === 'GET' || method === 'HEAD' ? (former.exec(path) ?? []) : [];
    if (matched === undefined) return undefined;
    const tenant = tenantOf(request);
    const [, kind, name = '', , resource] = formerPath(matched).split('/');
    const isPage = kind === 'dataset' && resource === undefined;
    const current = isPage ? await store.find(tenant, decodeURIComponent(name)) : undefined;
    // An id is a former address as well, and leads to the readable one.
    if (current?.name === decodeURIComponent(name)) return undefined;
    const record = current ?? (await store.findByFormerUrl(tenant, formerPath(matched)));
    if (record?.state !== 'published') return undefined;
    return {
      status: 301,
      // An hour: a name that changes again is not kept wrong for ever.
      headers: {
        location: `/dataset/${encodeURIComponent(record.name)}`,
        'cache-control': 'public, max-age=3600',
      },
    };
  };
