import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startServerProcess } from './server-process.ts';

const rounds = 5;
const writers = 8;
const firstTime = Date.UTC(2026, 0, 1);

/** What a writer was told to be stored. */
interface Writer {
  readonly id: string;
  acknowledged: number;
  sent: number;
}

const post = async (url: string, method: string, body: unknown): Promise<boolean> => {
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

const step = (value: number): unknown => ({
  type: 'Property',
  value,
  observedAt: new Date(firstTime + value * 1000).toISOString(),
});

/** Writes 0, 1, 2, … to an attribute, by each way of writing in turn, until the server is gone. */
const writeOn = async (base: string, writer: Writer): Promise<void> => {
  const api = `${base}/ngsi-ld/v1`;
  const entity = `${api}/entities/${writer.id}`;
  for (;;) {
    const value = writer.acknowledged + 1;
    writer.sent = value;
    const isNew = value === 0;
    const whole = { id: writer.id, type: 'Counter', count: step(value) };
    const ways: readonly (() => Promise<boolean>)[] = [
      () => post(`${api}/entityOperations/upsert?options=update`, 'POST', [whole]),
      () => post(entity, 'PATCH', { count: step(value) }),
      () => post(`${entity}/attrs/count`, 'PATCH', step(value)),
      () => post(`${entity}/attrs`, 'POST', { count: step(value) }),
    ];
    const isDone = await (isNew ? post(`${api}/entities`, 'POST', whole) : ways[value % ways.length]?.());
    if (isDone !== true) return;
    writer.acknowledged = value;
  }
};

const json = async (url: string): Promise<Record<string, unknown>> =>
  (await (await fetch(url)).json()) as Record<string, unknown>;

/** All values that the attribute ever had, in order of time. */
const historyOf = async (base: string, id: string): Promise<readonly number[]> => {
  const values: number[] = [];
  let from = new Date(firstTime).toISOString();
  for (;;) {
    const parameters = `timerel=after&timeAt=${encodeURIComponent(from)}&attrs=count&format=temporalValues`;
    const answer = await json(`${base}/ngsi-ld/v1/temporal/entities/${id}?${parameters}`);
    const { values: page = [] } = (answer['count'] ?? {}) as { values?: [number, string][] };
    if (page.length === 0) return values;
    values.push(...page.map(([value]) => value));
    // `after` includes its bound (§4.11).
    from = new Date(Date.parse(page.at(-1)?.[1] ?? '') + 1).toISOString();
  }
};

const check = async (base: string, { id, acknowledged, sent }: Writer): Promise<void> => {
  const history = await historyOf(base, id);
  // What was sent but not acknowledged may be stored, or not.
  const lastStored = history.at(-1) ?? -1;
  expect([acknowledged, sent]).toContain(lastStored);
  expect(history).toEqual(Array.from({ length: lastStored + 1 }, (_, value) => value));
  const { count } = await json(`${base}/ngsi-ld/v1/entities/${id}?format=simplified`);
  expect(count).toBe(lastStored);
};

describe('kill -9 in mid-load', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'allmende-kill-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it(`loses no acknowledged write, in state and in history, in ${String(rounds)} kills`, async () => {
    const all: Writer[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const server = await startServerProcess(folder);
      for (const writer of all.slice(-writers)) await check(server.base, writer);
      const own = Array.from({ length: writers }, (_, index): Writer => {
        return { id: `urn:ngsi-ld:Counter:${String(round)}-${String(index)}`, acknowledged: -1, sent: -1 };
      });
      const writing = Promise.all(own.map((writer) => writeOn(server.base, writer)));
      // A busy machine may need a while until the load is on.
      await expect
        .poll(() => own.every(({ acknowledged }) => acknowledged > 0), { timeout: 20_000 })
        .toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 50 + round * 67));
      await server.end('SIGKILL');
      await writing;
      all.push(...own);
    }
    const server = await startServerProcess(folder);
    for (const writer of all) await check(server.base, writer);
    await server.end('SIGTERM');
    const acknowledged = all.reduce((sum, writer) => sum + writer.acknowledged + 1, 0);
    expect(acknowledged).toBeGreaterThan(rounds * writers);
  }, 60_000);
});
