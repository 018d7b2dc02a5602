import { once } from 'node:events';
import { temporaryPostgres, type TemporaryPostgres } from '@allmende/database/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contextBrokerMigrations } from '../src/index.ts';
import { startProcess, type BrokerProcess } from './start-broker-process.ts';

const url = process.env['TEST_POSTGRES_URL'];
const [processes, writers, kills] = [3, 8, 5];
const id = 'urn:ngsi-ld:Counters:1';

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** Undefined where a kill cut the connection, so that nobody knows what became of the request. */
const send = async (address: string, method: string, body?: unknown): Promise<Reply | undefined> => {
  try {
    const answer = await fetch(address, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  } catch (cause) {
    if (cause instanceof TypeError) return undefined;
    throw cause;
  }
};

describe.skipIf(url === undefined)(
  'Writers at several processes (where TEST_POSTGRES_URL names a server)',
  () => {
    let own: TemporaryPostgres;
    let running: BrokerProcess[];

    beforeEach(async () => {
      own = await temporaryPostgres({ url, migrations: contextBrokerMigrations });
      running = await Promise.all(Array.from({ length: processes }, () => startProcess(own.url ?? '')));
    }, 60_000);
    afterEach(async () => {
      for (const { child } of running) child.kill('SIGKILL');
      await own.remove();
    });

    const baseOf = (index: number): string => running[index % running.length]?.base ?? '';
    const entity = (index: number): string => `${baseOf(index)}/entities/${id}`;
    const valuesNow = async (): Promise<Readonly<Record<string, number>>> =>
      (await send(`${entity(0)}?format=simplified`, 'GET'))?.body as Record<string, number>;

    /** Kills processes while others work, and starts others in their place. */
    const killSome = async (isOver: () => boolean): Promise<number> => {
      let killed = 0;
      while (killed < kills && !isOver()) {
        await new Promise((resolve) => setTimeout(resolve, 300));
        const victim = killed % running.length;
        const { child } = running[victim] as BrokerProcess;
        child.kill('SIGKILL');
        await once(child, 'exit');
        running[victim] = await startProcess(own.url ?? '');
        killed += 1;
      }
      return killed;
    };

    it(
      'loses no acknowledged update of one entity, in state and in history',
      { timeout: 120_000 },
      async () => {
        const created = await send(`${baseOf(0)}/entities`, 'POST', { id, type: 'Counters' });
        expect(created?.status).toBe(201);
        const acknowledged = new Map<string, number>();
        const state = { isOver: false };
        /** Counts on in an attribute of its own, by each way of writing in turn, at any process. */
        const count = async (writer: number): Promise<void> => {
          const name = `count${String(writer)}`;
          acknowledged.set(name, 0);
          for (let turn = writer; !state.isOver; turn += 1) {
            const value = (acknowledged.get(name) ?? 0) + 1;
            const part = { [name]: { type: 'Property', value } };
            const ways = [
              () => send(entity(turn), 'PATCH', part),
              () => send(`${entity(turn)}/attrs`, 'POST', part),
              () =>
                send(`${baseOf(turn)}/entityOperations/upsert?options=update`, 'POST', [
                  { id, type: 'Counters', ...part },
                ]),
            ];
            const reply = await ways[turn % ways.length]?.();
            if (reply === undefined) continue;
            expect([200, 201, 204]).toContain(reply.status);
            acknowledged.set(name, value);
          }
        };
        const counting = Promise.all(Array.from({ length: writers }, (_unused, writer) => count(writer)));
        const killed = await killSome(() => false);
        state.isOver = true;
        await counting;
        expect(killed).toBe(kills);
        const now = await valuesNow();
        const history = (await send(`${baseOf(0)}/temporal/entities/${id}?format=temporalValues`, 'GET'))
          ?.body as Record<string, { readonly values: readonly (readonly [number, string])[] }>;
        for (const [name, value] of acknowledged) {
          expect(value).toBeGreaterThan(5);
          expect(now[name]).toBeGreaterThanOrEqual(value);
          expect(now[name]).toBeLessThanOrEqual(value + 1);
          const past = new Set(history[name]?.values.map(([seen]) => seen));
          const lost = Array.from({ length: value }, (_unused, index) => index + 1).filter(
            (one) => !past.has(one),
          );
          expect([name, lost]).toEqual([name, []]);
        }
      },
    );

    it('creates an entity once, whoever asks, and loses none', { timeout: 120_000 }, async () => {
      const ids = Array.from({ length: 120 }, (_unused, index) => `urn:ngsi-ld:Made:${String(index)}`);
      const state = { isOver: false };
      const killing = killSome(() => state.isOver);
      const made = await Promise.all(
        ids.map(async (own, index) => {
          const body = { id: own, type: 'Made' };
          for (;;) {
            const replies = await Promise.all(
              [0, 1, 2].map((at) => send(`${baseOf(index + at)}/entities`, 'POST', body)),
            );
            const statuses = replies.flatMap((reply) => (reply === undefined ? [] : [reply.status]));
            for (const status of statuses) expect([201, 409]).toContain(status);
            if (statuses.length > 0) return statuses.filter((status) => status === 201).length;
          }
        }),
      );
      state.isOver = true;
      await killing;
      expect(Math.max(...made)).toBe(1);
      const found = await send(`${baseOf(0)}/entities?type=Made&limit=1000&count=true`, 'GET');
      expect(found?.body).toHaveLength(ids.length);
    });

    it('refuses no batch for the sake of another, in whatever order they name entities', async () => {
      const ids = Array.from({ length: 40 }, (_unused, index) => `urn:ngsi-ld:Shared:${String(index)}`);
      const upsert = (at: number, order: readonly string[], value: number) =>
        send(
          `${baseOf(at)}/entityOperations/upsert`,
          'POST',
          order.map((own) => ({ id: own, type: 'Shared', value: { type: 'Property', value } })),
        );
      const replies = await Promise.all(
        Array.from({ length: 12 }, (_unused, turn) =>
          upsert(turn, turn % 2 === 0 ? ids : ids.toReversed(), turn),
        ),
      );
      for (const reply of replies) expect([201, 204]).toContain(reply?.status);
      const left = await send(`${baseOf(0)}/entities?type=Shared&limit=1000&format=simplified`, 'GET');
      const values = (left?.body as readonly { readonly value: number }[]).map(({ value }) => value);
      expect(values).toHaveLength(ids.length);
      // Each batch is one transaction, so the last one is seen whole.
      expect(new Set(values).size).toBe(1);
    });
  },
);
