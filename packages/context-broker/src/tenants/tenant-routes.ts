import type { Answer, ApiRequest, Route } from '@allmende/http';
import { DomainError } from '@allmende/kernel';
import { tenantOf } from '../entities/request-context.ts';
import { brokerProblems } from '../problems.ts';
import type { TenantStore } from './tenant-store.ts';

/** Operations that bring a tenant into being (§5.5.10); every other one needs it to exist. */
const creating: ReadonlySet<string> = new Set(
  [
    'entities',
    'entityOperations/create',
    'entityOperations/upsert',
    'temporal/entities',
    'subscriptions',
    'csourceRegistrations',
    'csourceSubscriptions',
    'jsonldContexts',
  ].map((path) => `POST /ngsi-ld/v1/${path}`),
);

/** What may be asked of a tenant that does not exist, as there is nothing in it (§5.5.10 recommends more, where it helps). */
const tolerant: ReadonlySet<string> = new Set(['GET /ngsi-ld/v1/jsonldContexts']);

const refuseUnknown = (tenants: TenantStore, tenant: string): void => {
  if (tenants.has(tenant)) return;
  throw new DomainError(brokerProblems.nonexistentTenant, `Tenant ${tenant} does not exist.`);
};

/** Whether a request that must tell the length of its body does not (§6.3.4). */
const lacksLength = ({ method, headers }: ApiRequest): boolean =>
  (method === 'POST' || method === 'PATCH' || method === 'PUT') && headers['content-length'] === undefined;

/**
 * What all operations have in common (§6.3.4, §6.3.14): a body needs its length, the tenant must exist unless
 * the operation creates something in it, and answers repeat the tenant.
 */
export const withTenants = (tenants: TenantStore, routes: readonly Route[]): readonly Route[] =>
  routes.map((route) => {
    const operation = `${route.method} ${route.path}`;
    const isCreating = creating.has(operation);
    const handle = async (request: ApiRequest): Promise<Answer> => {
      if (lacksLength(request)) return { status: 411 };
      const tenant = tenantOf(request);
      if (!isCreating && !tolerant.has(operation)) refuseUnknown(tenants, tenant);
      const answer = await route.handle(request);
      if (isCreating && answer.status < 400) await tenants.register(tenant);
      return answer;
    };
    return { ...route, echoes: ['NGSILD-Tenant'], handle };
  });
