import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { temporaryPostgres, type TemporaryPostgres } from '@allmende/database/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contextBrokerMigrations } from '../src/index.ts';
import { startProcess, type BrokerProcess } from './start-broker-process.ts';

const url = process.env['TEST_POSTGRES_URL'];
const [processes, writers, kills] = [3, 6, 4];

interface Told {
  readonly subscriptionId: string;
  readonly id: string;
  readonly count: number;
}

const toldIn = (body: string): readonly Told[] => {
  const { subscriptionId, data } = JSON.parse(body) as {
    subscriptionId: string;
    data: { id: string; count: number }[];
  };
  return data.map(({ id, count }) => ({ subscriptionId, id, count }));
};

/** Takes notifications, and refuses some for now. */
const startReceiver = async () => {
  const arrived: Told[] = [];
  const state = { requests: 0 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      state.requests += 1;
      const isRefused = state.requests % 211 === 0;
      if (!isRefused) arrived.push(...toldIn(Buffer.concat(chunks).toString()));
      response.writeHead(isRefused ? 503 : 200).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    arrived,
    uri: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/notify`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

/** Undefined where a kill cut the connection, so that nobody knows what became of the request. */
const send = async (address: string, method: string, body?: unknown): Promise<unknown> => {
  try {
    const answer = await fetch(address, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (answer.ok) return text === '' ? {} : (JSON.parse(text) as unknown);
    if (answer.status === 404 && method === 'GET') return null;
    throw new Error(`${method} ${address}: ${String(answer.status)} ${text}`);
  } catch (cause) {
    if (cause instanceof TypeError) return undefined;
    throw cause;
  }
};

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Writer {
  readonly id: string;
  /** The last value that is known to be stored. */
  count: number;
  /** Subscriptions of this entity alone, with the first value that each has to be told of. */
  readonly own: { readonly id: string; readonly from: number }[];
}

describe.runIf(url !== undefined)('Several processes over one PostgreSQL (TEST_POSTGRES_URL)', () => {
  let postgres: TemporaryPostgres;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let brokers: BrokerProcess[];
  beforeEach(async () => {
    postgres = await temporaryPostgres({ url, migrations: contextBrokerMigrations });
    // Keeps what was ever queued and committed.
    for (const sql of [
      'CREATE TABLE queued (body text NOT NULL)',
      `CREATE FUNCTION keep_queued() RETURNS trigger LANGUAGE plpgsql AS
         $$BEGIN INSERT INTO queued VALUES (NEW.body); RETURN NEW; END$$`,
      `CREATE TRIGGER keep_queued AFTER INSERT ON notification_outbox
       FOR EACH ROW EXECUTE FUNCTION keep_queued()`,
    ])
      await postgres.database.read.run(sql);
    receiver = await startReceiver();
    brokers = await Promise.all(Array.from({ length: processes }, () => startProcess(postgres.url ?? '')));
  }, 60_000);
  afterEach(async () => {
    for (const { child } of brokers) child.kill('SIGKILL');
    await receiver.close();
    await postgres.remove();
  });

  const any = (): string => brokers[Math.floor(Math.random() * brokers.length)]?.base ?? '';

  const subscribe = async (id: string, more: object): Promise<void> => {
    const body = {
      id,
      type: 'Subscription',
      ...more,
      notification: { format: 'simplified', endpoint: { uri: receiver.uri } },
    };
    while ((await send(`${any()}/subscriptions`, 'POST', body)) === undefined) {
      await pause(300);
      if ((await send(`${any()}/subscriptions/${id}`, 'GET')) !== null) return;
    }
  };

  /** What is stored now, once what was cut has come to its end. */
  const storedCount = async (id: string): Promise<number> => {
    for (;;) {
      await pause(300);
      const entity = await send(`${any()}/entities/${id}?format=simplified`, 'GET');
      if (entity === null) return -1;
      if (entity !== undefined) return (entity as { count: number }).count;
    }
  };

  const writeNext = async (writer: Writer): Promise<void> => {
    const value = writer.count + 1;
    const count = { type: 'Property', value };
    const done =
      value === 0
        ? await send(`${any()}/entities`, 'POST', { id: writer.id, type: 'Counter', count })
        : await send(`${any()}/entities/${writer.id}/attrs/count`, 'PATCH', count);
    writer.count = done === undefined ? await storedCount(writer.id) : value;
  };

  const writeOn = async (writer: Writer, state: { readonly isOver: boolean }): Promise<void> => {
    for (let step = 1; !state.isOver; step += 1) {
      // A subscription made through one process a moment ago holds for writes through all.
      if (step % 25 === 0 && writer.own.length < 3) {
        const id = `urn:s:${writer.id}:${String(step)}`;
        await subscribe(id, { entities: [{ type: 'Counter', id: writer.id }] });
        writer.own.push({ id, from: writer.count + 1 });
      }
      await writeNext(writer);
      // At most 1000 wait for one subscription while nobody has taken over its queue from the dead, which takes 15 s.
      await pause(75);
    }
  };

  it('queues one notification for each committed change, and delivers all in order of the entity', async () => {
    await subscribe('urn:s:all', { entities: [{ type: 'Counter' }] });
    await subscribe('urn:s:watching', { entities: [{ type: 'Counter' }], watchedAttributes: ['count'] });
    await subscribe('urn:s:q', { entities: [{ type: 'Counter' }], q: 'count>=0' });
    await subscribe('urn:s:none', { entities: [{ type: 'Counter' }], watchedAttributes: ['other'] });
    const all = Array.from({ length: writers }, (_, n): Writer => ({
      id: `urn:c:${String(n)}`,
      count: -1,
      own: [],
    }));
    const state = { isOver: false };
    const writing = Promise.all(all.map((writer) => writeOn(writer, state)));
    for (let kill = 0; kill < kills; kill += 1) {
      await pause(1500);
      const [first] = brokers.splice(0, 1);
      first?.child.kill('SIGKILL');
      brokers.push(await startProcess(postgres.url ?? ''));
    }
    await pause(1000);
    state.isOver = true;
    await writing;

    const expected = all.flatMap(({ id, count, own }) =>
      [...['urn:s:all', 'urn:s:watching', 'urn:s:q'].map((of) => ({ id: of, from: 0 })), ...own].map(
        ({ id: subscriptionId, from }) => ({
          key: `${subscriptionId} ${id}`,
          counts: Array.from({ length: count + 1 - from }, (_, n) => from + n),
        }),
      ),
    );
    const byQueue = (told: readonly Told[]) =>
      Map.groupBy(told, ({ subscriptionId, id }) => `${subscriptionId} ${id}`);
    const queued = byQueue(
      (await postgres.database.read.rows('SELECT body FROM queued')).flatMap(([body]) =>
        toldIn(String(body)),
      ),
    );
    expect(queued.size).toBe(expected.length);
    for (const { key, counts } of expected) {
      const found = queued.get(key)?.map(({ count }) => count);
      expect([key, found?.toSorted((a, b) => a - b)]).toEqual([key, counts]);
    }
    const total = expected.reduce((sum, { counts }) => sum + counts.length, 0);
    expect(all.every(({ own }) => own.length > 0)).toBe(true);

    const distinct = () =>
      new Set(
        receiver.arrived.map(({ subscriptionId, id, count }) => `${subscriptionId} ${id} ${String(count)}`),
      );
    await expect.poll(() => distinct().size, { timeout: 90_000, interval: 200 }).toBe(total);
    const arrived = byQueue(receiver.arrived);
    for (const { key, counts } of expected) {
      const inOrderOfFirstArrival = [...new Set(arrived.get(key)?.map(({ count }) => count))];
      expect([key, inOrderOfFirstArrival]).toEqual([key, counts]);
    }

    // What several processes count adds up: each notification succeeded once.
    await expect
      .poll(
        async () => (await postgres.database.read.rows('SELECT 1 FROM notification_outbox LIMIT 1')).length,
        {
          timeout: 30_000,
        },
      )
      .toBe(0);
    const { notification } = (await send(`${any()}/subscriptions/urn:s:all`, 'GET')) as {
      notification: { timesSent: number; timesFailed?: number };
    };
    const ofAll = all.reduce((sum, { count }) => sum + count + 1, 0);
    expect(notification.timesSent - (notification.timesFailed ?? 0)).toBe(ofAll);
  }, 240_000);
});
