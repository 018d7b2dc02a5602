import { problemJson, type Answer, type ApiRequest, type Route } from '@allmende/http';
import type { Clock } from '@allmende/kernel';
import { readDashboard, type Dashboard } from './dashboard.ts';
import {
  json,
  pageParameters,
  readIfMatch,
  readJson,
  readPage,
  readTenant,
  requireVersion,
} from './read-request.ts';
import type { DashboardStore } from './stores/dashboard-store.ts';

interface Parts {
  readonly store: DashboardStore;
  readonly clock: Clock;
  readonly newId: () => string;
}

const path = '/api/dashboards';

const answer = (status: number, dashboard: Dashboard): Answer =>
  json(status, dashboard, {
    etag: `"${String(dashboard.version)}"`,
    ...(status === 201 ? { location: `${path}/${dashboard.id}` } : {}),
  });

const isoNow = (clock: Clock): string => new Date(clock.now()).toISOString();

const list = async ({ store }: Parts, { query }: ApiRequest): Promise<Answer> => {
  const { members, count } = await store.list({ tenant: readTenant(query), ...readPage(query) });
  return json(200, { dashboards: members, count });
};

const create = async ({ store, clock, newId }: Parts, request: ApiRequest): Promise<Answer> => {
  const { id = newId(), tenant, title, tiles } = readDashboard(await readJson(request));
  const dashboard: Dashboard = { id, tenant, title, tiles, version: 1, modifiedAt: isoNow(clock) };
  await store.insert(dashboard);
  return answer(201, dashboard);
};

const replace = async ({ store, clock }: Parts, request: ApiRequest): Promise<Answer> => {
  const { id = '' } = request.params;
  const { tenant, title, tiles, version } = readDashboard(await readJson(request), id);
  const expected = requireVersion(request, version);
  const modifiedAt = isoNow(clock);
  const dashboard: Dashboard = { id, tenant, title, tiles, version: expected + 1, modifiedAt };
  await store.replace(dashboard, expected);
  return answer(200, dashboard);
};

const remove = async ({ store }: Parts, request: ApiRequest): Promise<Answer> => {
  await store.remove(request.params['id'] ?? '', readIfMatch(request));
  return { status: 204 };
};

/** Dashboards that clerks compose; the address of one is the link to share. */
export const dashboardRoutes = (parts: Parts): readonly Route[] => {
  const errors = problemJson;
  const one = `${path}/:id`;
  return [
    {
      method: 'GET',
      path,
      query: ['tenant', ...pageParameters],
      errors,
      handle: (request) => list(parts, request),
    },
    { method: 'POST', path, query: [], errors, handle: (request) => create(parts, request) },
    {
      method: 'GET',
      path: one,
      query: [],
      errors,
      handle: async ({ params }) => answer(200, await parts.store.find(params['id'] ?? '')),
    },
    { method: 'PUT', path: one, query: [], errors, handle: (request) => replace(parts, request) },
    { method: 'DELETE', path: one, query: [], errors, handle: (request) => remove(parts, request) },
  ];
};
