import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NeedsWriter, silentLogger } from '@allmende/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createForwarder, type Forwarder } from './forward.ts';
import { createHttpServer, type HttpServer } from './http-server.ts';
import { problemJson } from './problem-json.ts';
import type { Route } from './route.ts';

const errors = problemJson;
const seen = { aborted: false };

const writing: readonly Route[] = [
  {
    method: 'POST',
    path: '/echo',
    errors,
    handle: async ({ text, query, headers }) => ({
      status: 201,
      headers: { 'x-two': ['a', 'b'], 'x-sent': String(headers['x-sent']) },
      body: `${query.get('q') ?? ''}:${await text()}`,
    }),
  },
  {
    method: 'GET',
    path: '/events',
    errors,
    handle: () => ({
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
      stream: (send, signal) => {
        send('data: 1\n\n');
        return new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            seen.aborted = true;
            resolve();
          });
        });
      },
    }),
  },
];

const reading: readonly Route[] = [
  { method: 'GET', path: '/own', errors, handle: () => ({ status: 200, body: 'own' }) },
  {
    method: 'POST',
    path: '/echo',
    errors,
    handle: async ({ text }) => {
      await text();
      throw new NeedsWriter();
    },
  },
];

describe('a server that lets another one answer', () => {
  let folder: string;
  let writer: HttpServer;
  let reader: HttpServer;
  let forwarder: Forwarder;
  let base: string;
  const observed: string[] = [];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'allmende-forward-'));
    observed.length = 0;
    seen.aborted = false;
    writer = createHttpServer({ routes: writing, logger: silentLogger });
    await writer.listenAt(join(folder, 'writer'));
    forwarder = createForwarder(join(folder, 'writer'));
    reader = createHttpServer({
      routes: reading,
      logger: silentLogger,
      elsewhere: forwarder,
      onRequest: ({ route }) => observed.push(route),
    });
    base = `http://127.0.0.1:${String((await reader.listen(0, '127.0.0.1')).port)}`;
  });
  afterEach(async () => {
    await reader.close();
    forwarder.close();
    await writer.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('answers itself what it can, and counts only that', async () => {
    expect(await (await fetch(`${base}/own`)).text()).toBe('own');
    expect((await fetch(`${base}/nowhere`)).status).toBe(404);
    expect(observed).toEqual(['/own']);
  });

  it('passes on query, headers and a body that it has read already, and the answer with all its headers', async () => {
    const answer = await fetch(`${base}/echo?q=%C3%A4`, {
      method: 'POST',
      body: 'grün',
      headers: { 'x-sent': 'yes' },
    });
    expect([answer.status, await answer.text()]).toEqual([201, 'ä:grün']);
    expect(answer.headers.get('x-two')).toBe('a, b');
    expect(answer.headers.get('x-sent')).toBe('yes');
  });

  it('passes on requests of HTTP/1.0, which need no host', async () => {
    const client = connect(Number(new URL(base).port), '127.0.0.1');
    client.write('POST /echo?q=old HTTP/1.0\r\nContent-Length: 1\r\n\r\nx');
    let answer = '';
    for await (const part of client) answer += String(part);
    expect(answer).toMatch(/^HTTP\/1\.1 201 /u);
    expect(answer).toMatch(/old:x$/u);
  });

  it('streams events as they come, and ends them there when the client leaves', async () => {
    const leaving = new AbortController();
    const { body } = await fetch(`${base}/events`, { signal: leaving.signal });
    const first = await body?.getReader().read();
    expect(Buffer.from(first?.value ?? []).toString()).toBe('data: 1\n\n');
    leaving.abort();
    await expect.poll(() => seen.aborted).toBe(true);
  });

  it('ends streams of others when it is closed', async () => {
    const { body } = await fetch(`${base}/events`);
    const startedAt = performance.now();
    await reader.close();
    let text = '';
    for await (const part of body ?? []) text += Buffer.from(part).toString();
    expect(text).toBe('data: 1\n\n');
    expect(performance.now() - startedAt).toBeLessThan(1500);
  });

  it('says that it cannot answer when the other one is away', async () => {
    await writer.close();
    const answer = await fetch(`${base}/echo`, { method: 'POST', body: 'x' });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      status: 503,
      title: expect.stringContaining('writes') as unknown,
    });
  });
});
