import { parseArgs } from 'node:util';
import { runLoad, type LoadResult, type PlannedRequest } from './load-client.ts';
import { scenarios, upsertBatch } from './scenarios.ts';
import { startServer, type ServerProcess } from './server-process.ts';

/**
 * `npm run bench -- [--baseline URL] [--sizes 10000,100000] [--seconds 5] [--connections 32] [--only NAME,…]`
 *
 * Starts this project's server on a clean folder and drives it over HTTP; does the same to a bare `node:http` and
 * `node:sqlite` server (bare-server.ts), or to the NGSI-LD broker at --baseline, and prints requests a second,
 * latencies, memory and the ratios of the two. Requests for each second of processor time tell what one core does,
 * also where the client shares the machine.
 */
const { values: flags } = parseArgs({
  options: {
    baseline: { type: 'string' },
    sizes: { type: 'string', default: '10000,100000' },
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '32' },
    only: { type: 'string' },
  },
});
const connections = Number(flags.connections);
const seconds = Number(flags.seconds);
const only = flags.only?.split(',');

interface Target {
  readonly url: URL;
  cpuSeconds(): Promise<number | undefined>;
}

interface Measured extends LoadResult {
  readonly entitiesPerRequest: number;
  /** Requests for each second of the server's processor time. */
  readonly perCoreSecond: number | undefined;
  /** 99th percentile of latency in milliseconds with few connections, where requests do not wait for one another. */
  readonly unqueuedP99Ms: number;
}

const fewConnections = 4;

const load = async (url: URL, size: number): Promise<void> => {
  for (let start = 0; start < size; start += 100) {
    const { method, path, body } = upsertBatch(start, 100);
    const answer = await fetch(new URL(path, url), {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
    });
    if (!answer.ok) throw new Error(`Loading failed: ${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
  }
};

const measure = async ({ url, cpuSeconds }: Target, size: number): Promise<ReadonlyMap<string, Measured>> => {
  await load(url, size);
  const results = new Map<string, Measured>();
  for (const { name, request, entitiesPerRequest } of scenarios(size, `${size}-${Date.now()}`)) {
    if (only !== undefined && !only.some((part) => name.includes(part))) continue;
    const width = entitiesPerRequest > 1 ? 4 : connections;
    // One after the other first: a server may learn from slow requests before many come at once.
    for (let n = 0; n < 5; n += 1) await runLoad({ url, connections: 1, seconds: 0.2, request });
    await runLoad({ url, connections: width, seconds: 1, request });
    const offset = 10_000_000;
    const before = await cpuSeconds();
    const result = await runLoad({ url, connections: width, seconds, request: (n) => request(n + offset) });
    const after = await cpuSeconds();
    const few = await runLoad({
      url,
      connections: Math.min(width, fewConnections),
      seconds: Math.min(seconds, 2),
      request: (n) => request(n + 2 * offset),
    });
    const used = before === undefined || after === undefined ? undefined : after - before;
    results.set(name, {
      ...result,
      entitiesPerRequest,
      perCoreSecond: used === undefined ? undefined : result.requests / used,
      unqueuedP99Ms: few.p99Ms,
    });
  }
  return results;
};

const rounded = (value: number | undefined): number | string =>
  value === undefined ? '–' : Number(value >= 100 ? value.toFixed(0) : value.toFixed(2));

const ratio = (own: number | undefined, other: number | undefined): number | string =>
  own === undefined || other === undefined ? '–' : rounded(own / other);

const print = (
  size: number,
  own: ReadonlyMap<string, Measured>,
  { name, results }: { readonly name: string; readonly results: ReadonlyMap<string, Measured> },
): void => {
  console.log(`\n${size} entities of ten attributes, ${connections} connections; baseline: ${name}`);
  console.table(
    [...own].map(([row, measured]) => {
      const { perSecond, p50Ms, p99Ms, failures, entitiesPerRequest, perCoreSecond } = measured;
      const other = results.get(row);
      return {
        row,
        '/s': rounded(perSecond),
        '/core s': rounded(perCoreSecond),
        'entities/core s': rounded(perCoreSecond && perCoreSecond * entitiesPerRequest),
        'p50 ms': rounded(p50Ms),
        'p99 ms': rounded(p99Ms),
        [`p99 ms, ${fewConnections} conn.`]: rounded(measured.unqueuedP99Ms),
        failures,
        'baseline /s': rounded(other?.perSecond),
        'baseline /core s': rounded(other?.perCoreSecond),
        'ratio /s': ratio(perSecond, other?.perSecond),
        'ratio /core s': ratio(perCoreSecond, other?.perCoreSecond),
      };
    }),
  );
};

/** Retrieving while others ask what no index answers; slow queries must not hold up fast ones. */
const measureBeside = async (url: URL, size: number) => {
  const retrieve = scenarios(size, 'beside').find(({ name }) => name === 'retrieve')?.request;
  if (retrieve === undefined) throw new Error('There is no scenario "retrieve".');
  const slow = (n: number): PlannedRequest => ({
    method: 'GET',
    path: `/ngsi-ld/v1/entities?type=BenchSensor&q=name~%3D%22nowhere${n}%22&limit=20`,
  });
  await runLoad({ url, connections: 1, seconds: 1, request: slow });
  const plan = { url, connections: fewConnections, seconds, request: retrieve };
  const alone = await runLoad(plan);
  const [beside, scans] = await Promise.all([
    runLoad(plan),
    runLoad({ url, connections: 2, seconds, request: slow }),
  ]);
  return { alone, beside, scans };
};

const printBeside = ({ alone, beside, scans }: Awaited<ReturnType<typeof measureBeside>>): void => {
  console.log(
    `retrieve with ${fewConnections} connections: p99 ${rounded(alone.p99Ms)} ms alone, ` +
      `${rounded(beside.p99Ms)} ms beside ${rounded(scans.perSecond)} full scans/s ` +
      `of ${rounded(scans.p50Ms)} ms (ratio ${ratio(beside.p99Ms, alone.p99Ms)})`,
  );
};

const withServer = async <Value>(
  server: ServerProcess,
  work: (server: ServerProcess) => Promise<Value>,
): Promise<Value> => {
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
};

const startBare = (): Promise<ServerProcess> =>
  startServer('bench/bare-server.ts', (folder, port) => [folder, port]);

const measureBaseline = async (size: number) => {
  const { baseline } = flags;
  if (baseline === undefined)
    return {
      name: 'node:http and node:sqlite alone',
      results: await withServer(await startBare(), (server) => measure(server, size)),
    };
  const target = { url: new URL(baseline), cpuSeconds: () => Promise.resolve(undefined) };
  return { name: baseline, results: await measure(target, size) };
};

for (const size of flags.sizes.split(',').map(Number)) {
  const server = await startServer('apps/server/src/main.ts', () => ['serve']);
  const { own, memoryMb, besides } = await withServer(server, async () => ({
    own: await measure(server, size),
    memoryMb: await server.residentMb(),
    besides: await measureBeside(server.url, size),
  }));
  print(size, own, await measureBaseline(size));
  printBeside(besides);
  console.log(`server memory: ${Math.round(memoryMb)} MB`);
}
