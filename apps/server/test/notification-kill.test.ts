import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startServerProcess } from './server-process.ts';

const rounds = 4;
const writers = 4;

/** Takes notifications; of each entity the values in the order in which they first came. */
const startReceiver = async () => {
  const values = new Map<string, number[]>();
  let status = 200;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (status === 200) {
        const { data } = JSON.parse(Buffer.concat(chunks).toString()) as {
          data: { id: string; count: number }[];
        };
        for (const { id, count } of data) {
          const known = values.get(id) ?? [];
          if (!known.includes(count)) known.push(count);
          values.set(id, known);
        }
      }
      response.writeHead(status).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    values,
    uri: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/notify`,
    answerWith: (next: number) => {
      status = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

const send = async (url: string, method: string, body: unknown): Promise<boolean> => {
  try {
    const answer = await fetch(url, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    await answer.arrayBuffer();
    if (answer.ok) return true;
    throw new Error(`refused: ${String(answer.status)}`);
  } catch (cause) {
    // A connection that the kill cut: nothing was acknowledged.
    if (cause instanceof TypeError) return false;
    throw cause;
  }
};

interface Writer {
  readonly id: string;
  acknowledged: number;
  sent: number;
}

/** Writes 0, 1, 2, … to an attribute until the server is gone. */
const writeOn = async (api: string, writer: Writer): Promise<void> => {
  for (;;) {
    const value = writer.acknowledged + 1;
    writer.sent = value;
    const count = { type: 'Property', value };
    const isDone = await (value === 0
      ? send(`${api}/entities`, 'POST', { id: writer.id, type: 'Counter', count })
      : send(`${api}/entities/${writer.id}/attrs/count`, 'PATCH', count));
    if (!isDone) return;
    writer.acknowledged = value;
  }
};

describe('kill -9 while notifications are sent', () => {
  let folder: string;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'allmende-notify-'));
    receiver = await startReceiver();
  });
  afterEach(async () => {
    await receiver.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('notifies of every acknowledged write after the restart, in order of the entity', async () => {
    const all: Writer[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const server = await startServerProcess(folder);
      const api = `${server.base}/ngsi-ld/v1`;
      if (round === 0)
        await send(`${api}/subscriptions`, 'POST', {
          type: 'Subscription',
          entities: [{ type: 'Counter' }],
          notification: { format: 'simplified', endpoint: { uri: receiver.uri } },
        });
      // Every other round the receiver is away, so that much is queued when the kill comes.
      receiver.answerWith(round % 2 === 0 ? 503 : 200);
      const own = Array.from({ length: writers }, (_, index): Writer => {
        return { id: `urn:ngsi-ld:Counter:${String(round)}-${String(index)}`, acknowledged: -1, sent: -1 };
      });
      const writing = Promise.all(own.map((writer) => writeOn(api, writer)));
      await expect
        .poll(() => own.every(({ acknowledged }) => acknowledged > 5), { timeout: 20_000, interval: 5 })
        .toBe(true);
      await server.end('SIGKILL');
      await writing;
      all.push(...own);
      expect(own.reduce((sum, { acknowledged }) => sum + acknowledged, 0)).toBeLessThan(900);
    }
    receiver.answerWith(200);
    const server = await startServerProcess(folder);
    const lastValues = () => all.map(({ id }) => receiver.values.get(id)?.at(-1) ?? -1);
    await expect
      .poll(() => lastValues().every((last, index) => last >= (all[index]?.acknowledged ?? 0)), {
        timeout: 60_000,
      })
      .toBe(true);
    for (const { id, acknowledged, sent } of all) {
      const told = receiver.values.get(id) ?? [];
      expect(told).toEqual(Array.from({ length: told.length }, (_, value) => value));
      expect([acknowledged, sent]).toContain(told.length - 1);
    }
    await server.end('SIGTERM');
  }, 120_000);
});
