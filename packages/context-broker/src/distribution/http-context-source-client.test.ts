import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { SourceRequest } from './context-source-client.ts';
import { createHttpContextSourceClient } from './http-context-source-client.ts';

describe('The HTTP client of context sources', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  const serve = async (listener: RequestListener): Promise<string> => {
    const started = createServer(listener);
    server = started;
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
    const address = started.address();
    return `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`;
  };
  const request = (address: string, members: Partial<SourceRequest> = {}): SourceRequest => ({
    method: 'GET',
    address,
    headers: {},
    timeoutMs: 2000,
    signal: new AbortController().signal,
    ...members,
  });
  const client = createHttpContextSourceClient({ allowPrivateAddresses: true, maxBytes: 100 });

  it('sends method, headers as they are written, and body, and reads what comes back', async () => {
    const seen: unknown[] = [];
    const address = await serve((message, response) => {
      message.setEncoding('utf8');
      message.on('data', (chunk) =>
        seen.push(message.method, message.rawHeaders.includes('Via'), message.headers['via'], chunk),
      );
      message.on('end', () => {
        response.writeHead(200, { link: '<https://a.b>; rel="x"', 'ngsild-results-count': '7' }).end('[1]');
      });
    });
    const sent = { method: 'POST', headers: { Via: '1.1 me' }, body: '{}' } as const;
    expect(await client.send(request(address, sent))).toEqual({
      kind: 'answer',
      status: 200,
      body: [1],
      link: '<https://a.b>; rel="x"',
      count: 7,
    });
    expect(seen).toEqual(['POST', true, '1.1 me', '{}']);
  });

  it('takes an empty body, and an error with any text, as an answer', async () => {
    const address = await serve((message, response) => {
      response.statusCode = message.url === '/no' ? 500 : 204;
      response.end(message.url === '/no' ? 'oh no' : undefined);
    });
    expect(await client.send(request(address))).toMatchObject({
      kind: 'answer',
      status: 204,
      body: undefined,
    });
    expect(await client.send(request(`${address}/no`))).toMatchObject({ kind: 'answer', status: 500 });
  });

  it.each(['no json', `"${'x'.repeat(200)}"`])(
    'refuses an answer that is no JSON, or too large',
    async (text) => {
      const address = await serve((_message, response) => response.end(text));
      expect(await client.send(request(address))).toMatchObject({ kind: 'failure', failure: 'invalid' });
    },
  );

  it('does not wait longer than it may', async () => {
    const address = await serve(() => undefined);
    const before = performance.now();
    expect(await client.send(request(address, { timeoutMs: 100 }))).toMatchObject({ failure: 'timeout' });
    expect(performance.now() - before).toBeLessThan(1500);
  });

  it('stops when nobody waits any more', async () => {
    const address = await serve(() => undefined);
    const waiting = new AbortController();
    setTimeout(() => waiting.abort(), 20);
    expect(await client.send(request(address, { signal: waiting.signal }))).toMatchObject({
      kind: 'failure',
    });
  });

  it('does not follow a source elsewhere', async () => {
    const address = await serve((_message, response) =>
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    );
    expect(await client.send(request(address))).toMatchObject({ kind: 'answer', status: 302 });
  });

  it('says when there is nobody, and does not call private networks unless it may', async () => {
    expect(await client.send(request('http://127.0.0.1:1/'))).toMatchObject({ failure: 'unreachable' });
    let calls = 0;
    const address = await serve((_message, response) => {
      calls += 1;
      response.end('[]');
    });
    const careful = createHttpContextSourceClient();
    for (const host of [
      address,
      address.replace('127.0.0.1', 'localhost'),
      'http://10.0.0.1/',
      'http://[::1]:1/',
    ])
      expect(await careful.send(request(host))).toMatchObject({
        detail: 'its address is in a private network',
      });
    expect(calls).toBe(0);
  });
});
