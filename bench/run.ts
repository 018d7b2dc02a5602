import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runLoad, type LoadResult } from './load-client.ts';
import { scenarios, upsertBatch } from './scenarios.ts';

/**
 * `npm run bench -- [--baseline URL] [--sizes 10000,100000] [--seconds 5] [--connections 32]`
 *
 * Starts this project's server on a clean folder, drives it over HTTP, and does the same to the NGSI-LD
 * broker at --baseline; prints requests a second, latencies, memory and the ratio of the two.
 */
const { values: flags } = parseArgs({
  options: {
    baseline: { type: 'string' },
    sizes: { type: 'string', default: '10000,100000' },
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '32' },
  },
});
const connections = Number(flags.connections);
const seconds = Number(flags.seconds);

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });

const untilReady = async (url: URL): Promise<void> => {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const answer = await fetch(new URL('/ready', url)).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Server at ${url.href} is not ready after 10 s.`);
};

const residentMb = async (server: ChildProcess): Promise<number> => {
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
};

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

const measure = async (url: URL, size: number): Promise<Map<string, LoadResult & { factor: number }>> => {
  await load(url, size);
  const results = new Map<string, LoadResult & { factor: number }>();
  for (const { name, request, entitiesPerRequest } of scenarios(size, `${size}-${Date.now()}`)) {
    const width = entitiesPerRequest > 1 ? 4 : connections;
    // One after the other first: a server may learn from slow requests before many come at once.
    for (let n = 0; n < 5; n += 1) await runLoad({ url, connections: 1, seconds: 0.2, request });
    await runLoad({ url, connections: width, seconds: 1, request });
    const offset = 10_000_000;
    const result = await runLoad({ url, connections: width, seconds, request: (n) => request(n + offset) });
    results.set(name, { ...result, factor: entitiesPerRequest });
  }
  return results;
};

const print = (
  size: number,
  own: Map<string, LoadResult & { factor: number }>,
  baseline: Map<string, LoadResult & { factor: number }> | undefined,
): void => {
  console.log(`\n${size} entities of ten attributes, ${connections} connections`);
  console.table(
    [...own].map(([name, { perSecond, p50Ms, p99Ms, failures, factor }]) => {
      const other = baseline?.get(name);
      return {
        row: name,
        'requests/s': Math.round(perSecond),
        'entities/s': Math.round(perSecond * factor),
        'p50 ms': Number(p50Ms.toFixed(2)),
        'p99 ms': Number(p99Ms.toFixed(2)),
        failures,
        ...(other === undefined
          ? {}
          : {
              'baseline/s': Math.round(other.perSecond),
              ratio: Number((perSecond / other.perSecond).toFixed(2)),
            }),
      };
    }),
  );
};

for (const size of flags.sizes.split(',').map(Number)) {
  const folder = await mkdtemp(join(tmpdir(), 'allmende-bench-'));
  const port = await freePort();
  const server = spawn(process.execPath, ['apps/server/src/main.ts', 'serve'], {
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: folder, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    const url = new URL(`http://127.0.0.1:${port}`);
    await untilReady(url);
    const own = await measure(url, size);
    const memoryMb = await residentMb(server);
    const baseline = flags.baseline === undefined ? undefined : await measure(new URL(flags.baseline), size);
    print(size, own, baseline);
    console.log(`server memory: ${Math.round(memoryMb)} MB`);
  } finally {
    server.kill('SIGTERM');
    await new Promise((resolve) => server.once('exit', resolve));
    await rm(folder, { recursive: true, force: true });
  }
}
