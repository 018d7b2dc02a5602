import { request, type IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { silentLogger } from '@allmende/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codingFor } from './compress.ts';
import { createHttpServer, type HttpServer } from './http-server.ts';
import { problemJson } from './problem-json.ts';
import type { Answer, Route } from './route.ts';

const large = JSON.stringify(
  Array.from({ length: 200 }, (_, n) => ({ id: `urn:ngsi-ld:Parkhaus:${n}`, ü: n })),
);
const json = { 'content-type': 'application/ld+json' };

const answers: Readonly<Record<string, Answer>> = {
  '/large': { status: 200, headers: { ...json, etag: '"abc"' }, body: large },
  '/bytes': { status: 200, headers: { 'content-type': 'text/css' }, body: Buffer.from(large) },
  '/small': { status: 200, headers: json, body: '{"a":1}' },
  '/image': { status: 200, headers: { 'content-type': 'image/png' }, body: Buffer.alloc(5000) },
  '/varies': { status: 200, headers: { ...json, vary: 'Accept' }, body: large },
  '/own': {
    status: 200,
    headers: { ...json, etag: '"own"', vary: 'accept-encoding', 'content-encoding': 'gzip' },
    body: gzipSync(large),
  },
  '/own-plain': { status: 200, headers: { ...json, etag: '"own"', vary: 'accept-encoding' }, body: large },
  '/events': {
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    stream: (send) => {
      send(`data: ${large}\n\n`);
      return Promise.resolve();
    },
  },
};

const routes = Object.entries(answers).map(([path, answer]): Route => ({
  method: 'GET',
  path,
  errors: problemJson,
  handle: () => answer,
}));

describe('the coding of an answer', () => {
  it.each([
    ['gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['br;q=0.5, gzip', 'gzip'],
    ['BR', 'br'],
    ['*', 'br'],
    ['br;q=0, *;q=0.1', 'gzip'],
    ['gzip;q=0', undefined],
    ['gzip; q=x', undefined],
    ['identity, deflate', undefined],
    ['', undefined],
  ])('for "%s" is %s', (header, coding) => {
    expect(codingFor(header)).toBe(coding);
  });
});

describe('compressed answers', () => {
  let server: HttpServer;
  let port: number;
  beforeAll(async () => {
    server = createHttpServer({ routes, logger: silentLogger });
    ({ port } = await server.listen(0, '127.0.0.1'));
  });
  afterAll(() => server.close());

  /** Without a client that decodes. */
  const get = async (path: string, acceptEncoding?: string, method = 'GET') => {
    const headers = acceptEncoding === undefined ? {} : { 'accept-encoding': acceptEncoding };
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request({ port, path, method, headers }, resolve).once('error', reject).end();
    });
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    return { headers: answer.headers, body: Buffer.concat(chunks) };
  };

  it('are sent in the coding that the client takes, and say so', async () => {
    const zipped = await get('/large', 'gzip');
    expect(zipped.headers).toMatchObject({
      'content-encoding': 'gzip',
      vary: 'Accept-Encoding',
      'content-length': String(zipped.body.length),
      etag: 'W/"abc"',
    });
    expect(zipped.body.length).toBeLessThan(large.length / 4);
    expect(gunzipSync(zipped.body).toString()).toBe(large);
    const brotli = await get('/bytes', 'gzip, br');
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(brotli.body).toString()).toBe(large);
  });

  it('are left alone where the route has compressed them itself, or decided not to', async () => {
    const { headers, body } = await get('/own', 'gzip');
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding', etag: '"own"' });
    expect(gunzipSync(body).toString()).toBe(large);
    const plain = await get('/own-plain', 'gzip');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body.toString()).toBe(large);
  });

  it('are announced the same by HEAD', async () => {
    const [asked, got] = await Promise.all([get('/large', 'gzip', 'HEAD'), get('/large', 'gzip')]);
    expect(asked.body.length).toBe(0);
    for (const name of ['content-length', 'content-encoding', 'vary', 'etag']) {
      expect(asked.headers[name]).toBe(got.headers[name]);
    }
  });

  it('are not sent to a client that does not ask; what a cache may keep says that others may', async () => {
    for (const accepted of [undefined, 'identity']) {
      const { headers, body } = await get('/large', accepted);
      expect(body.toString()).toBe(large);
      expect(headers).toMatchObject({ vary: 'Accept-Encoding', etag: '"abc"' });
      expect(headers['content-encoding']).toBeUndefined();
    }
    expect((await get('/varies', 'br')).headers['vary']).toBe('Accept, Accept-Encoding');
    expect((await get('/varies')).headers['vary']).toBe('Accept');
  });

  it.each(['/small', '/image', '/events'])('are none where it would not help (%s)', async (path) => {
    const { headers } = await get(path, 'gzip, br');
    expect([headers['content-encoding'], headers['vary']]).toEqual([undefined, undefined]);
  });
});
