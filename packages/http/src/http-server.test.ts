import { get } from 'node:http';
import { connect } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { DomainError, silentLogger } from '@allmende/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpServer, type HttpServer, type RequestFacts } from './http-server.ts';
import { problemJson } from './problem-json.ts';
import type { Route } from './route.ts';

const conflict = { code: 'taken', title: 'Taken.', category: 'conflict' } as const;

const flood = { sentMegabytes: 0, isEnded: false };

const routes: readonly Route[] = [
  {
    method: 'GET',
    path: '/flood',
    errors: problemJson,
    handle: () => ({
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
      stream: async (send, signal) => {
        while (!signal.aborted && flood.sentMegabytes < 200) {
          send('x'.repeat(1024 * 1024));
          flood.sentMegabytes += 1;
          await setImmediate();
        }
        flood.isEnded = true;
      },
    }),
  },
  {
    method: 'POST',
    path: '/late',
    errors: problemJson,
    handle: async ({ text }) => {
      await setTimeout(200);
      return { status: 200, body: await text() };
    },
  },
  {
    method: 'POST',
    path: '/echo/:id',
    query: ['known'],
    errors: problemJson,
    handle: async ({ params, text }) => ({ status: 200, body: `${params['id'] ?? ''}:${await text()}` }),
  },
  {
    method: 'GET',
    path: '/conflict',
    errors: problemJson,
    handle: () => {
      throw new DomainError(conflict, 'It is taken.', { findings: [{ pointer: '/id', detail: 'is taken' }] });
    },
  },
  {
    method: 'GET',
    path: '/events',
    errors: problemJson,
    handle: () => ({
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
      stream: (send, signal) =>
        new Promise((resolve) => {
          send('data: first\n\n');
          signal.addEventListener('abort', () => resolve(), { once: true });
        }),
    }),
  },
  {
    method: 'GET',
    path: '/hello',
    errors: problemJson,
    handle: () => ({ status: 200, headers: { 'content-type': 'text/plain' }, body: 'hello' }),
  },
  {
    method: 'GET',
    path: '/broken',
    errors: problemJson,
    handle: () => {
      throw new Error('secret inside');
    },
  },
];

describe('the HTTP server', () => {
  let server: HttpServer;
  let base: string;
  beforeEach(async () => {
    server = createHttpServer({ routes, logger: silentLogger, maxBodyBytes: 100 });
    base = `http://127.0.0.1:${(await server.listen(0, '127.0.0.1')).port}`;
  });
  afterEach(() => server.close());

  const post = (path: string, body: string | Uint8Array<ArrayBuffer>): Promise<Response> =>
    fetch(base + path, { method: 'POST', body });

  it('writes the names of headers as specifications do, for clients that compare them letter by letter', async () => {
    const names = await new Promise<readonly string[]>((resolve) => {
      get(`${base}/hello`, (response) => {
        response.resume();
        resolve(response.rawHeaders.filter((_, index) => index % 2 === 0));
      });
    });
    expect(names).toEqual(expect.arrayContaining(['Content-Type', 'Content-Length']));
    expect(names.filter((name) => name === name.toLowerCase())).toEqual([]);
  });

  it('decodes path parameters and reads the body', async () => {
    expect(await (await post('/echo/urn%3Aa%2Fb?known=1', 'hällo')).text()).toBe('urn:a/b:hällo');
  });

  it('refuses unknown query parameters and names them', async () => {
    const answer = await post('/echo/1?unknown=1', '');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ pointer: 'unknown' }] });
  });

  it('answers a domain error with its status, format and findings', async () => {
    const answer = await fetch(`${base}/conflict`);
    expect(answer.status).toBe(409);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ detail: 'It is taken.', errors: [{ pointer: '/id' }] });
  });

  it('tells nothing of an unexpected error', async () => {
    const answer = await fetch(`${base}/broken`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret');
  });

  it('tells of each finished request by its pattern and the code of its problem', async () => {
    const told: RequestFacts[] = [];
    const observed = createHttpServer({ routes, logger: silentLogger, onRequest: (fact) => told.push(fact) });
    const { port } = await observed.listen(0, '127.0.0.1');
    const ids: unknown[] = [];
    for (const path of ['/hello', '/conflict', '/nowhere']) {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`);
      if (!answer.ok) ids.push(((await answer.json()) as { instance: string }).instance);
    }
    await observed.close();
    expect(told.map(({ route, status, code }) => [route, status, code])).toEqual([
      ['/hello', 200, undefined],
      ['/conflict', 409, 'taken'],
      ['not-found', 404, 'route-not-found'],
    ]);
    expect(told.slice(1).map(({ id }) => id)).toEqual(ids);
  });

  it('refuses a body over the limit with 413 and stays up', async () => {
    expect((await post('/echo/1', 'x'.repeat(101))).status).toBe(413);
    expect((await post('/echo/1', 'x')).status).toBe(200);
  });

  it('refuses a chunked body over the limit with 413', async () => {
    for (const size of [150, 5000]) {
      const body = new Blob(['x'.repeat(size)]).stream();
      const answer = await fetch(`${base}/echo/1`, { method: 'POST', body, duplex: 'half' } as RequestInit);
      expect(answer.status).toBe(413);
    }
  });

  it('refuses text that is not UTF-8, in the body and in the address', async () => {
    expect((await post('/echo/1', new Uint8Array([0xff, 0xfe]))).status).toBe(400);
    expect((await fetch(`${base}/echo/%ff`)).status).toBe(400);
  });

  it('answers 404 for unknown addresses and 405 with Allow for unknown methods', async () => {
    expect((await fetch(`${base}/nowhere`)).status).toBe(404);
    const answer = await fetch(`${base}/echo/1`);
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('answers HEAD from GET without the body', async () => {
    const answer = await fetch(`${base}/hello`, { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([
      200,
      '5',
      '',
    ]);
  });

  it('names a problem by an address on the server', async () => {
    const answer = await fetch(`${base}/conflict`);
    expect(await answer.json()).toMatchObject({ type: '/problems#taken' });
  });

  /** Sends the head of a request and a part of its body, then hangs up. */
  const hangUp = (path: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(base).port), '127.0.0.1', () => {
        socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nhalf`, () => {
          void setTimeout(50).then(() => socket.destroy());
        });
      });
      socket.once('close', () => {
        resolve();
      });
      socket.once('error', reject);
    });

  it.each(['/echo/1', '/late'])('ends the request of a client that goes away midway (%s)', async (path) => {
    const told: (string | undefined)[] = [];
    const failures: string[] = [];
    const logger = { ...silentLogger, error: (text: string) => failures.push(text) };
    await server.close();
    server = createHttpServer({ routes, logger, onRequest: ({ code }) => told.push(code) });
    base = `http://127.0.0.1:${(await server.listen(0, '127.0.0.1')).port}`;
    await hangUp(path);
    await expect.poll(() => told).toEqual(['body-incomplete']);
    expect(failures).toEqual([]);
  });

  it('lets a client go that does not take its stream', async () => {
    const socket = connect(Number(new URL(base).port), '127.0.0.1');
    socket.write('GET /flood HTTP/1.1\r\nHost: x\r\n\r\n');
    socket.pause();
    await expect.poll(() => flood.isEnded, { timeout: 5000 }).toBe(true);
    expect(flood.sentMegabytes).toBeLessThan(100);
    socket.destroy();
  });

  it('streams events and ends the stream when the server closes', async () => {
    const answer = await fetch(`${base}/events`);
    const reader = answer.body?.getReader();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value)).toBe('data: first\n\n');
    await server.close();
    expect((await reader?.read())?.done).toBe(true);
  });
});

describe('a route that is not for every request to its address', () => {
  it('leaves the others to what answers pages', async () => {
    const shared: Route = {
      method: 'GET',
      path: '/things/:id',
      query: [],
      errors: problemJson,
      isFor: ({ headers }) => headers.accept === 'text/turtle',
      handle: ({ params }) => ({ status: 200, body: `data of ${params['id'] ?? ''}` }),
    };
    const fallback = ({ path }: { readonly path: string }) =>
      path === '/things/a' ? { status: 200, body: 'page' } : undefined;
    const server = createHttpServer({ routes: [shared], logger: silentLogger, fallback });
    const { port } = await server.listen(0, '127.0.0.1');
    const ask = async (path: string, accept: string) => {
      const response = await fetch(`http://127.0.0.1:${String(port)}${path}`, { headers: { accept } });
      return [response.status, (await response.text()).slice(0, 20)];
    };
    expect(await ask('/things/a', 'text/turtle')).toEqual([200, 'data of a']);
    expect(await ask('/things/a?page=2', 'text/html')).toEqual([200, 'page']);
    expect((await ask('/things/a?page=2', 'text/turtle'))[0]).toBe(400);
    expect((await ask('/things/b', 'text/html'))[0]).toBe(404);
    await server.close();
  });
});
