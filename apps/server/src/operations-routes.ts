import { problemJson, type Answer, type Route } from '@allmende/http';

const noStore = { 'content-type': 'application/json', 'cache-control': 'no-store' };

const state = (good: boolean): Answer => ({
  status: good ? 200 : 503,
  headers: noStore,
  body: JSON.stringify({ status: good ? 'ok' : 'unavailable' }),
});

export interface OperationsDependencies {
  /** Prometheus text of all processes of the server. */
  readonly metricsText: () => Promise<string>;
  /** Whether requests can be served: the database answers and no shutdown is under way. */
  readonly isReady: () => Promise<boolean>;
}

/** What operators ask: does the process live, can it serve, and how does it do. */
export const operationsRoutes = ({ metricsText, isReady }: OperationsDependencies): readonly Route[] => [
  { method: 'GET', path: '/health', query: [], errors: problemJson, handle: () => state(true) },
  {
    method: 'GET',
    path: '/ready',
    query: [],
    errors: problemJson,
    handle: async () => state(await isReady()),
  },
  {
    method: 'GET',
    path: '/metrics',
    query: [],
    errors: problemJson,
    handle: async () => ({
      status: 200,
      headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
      body: await metricsText(),
    }),
  },
];
