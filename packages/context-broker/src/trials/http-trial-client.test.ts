import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { fixedClock } from '@allmende/kernel/testing';
import { createHttpTrialClient } from './http-trial-client.ts';
import type { TrialRequest } from './trial-client.ts';

describe('the HTTP client of trials', () => {
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
  const request = (address: string, members: Partial<TrialRequest> = {}): TrialRequest => ({
    method: 'POST',
    address,
    headers: { 'x-key': 'secret' },
    body: '{}',
    timeoutMs: 2000,
    signal: new AbortController().signal,
    ...members,
  });
  const clock = fixedClock(0);
  const client = createHttpTrialClient({ clock, allowPrivateAddresses: true, maxBytes: 10 });

  it('tells status, type, the beginning of the body, and how long it took', async () => {
    const address = await serve((message, response) => {
      clock.advance(42);
      const isRight = message.headers['x-key'] === 'secret' && message.method === 'POST';
      response
        .writeHead(isRight ? 202 : 400, { 'content-type': 'text/plain' })
        .end('thank you for your message');
    });
    expect(await client.send(request(address))).toEqual({
      kind: 'answer',
      status: 202,
      contentType: 'text/plain',
      body: 'thank you ',
      isCut: true,
      durationMs: 42,
    });
  });

  it('follows no redirects', async () => {
    const address = await serve((_message, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
    });
    expect(await client.send(request(address))).toMatchObject({ status: 302, body: '', isCut: false });
  });

  it('waits no longer than allowed', async () => {
    const address = await serve(() => undefined);
    expect(await client.send(request(address, { timeoutMs: 20 }))).toMatchObject({
      kind: 'failure',
      failure: 'timeout',
      detail: 'no answer within 20 ms',
    });
  });

  it('says why nobody can be reached', async () => {
    const reply = await client.send(request('http://127.0.0.1:1/'));
    expect(reply).toMatchObject({ kind: 'failure', failure: 'unreachable' });
    expect(reply.kind === 'failure' && reply.detail).toMatch(/ECONNREFUSED|bad port/u);
  });

  it('stays out of private networks unless it may go there, over HTTP and MQTT', async () => {
    const seen: unknown[] = [];
    const address = await serve((message, response) => {
      seen.push(message.url);
      response.end();
    });
    const careful = createHttpTrialClient({ clock });
    const refused = { kind: 'failure', failure: 'private-network' };
    for (const host of [
      address,
      address.replace('127.0.0.1', 'localhost'),
      'http://[::1]:8/',
      'http://10.0.0.1/',
    ])
      expect(await careful.send(request(host))).toMatchObject(refused);
    const endpoint = { uri: 'mqtt://127.0.0.1:1883/topic' };
    expect(await careful.publish({ endpoint, payload: '{}', timeoutMs: 50 })).toMatchObject(refused);
    expect(seen).toEqual([]);
  });
});
