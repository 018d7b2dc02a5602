import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startServerProcess, type ServerProcess } from './server-process.ts';

interface Reply {
  readonly status: number;
  readonly text: string;
}

interface Call {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** When the body is sent; at once by default. */
  readonly bodyAfter?: Promise<unknown>;
}

const processes = 2;

/** A client with a connection of its own, so that one process answers all its requests. */
const createClient = (base: string) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const call = (path: string, { method = 'GET', body, headers = {}, bodyAfter }: Call = {}): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const content = body === undefined ? undefined : JSON.stringify(body);
      const outgoing = request(new URL(path, base), {
        agent,
        method,
        headers: {
          ...headers,
          ...(content === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) }),
        },
      });
      outgoing.once('error', reject);
      outgoing.once('response', (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.once('end', () => {
          resolve({ status: answer.statusCode ?? 0, text });
        });
      });
      if (bodyAfter === undefined) outgoing.end(content);
      else {
        outgoing.flushHeaders();
        void bodyAfter.then(() => outgoing.end(content));
      }
    });
  return { call, close: () => agent.destroy() };
};

type Client = ReturnType<typeof createClient>;

const api = '/ngsi-ld/v1';
const idOf = (number: number): string => `urn:ngsi-ld:Car:${String(number)}`;
const anEntity = (number: number, speed: number) => ({
  id: idOf(number),
  type: 'Car',
  speed: { value: speed },
});

/** Process ids of the readers, as the server started them. */
const readerPids = async (server: ServerProcess): Promise<readonly number[]> => {
  const pid = String(server.child.pid);
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return children.split(' ').filter(Boolean).map(Number);
};

const closeWait = '08';

/** How many connections the server holds of clients that are gone. */
const heldInVain = async (base: string): Promise<number> => {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8')));
  const port = Number(new URL(base).port).toString(16).toUpperCase().padStart(4, '0');
  const connections = tables.flatMap((table) => table.split('\n')).map((line) => line.trim().split(/\s+/u));
  return connections.filter(([, own, , state]) => own?.endsWith(`:${port}`) && state === closeWait).length;
};

/** Asks over a new connection for each request until told to stop; answers how long the longest took, in ms. */
const knock = async (base: string, signal: AbortSignal): Promise<number> => {
  let longest = 0;
  while (!signal.aborted) {
    const startedAt = performance.now();
    await new Promise<void>((resolve) => {
      const outgoing = request(new URL('/health', base), { agent: false, timeout: 8000 }, (answer) => {
        answer.resume().once('close', resolve);
      });
      outgoing.once('timeout', () => outgoing.destroy());
      outgoing.once('error', () => {
        resolve();
      });
      outgoing.end();
    });
    longest = Math.max(longest, performance.now() - startedAt);
  }
  return longest;
};

describe('a server of several processes', () => {
  let folder: string;
  let server: ServerProcess;
  let clients: readonly Client[];
  /** Of the entity that a test may use for itself. */
  let number = 0;
  let car: string;
  beforeEach(() => {
    number += 1;
    car = `${api}/entities/${idOf(number)}`;
  });
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'allmende-processes-'));
    server = await startServerProcess(join(folder, 'data'), ['--processes', String(processes)]);
    clients = Array.from({ length: processes }, () => createClient(server.base));
    for (const { call } of clients) await call('/health');
  }, 60_000);
  afterAll(async () => {
    for (const { close } of clients) close();
    await server.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const everywhere = (path: string, call?: Call): Promise<readonly Reply[]> =>
    Promise.all(clients.map((client) => client.call(path, call)));
  const texts = async (path: string, call?: Call): Promise<readonly string[]> =>
    (await everywhere(path, call)).map(({ text }) => text);
  const statuses = async (path: string, call?: Call): Promise<readonly number[]> =>
    (await everywhere(path, call)).map(({ status }) => status);
  const write = async (turn: number, path: string, call: Call): Promise<void> => {
    const answer = await clients[turn % processes]?.call(path, call);
    expect(answer?.status, answer?.text).toBeLessThan(300);
  };
  const metric = async (name: string): Promise<number> => {
    const text = (await clients[0]?.call('/metrics'))?.text ?? '';
    return Number(
      text
        .split('\n')
        .find((line) => line.startsWith(name))
        ?.split(' ')
        .at(-1),
    );
  };

  it('shows every acknowledged write to readers in all of them, in state, queries and history', async () => {
    await write(0, `${api}/entities`, { method: 'POST', body: anEntity(number, 0) });
    for (let speed = 1; speed <= 30; speed += 1) {
      await write(speed, `${car}/attrs/speed`, { method: 'PATCH', body: { value: speed } });
      for (const text of await texts(car))
        expect(JSON.parse(text)).toMatchObject({ speed: { value: speed } });
      const found = await texts(`${api}/entities?type=Car&q=speed==${String(speed)}`);
      for (const text of found) expect(JSON.parse(text)).toHaveLength(1);
      const past = await texts(`${api}/temporal/entities/${idOf(number)}`);
      for (const text of past) {
        const { speed: all } = JSON.parse(text) as { speed: { value: number }[] };
        expect(all.map(({ value }) => value).toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: speed + 1 }, (_, value) => value),
        );
      }
    }
    await write(1, car, { method: 'DELETE' });
    expect(await statuses(car)).toEqual(clients.map(() => 404));
  });

  it('knows everywhere which contexts, tenants and registrations there are', async () => {
    const link = (id: string) => ({
      link: `<${server.base}${api}/jsonldContexts/${id}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`,
    });
    await write(0, `${api}/entities`, { method: 'POST', body: anEntity(number, 5) });
    const context = { '@context': { Wagen: 'https://uri.etsi.org/ngsi-ld/default-context/Car' } };
    await write(1, `${api}/jsonldContexts`, { method: 'POST', body: context });
    const [id = ''] = JSON.parse((await texts(`${api}/jsonldContexts`))[0] ?? '[]') as string[];
    const headers = link(id.split('/').at(-1) ?? '');
    const german = await texts(`${api}/entities?type=Wagen&id=${idOf(number)}`, { headers });
    for (const text of german) expect(JSON.parse(text)).toMatchObject([{ type: 'Wagen' }]);
    await write(2, `${api}/jsonldContexts/${id.split('/').at(-1) ?? ''}`, { method: 'DELETE' });
    expect(await statuses(`${api}/entities?type=Wagen`, { headers })).toEqual(clients.map(() => 504));

    const tenant = { headers: { 'NGSILD-Tenant': 'harbour' } };
    expect(await statuses(car, tenant)).toEqual(clients.map(() => 404));
    await write(1, `${api}/entities`, { method: 'POST', body: anEntity(number, 7), ...tenant });
    expect(await statuses(car, tenant)).toEqual(clients.map(() => 200));

    const registration = {
      id: 'urn:ngsi-ld:ContextSourceRegistration:1',
      type: 'ContextSourceRegistration',
      information: [{ entities: [{ type: 'Car' }] }],
      endpoint: 'http://127.0.0.1:9/nobody',
    };
    await write(2, `${api}/csourceRegistrations`, { method: 'POST', body: registration });
    // Another source takes part, which only the writing process asks; it is away, which is a warning.
    const asked = await fetch(`${server.base}${api}/entities?type=Car`);
    expect(asked.headers.get('ngsild-warning')).toContain('127.0.0.1');
    for (const status of await statuses(`${api}/entities?type=Car`)) expect(status).toBe(200);
    await write(0, `${api}/csourceRegistrations/${registration.id}`, { method: 'DELETE' });
    expect((await fetch(`${server.base}${api}/entities?type=Car`)).headers.has('ngsild-warning')).toBe(false);
  });

  it('shows nothing that is over, whoever is asked first (§4.22)', async () => {
    const expiresAt = new Date(Date.now() + 600).toISOString();
    await write(0, `${api}/entities`, { method: 'POST', body: { ...anEntity(number, 1), expiresAt } });
    expect(await statuses(car)).toEqual(clients.map(() => 200));
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await clients[1]?.call(car)).toMatchObject({ status: 404 });
  });

  it('tells all streams of changes by any process', async () => {
    const streams = await Promise.all(
      Array.from({ length: processes }, () => fetch(`${server.base}/api/live?type=Car`)),
    );
    await write(1, `${api}/entities`, { method: 'POST', body: anEntity(number, 9) });
    for (const { body } of streams) {
      let heard = '';
      for await (const part of body ?? []) {
        heard += Buffer.from(part as Uint8Array).toString();
        if (heard.includes(idOf(number))) break;
      }
      expect(heard).toContain('"speed":9');
    }
  });

  it('sums up what all have counted', async () => {
    await write(0, `${api}/entities`, { method: 'POST', body: anEntity(number, 1) });
    const series = `allmende_http_requests_total{method="GET",route="${api}/entities/:id",status="200"}`;
    const before = await metric(series);
    for (let n = 0; n < 10; n += 1) await everywhere(car);
    expect(await metric(series)).toBe(before + 10 * processes);
    expect(await metric('allmende_processes')).toBe(processes);
  });

  it('survives the death of a reader: others go on, and another takes its place', async () => {
    await write(0, `${api}/entities`, { method: 'POST', body: anEntity(number, 1) });
    const [first = 0] = await readerPids(server);
    process.kill(first, 'SIGKILL');
    await expect.poll(async () => (await readerPids(server)).includes(first)).toBe(false);
    for (let n = 0; n < 2 * processes; n += 1) {
      const client = createClient(server.base);
      expect(await client.call(car)).toMatchObject({ status: 200 });
      client.close();
    }
    await expect.poll(() => readerPids(server), { timeout: 10_000 }).toHaveLength(processes - 1);
    const fresh = createClient(server.base);
    await expect
      .poll(async () => (await fresh.call('/metrics')).text, { timeout: 10_000 })
      .toContain(`allmende_processes ${String(processes)}`);
    fresh.close();
  });

  it('leaves nobody waiting, and keeps no connection, when a reader dies to which it gives some', async () => {
    const over = new AbortController();
    const waits = Array.from({ length: 64 }, () => knock(server.base, over.signal));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const [pid = 0] = await readerPids(server);
    process.kill(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 500));
    over.abort();
    expect.soft(Math.max(...(await Promise.all(waits)))).toBeLessThan(2000);
    await expect.poll(() => metric('allmende_processes').catch(() => 0), { timeout: 10_000 }).toBe(processes);
    await expect.poll(() => heldInVain(server.base)).toBe(0);
  }, 30_000);

  it('finishes what it answers when it is stopped, and leaves no process behind', async () => {
    const pids = await readerPids(server);
    const { promise: bodyAfter, resolve: sendBodies } = Promise.withResolvers<void>();
    const answers = clients.map(({ call }, index) => {
      const body = anEntity(100 + index, 1);
      return call(`${api}/entities`, { method: 'POST', body, bodyAfter });
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const ended = server.end('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 100));
    sendBodies();
    for (const { status } of await Promise.all(answers)) expect(status).toBe(201);
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([0, '']);
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});
