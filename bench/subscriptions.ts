import { createServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { runLoad, type PlannedRequest } from './load-client.ts';
import { scenarios, upsertBatch } from './scenarios.ts';
import { startServer, type ServerProcess } from './server-process.ts';
import { subscriptionKinds, type SubscriptionKind } from './subscription-kinds.ts';

/**
 * `node bench/subscriptions.ts [--count 10000] [--size 10000] [--warm 20000] [--updates 10000] [--rounds 5] [--only NAME,…]`
 *
 * What active subscriptions cost an update. For each kind two fresh servers, one without any and one with `count` of the
 * kind, take the same `warm` updates and then `updates` in each round, in turns; every other round the other one goes
 * first. Each round gives one ratio of the updates for a second of processor time; the median is what is kept. The
 * server's work for notifications, where a kind has some, is part of it; the receiver is this process. The first row
 * compares two servers without any: what it is off from 1 is noise.
 */
const { values: flags } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    size: { type: 'string', default: '10000' },
    warm: { type: 'string', default: '20000' },
    updates: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
  },
});
const count = Number(flags.count);
const size = Number(flags.size);
const warm = Number(flags.warm);
const updates = Number(flags.updates);
const rounds = Number(flags.rounds);
const connections = 32;

const startReceiver = async () => {
  const tally = { received: 0 };
  const server = createServer((request, response) => {
    tally.received += 1;
    request.resume().on('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { tally, uri: `http://127.0.0.1:${port}/notify`, close: () => server.close() };
};

const runAll = async (url: URL, requests: readonly PlannedRequest[]): Promise<void> => {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let planned = requests[next++]; planned !== undefined; planned = requests[next++]) {
      const { method, path, body } = planned;
      const answer = await fetch(new URL(path, url), {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body }),
      });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      await answer.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
};

const loads = (): readonly PlannedRequest[] =>
  Array.from({ length: Math.ceil(size / 100) }, (_, batch) => upsertBatch(batch * 100, 100));

const update = scenarios(size, 'subscriptions').find(({ name }) => name === 'patch one attribute')?.request;
if (update === undefined) throw new Error('There is no scenario "patch one attribute".');

/** How long a server may go on with what its updates caused: its log's copy, deliveries. */
const settling = async (tally: { readonly received: number }): Promise<void> => {
  let before = -1;
  while (before !== tally.received) {
    before = tally.received;
    await setTimeout(300);
  }
};

interface Side {
  readonly server: ServerProcess;
  /** Updates that it has taken. */
  taken: number;
}

/** Sends so many updates; answers how many a second of processor time makes, all that they cause included. */
const drive = async (side: Side, requests: number, tally: { readonly received: number }): Promise<number> => {
  const { server, taken } = side;
  const before = await server.cpuSeconds();
  const { failures } = await runLoad({
    url: server.url,
    connections,
    requests,
    seconds: 600,
    request: (n) => update(taken + n),
  });
  if (failures > 0) throw new Error(`${failures} updates failed.`);
  side.taken += requests;
  await settling(tally);
  const after = await server.cpuSeconds();
  return before === undefined || after === undefined ? Number.NaN : requests / (after - before);
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const startLoaded = async (): Promise<Side> => {
  const server = await startServer('apps/server/src/main.ts', () => ['serve']);
  await runAll(server.url, loads());
  return { server, taken: 0 };
};

const subscribe = ({ server }: Side, { subscription }: SubscriptionKind, uri: string): Promise<void> =>
  runAll(
    server.url,
    Array.from({ length: count }, (_, n) => ({
      method: 'POST',
      path: '/ngsi-ld/v1/subscriptions',
      body: JSON.stringify(subscription(n, { size, uri })),
    })),
  );

type Receiver = Awaited<ReturnType<typeof startReceiver>>;

const runRounds = async (without: Side, withThem: Side, { tally }: Receiver) => {
  await drive(without, warm, tally);
  await drive(withThem, warm, tally);
  tally.received = 0;
  const all: { readonly plain: number; readonly loaded: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const isEven = round % 2 === 0;
    const first = await drive(isEven ? without : withThem, updates, tally);
    const second = await drive(isEven ? withThem : without, updates, tally);
    all.push(isEven ? { plain: first, loaded: second } : { plain: second, loaded: first });
  }
  return all;
};

const compare = async (kind: SubscriptionKind | undefined) => {
  const receiver = await startReceiver();
  const [without, withThem] = [await startLoaded(), await startLoaded()];
  try {
    if (kind !== undefined) await subscribe(withThem, kind, receiver.uri);
    const all = await runRounds(without, withThem, receiver);
    const ratios = all.map(({ plain, loaded }) => loaded / plain);
    const [plain, loaded] = [median(all.map((one) => one.plain)), median(all.map((one) => one.loaded))];
    return {
      [`${count} subscriptions`]: kind?.name ?? 'none (noise)',
      '/core s without': Math.round(plain),
      '/core s with': Math.round(loaded),
      kept: Number(median(ratios).toFixed(3)),
      rounds: ratios.map((ratio) => ratio.toFixed(2)).join(' '),
      'µs more': Math.round(1e6 / loaded - 1e6 / plain),
      notifications: receiver.tally.received,
    };
  } finally {
    await Promise.all([without.server.stop(), withThem.server.stop()]);
    receiver.close();
  }
};

const only = flags.only?.split(',');
const isWanted = (name: string): boolean => only === undefined || only.some((part) => name.includes(part));
const rows = [];
for (const kind of [undefined, ...subscriptionKinds]) {
  if (!isWanted(kind?.name ?? 'none')) continue;
  const row = await compare(kind);
  console.log(JSON.stringify(row));
  rows.push(row);
}
console.table(rows);
