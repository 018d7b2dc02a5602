import { randomUUID } from 'node:crypto';
import { problemJson, type Answer, type ApiRequest, type Route } from '@allmende/http';
import { DomainError, type Clock } from '@allmende/kernel';
import { parseJson } from './body-reader.ts';
import { readDashboard, type Dashboard } from './dashboard.ts';
import { json } from './monitoring-routes.ts';
import { monitoringProblems } from './problems.ts';
import type { DashboardStore } from './sql-dashboard-store.ts';

interface Parts {
  readonly store: DashboardStore;
  readonly clock: Clock;
}

const answer = (status: number, dashboard: Dashboard): Answer =>
  json(status, dashboard, {
    etag: `"${String(dashboard.version)}"`,
    ...(status === 201 ? { location: `/api/dashboards/${dashboard.id}` } : {}),
  });

const create = async ({ store, clock }: Parts, request: ApiRequest): Promise<Answer> => {
  const draft = readDashboard(parseJson(await request.text()));
  const modifiedAt = new Date(clock.now()).toISOString();
  const dashboard: Dashboard = { ...draft, id: draft.id ?? randomUUID(), version: 1, modifiedAt };
  await store.insert(dashboard);
  return answer(201, dashboard);
};

const expectedVersion = ({ headers }: ApiRequest): number | undefined => {
  const found = /^(?:W\/)?"(\d+)"$/u.exec(headers['if-match'] ?? '');
  return found === null ? undefined : Number(found[1]);
};

const replace = async ({ store, clock }: Parts, request: ApiRequest): Promise<Answer> => {
  const draft = readDashboard(parseJson(await request.text()));
  const expected = draft.version ?? expectedVersion(request);
  if (expected === undefined) {
    throw new DomainError(monitoringProblems.invalidBody, 'The version that was changed is needed.', {
      findings: [{ pointer: '/version', detail: 'is missing' }],
    });
  }
  const modifiedAt = new Date(clock.now()).toISOString();
  const dashboard: Dashboard = {
    ...draft,
    id: request.params['id'] ?? '',
    version: expected + 1,
    modifiedAt,
  };
  await store.replace(dashboard, expected);
  return answer(200, dashboard);
};

/** Operations on saved dashboards. */
export const dashboardRoutes = (parts: Parts): readonly Route[] => {
  const errors = problemJson;
  const path = '/api/dashboards';
  return [
    { method: 'GET', path, query: [], errors, handle: () => json(200, { dashboards: parts.store.list() }) },
    { method: 'POST', path, query: [], errors, handle: (request) => create(parts, request) },
    {
      method: 'GET',
      path: `${path}/:id`,
      query: [],
      errors,
      handle: ({ params }) => answer(200, parts.store.find(params['id'] ?? '')),
    },
    { method: 'PUT', path: `${path}/:id`, query: [], errors, handle: (request) => replace(parts, request) },
    {
      method: 'DELETE',
      path: `${path}/:id`,
      query: [],
      errors,
      handle: async (request) => {
        await parts.store.remove(request.params['id'] ?? '', expectedVersion(request));
        return { status: 204 };
      },
    },
  ];
};
