import { problemJson, type Route } from '@allmende/http';
import type { TenantStore } from './tenant-store.ts';

/** Which tenants there are, for pages to choose from; NGSI-LD has no operation for it. The default one is ''. */
export const tenantListRoute = (tenants: TenantStore): Route => ({
  method: 'GET',
  path: '/api/tenants',
  query: [],
  errors: problemJson,
  handle: () => ({
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify({ tenants: tenants.list() }),
  }),
});
