import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { runLoad, type PlannedRequest } from './load-client.ts';
import { scenarios, upsertBatch } from './scenarios.ts';
import { startServer, type ServerProcess } from './server-process.ts';
import { subscriptionKinds, type SubscriptionKind } from './subscription-kinds.ts';

/**
 * `node bench/subscriptions.ts [--count 10000] [--size 10000] [--seconds 2] [--rounds 3] [--only NAME,…]`
 *
 * What active subscriptions cost an update: one server without any and one with `count` of a kind are driven in turns,
 * and the ratio of their updates for each second of processor time is printed. The server's work for notifications,
 * where a kind has some, is part of it; the receiver is this process.
 */
const { values: flags } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    size: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
  },
});
const [count, size, seconds, rounds] = [flags.count, flags.size, flags.seconds, flags.rounds].map(Number) as [
  number,
  number,
  number,
  number,
];
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

interface Measured {
  readonly perSecond: number;
  readonly perCoreSecond: number;
}

const turns = { made: 0 };
const measure = async (server: ServerProcess, forSeconds: number): Promise<Measured> => {
  const first = (turns.made += 1) * 1_000_000;
  const before = await server.cpuSeconds();
  const { perSecond, requests, failures } = await runLoad({
    url: server.url,
    connections,
    seconds: forSeconds,
    request: (n) => update(first + n),
  });
  if (failures > 0) throw new Error(`${failures} updates failed.`);
  const after = await server.cpuSeconds();
  const perCoreSecond =
    before === undefined || after === undefined ? Number.NaN : requests / (after - before);
  return { perSecond, perCoreSecond };
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const startLoaded = async (): Promise<ServerProcess> => {
  const server = await startServer('apps/server/src/main.ts', () => ['serve']);
  await runAll(server.url, loads());
  return server;
};

const compare = async (plain: ServerProcess, { name, subscription }: SubscriptionKind) => {
  const receiver = await startReceiver();
  const server = await startLoaded();
  try {
    await runAll(
      server.url,
      Array.from({ length: count }, (_, n) => ({
        method: 'POST',
        path: '/ngsi-ld/v1/subscriptions',
        body: JSON.stringify(subscription(n, { size, uri: receiver.uri })),
      })),
    );
    await measure(server, 1);
    await measure(plain, 1);
    receiver.tally.received = 0;
    const without: Measured[] = [];
    const withThem: Measured[] = [];
    for (let round = 0; round < rounds; round += 1) {
      without.push(await measure(plain, seconds));
      withThem.push(await measure(server, seconds));
    }
    const of = (all: readonly Measured[], member: keyof Measured): number =>
      median(all.map((one) => one[member]));
    return {
      [`${count} subscriptions`]: name,
      '/core s without': Math.round(of(without, 'perCoreSecond')),
      '/core s with': Math.round(of(withThem, 'perCoreSecond')),
      ratio: Number((of(withThem, 'perCoreSecond') / of(without, 'perCoreSecond')).toFixed(3)),
      'ratio /s': Number((of(withThem, 'perSecond') / of(without, 'perSecond')).toFixed(3)),
      notifications: receiver.tally.received,
    };
  } finally {
    await server.stop();
    receiver.close();
  }
};

const only = flags.only?.split(',');
const plain = await startLoaded();
try {
  const rows = [];
  for (const kind of subscriptionKinds) {
    if (only !== undefined && !only.some((part) => kind.name.includes(part))) continue;
    rows.push(await compare(plain, kind));
  }
  console.table(rows);
} finally {
  await plain.stop();
}
