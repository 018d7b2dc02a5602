import { createServer } from 'node:http';
import { createHttpServer, problemJson, type Answer, type HttpMethod, type Route } from '@allmende/http';
import { silentLogger } from '@allmende/kernel';
import fastify from 'fastify';

/**
 * One route over prepared texts, as retrieving an entity is, among as many others as the context broker has; served by
 * `own`, `fastify` or `bare`. It answers no one but `bench/router.ts`.
 *
 * Started as `router-server.ts KIND PORT`.
 */
const [kind = 'own', port = '0'] = process.argv.slice(2);

const attributes = Array.from({ length: 10 }, (_, n) => [
  `attribute${n}`,
  { type: 'Property', value: n * 1.5, observedAt: '2026-11-24T10:00:00Z', unitCode: 'CEL' },
]);
const documents = new Map(
  Array.from({ length: 10_000 }, (_, n) => {
    const id = `urn:ngsi-ld:Device:${n}`;
    return [id, JSON.stringify({ id, type: 'Device', ...Object.fromEntries(attributes) })] as const;
  }),
);

const root = '/ngsi-ld/v1';
const others: readonly (readonly [HttpMethod, string])[] = [
  'entities',
  'subscriptions',
  'csourceRegistrations',
  'csourceSubscriptions',
  'jsonldContexts',
  'temporal/entities',
].flatMap((name) => [
  ['GET', `${root}/${name}`],
  ['POST', `${root}/${name}`],
  ['PATCH', `${root}/${name}/:id`],
  ['DELETE', `${root}/${name}/:id`],
  ['PATCH', `${root}/${name}/:id/attrs/:attribute`],
]);

const headers = { 'content-type': 'application/json' };
const missing = '{"title":"There is nothing."}';

const startOwn = async (): Promise<void> => {
  const found = (body: string | undefined): Answer =>
    body === undefined ? { status: 404, headers, body: missing } : { status: 200, headers, body };
  const routes: readonly Route[] = [
    ...others.map(([method, path]): Route => ({
      method,
      path,
      errors: problemJson,
      handle: () => ({ status: 204 }),
    })),
    { method: 'GET', path: '/ready', errors: problemJson, handle: () => ({ status: 204 }) },
    {
      method: 'GET',
      path: `${root}/entities/:id`,
      query: ['attrs', 'options'],
      errors: problemJson,
      handle: ({ params }) => found(documents.get(params['id'] ?? '')),
    },
  ];
  await createHttpServer({ routes, logger: silentLogger }).listen(Number(port), '127.0.0.1');
};

const startFastify = async (): Promise<void> => {
  const server = fastify({ routerOptions: { maxParamLength: 4096 } });
  for (const [method, url] of others) {
    server.route({ method, url, handler: (_request, reply) => reply.code(204).send() });
  }
  server.get('/ready', (_request, reply) => reply.code(204).send());
  server.get<{ Params: { id: string } }>(`${root}/entities/:id`, ({ params }, reply) => {
    const body = documents.get(params.id);
    return reply
      .code(body === undefined ? 404 : 200)
      .header('content-type', 'application/json')
      .send(body ?? missing);
  });
  await server.listen({ port: Number(port), host: '127.0.0.1' });
};

const startBare = (): void => {
  createServer(({ url = '' }, response) => {
    const body = documents.get(url.slice(`${root}/entities/`.length)) ?? missing;
    response.writeHead(200, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  }).listen(Number(port), '127.0.0.1');
};

if (kind === 'own') await startOwn();
else if (kind === 'fastify') await startFastify();
else startBare();
