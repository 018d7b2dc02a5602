import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryPostgres, type TemporaryPostgres } from '@allmende/database/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startServerProcess, type ServerProcess } from './server-process.ts';

const url = process.env['TEST_POSTGRES_URL'];
/** As many notifications as wait for one subscription at most, while nobody has taken over its queue from the dead. */
const [servers, writers, kills, mostWrites] = [3, 4, 4, 240];
const firstTime = Date.UTC(2026, 0, 1);

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Call {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** Takes notifications and messages about alerts, and refuses some for now. */
const startReceiver = async () => {
  const calls: Call[] = [];
  let count = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      count += 1;
      const isRefused = count % 41 === 0;
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
      if (!isRefused) calls.push({ path: request.url ?? '', headers: request.headers, body });
      response.writeHead(isRefused ? 503 : 200).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    base: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    at: (path: string) => calls.filter((call) => call.path === path),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

/** Undefined where a kill cut the connection, so that nobody knows what became of the request; null for 404. */
const send = async (address: string, method = 'GET', body?: unknown): Promise<unknown> => {
  try {
    const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(address, { method, ...(body === undefined ? {} : json) });
    const text = await answer.text();
    if (answer.ok) return text === '' ? {} : (JSON.parse(text) as unknown);
    if (answer.status === 404) return null;
    throw new Error(`${method} ${address}: ${String(answer.status)} ${text}`);
  } catch (cause) {
    if (cause instanceof TypeError) return undefined;
    throw cause;
  }
};

/** Counts from 0 up to what is known to be stored. */
interface Writer {
  readonly id: string;
  count: number;
}

const until = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

/** Odd values are beyond what the rule allows, even ones are not. */
const attributes = (value: number) => {
  const observedAt = new Date(firstTime + value * 1000).toISOString();
  return {
    count: { type: 'Property', value, observedAt },
    level: { type: 'Property', value: value % 2 === 0 ? 10 : 90, observedAt },
  };
};

describe.skipIf(url === undefined)('several servers over one PostgreSQL (TEST_POSTGRES_URL)', () => {
  let postgres: TemporaryPostgres;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let folder: string;
  let running: ServerProcess[];
  let started = 0;

  const start = (): Promise<ServerProcess> => {
    started += 1;
    return startServerProcess(join(folder, String(started)), ['--database', postgres.url ?? '']);
  };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'allmende-servers-'));
    postgres = await temporaryPostgres({ url });
    receiver = await startReceiver();
    // All at once into an empty database.
    running = await Promise.all(until(servers).map(start));
    // Keeps what was ever queued and committed.
    for (const table of ['notification_outbox', 'alert_deliveries'])
      for (const sql of [
        `CREATE TABLE queued_${table} (LIKE ${table})`,
        `CREATE FUNCTION keep_${table}() RETURNS trigger LANGUAGE plpgsql AS
           $$BEGIN INSERT INTO queued_${table} SELECT (NEW).*; RETURN NEW; END$$`,
        `CREATE TRIGGER keep AFTER INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION keep_${table}()`,
      ])
        await postgres.database.read.run(sql);
  }, 120_000);
  afterEach(async () => {
    await Promise.all(running.map((server) => server.end('SIGKILL')));
    await receiver.close();
    await postgres.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const any = (): string => running[Math.floor(Math.random() * running.length)]?.base ?? '';
  const api = (): string => `${any()}/ngsi-ld/v1`;

  /** Asks until somebody answers. */
  const read = async (path: string): Promise<unknown> => {
    for (;;) {
      const answer = await send(`${any()}${path}`);
      if (answer !== undefined) return answer;
      await pause(100);
    }
  };

  /** What is stored now, once what was cut has come to its end. */
  const storedCount = async (id: string): Promise<number> => {
    await pause(500);
    const entity = await read(`/ngsi-ld/v1/entities/${id}?format=simplified`);
    return entity === null ? -1 : (entity as { count: number }).count;
  };

  const writeNext = async (writer: Writer): Promise<void> => {
    const value = writer.count + 1;
    const whole = { id: writer.id, type: 'Counter', ...attributes(value) };
    const entity = `${api()}/entities/${writer.id}`;
    const ways = [
      () => send(`${api()}/entityOperations/upsert?options=update`, 'POST', [whole]),
      () => send(entity, 'PATCH', attributes(value)),
      () => send(`${entity}/attrs`, 'POST', attributes(value)),
    ];
    const done = await (value === 0
      ? send(`${api()}/entities`, 'POST', whole)
      : ways[value % ways.length]?.());
    writer.count = done === undefined ? await storedCount(writer.id) : value;
  };

  const writeOn = async (writer: Writer, state: { readonly isOver: boolean }): Promise<void> => {
    while (!state.isOver && writer.count < mostWrites) {
      await writeNext(writer);
      await pause(20);
    }
  };

  const historyOf = async (id: string): Promise<readonly number[]> => {
    const path = `/ngsi-ld/v1/temporal/entities/${id}?attrs=count&format=temporalValues`;
    const { count } = (await read(path)) as { count: { values: [number, string][] } };
    return count.values.map(([value]) => value);
  };

  const rowsOf = (sql: string): Promise<readonly (readonly unknown[])[]> => postgres.database.read.rows(sql);

  const settingUp = async (): Promise<void> => {
    await send(`${api()}/subscriptions`, 'POST', {
      id: 'urn:s',
      type: 'Subscription',
      entities: [{ type: 'Counter' }],
      notification: { format: 'simplified', endpoint: { uri: `${receiver.base}/notify` } },
    });
    await send(`${any()}/api/alert-rules`, 'POST', {
      name: 'Pegel',
      entityType: 'Counter',
      severity: 'warning',
      condition: { kind: 'threshold', attribute: 'level', direction: 'above', raiseAt: 50, clearAt: 50 },
      recipients: { webhooks: [`${receiver.base}/alert`] },
    });
  };

  const killAndReplace = async (): Promise<void> => {
    await pause(1500);
    await running.shift()?.end('SIGKILL');
    running.push(await start());
  };

  /** State and past are what was written, each value once. */
  const checkState = async ({ id, count }: Writer): Promise<void> => {
    expect(await storedCount(id)).toBe(count);
    expect(await historyOf(id)).toEqual(until(count + 1));
  };

  const checkNotifications = async (all: readonly Writer[]): Promise<void> => {
    const told = (body: unknown) =>
      (body as { data: { id: string; count: number }[] }).data.map(({ id, count }) => ({ id, count }));
    const queued = (await rowsOf('SELECT body FROM queued_notification_outbox')).flatMap(([body]) =>
      told(JSON.parse(String(body))),
    );
    const arrived = () => receiver.at('/notify').flatMap(({ body }) => told(body));
    for (const { id, count } of all) {
      const own = (tellings: readonly { id: string; count: number }[]) =>
        tellings.filter((one) => one.id === id).map((one) => one.count);
      expect(own(queued).toSorted((a, b) => a - b)).toEqual(until(count + 1));
      await expect
        .poll(() => [...new Set(own(arrived()))], { timeout: 60_000, interval: 300 })
        .toEqual(until(count + 1));
    }
  };

  /** Each step over the threshold raised, and each back cleared, once; both were told once, in order. */
  const checkAlerts = async (all: readonly Writer[]): Promise<void> => {
    await expect
      .poll(async () => (await rowsOf('SELECT 1 FROM alert_findings LIMIT 1')).length, { timeout: 60_000 })
      .toBe(0);
    for (const { id, count } of all) {
      const { alerts } = (await read(`/api/alerts?entityId=${id}`)) as {
        alerts: { id: string; history: { kind: string; value: number }[] }[];
      };
      expect(alerts).toHaveLength(1);
      const kinds = alerts[0]?.history.map(({ kind }) => kind);
      expect(kinds).toEqual(
        until(count).map((n) => (n % 2 === 1 ? 'cleared' : n === 0 ? 'raised' : 'raised-again')),
      );
      const queued = await rowsOf(
        `SELECT id FROM queued_alert_deliveries WHERE alert_id = '${alerts[0]?.id ?? ''}' ORDER BY seq`,
      );
      expect(queued).toHaveLength(count);
      const arrived = () =>
        receiver
          .at('/alert')
          .filter(({ body }) => (body as { alert: { entityId: string } }).alert.entityId === id)
          .map(({ headers }) => headers['idempotency-key']);
      await expect
        .poll(() => [...new Set(arrived())], { timeout: 60_000, interval: 300 })
        .toEqual(queued.map(([key]) => key));
    }
  };

  it('lose nothing and tell nothing twice, however they are killed', async () => {
    await settingUp();
    const all = until(writers).map((n): Writer => ({ id: `urn:c:${String(n)}`, count: -1 }));
    const state = { isOver: false };
    const writing = Promise.all(all.map((writer) => writeOn(writer, state)));
    for (let kill = 0; kill < kills; kill += 1) await killAndReplace();
    await pause(1000);
    state.isOver = true;
    await writing;
    expect(all.every(({ count }) => count > 10)).toBe(true);
    for (const writer of all) await checkState(writer);
    await checkNotifications(all);
    await checkAlerts(all);
    for (const server of running) {
      const ended = await server.end('SIGTERM');
      expect([ended.code, ended.stderr]).toEqual([0, '']);
    }
  }, 300_000);
});
