import { join } from 'node:path';
import { runLoad, type PlannedRequest } from './load-client.ts';
import { startServer } from './server-process.ts';

/**
 * `node bench/router.ts [ROUNDS]`: what the way of a request through `packages/http` costs, beside Fastify and a bare
 * `node:http` server, which all answer the same retrieval from memory. Prints requests for each second of the server's
 * processor time, the median of some rounds in turn, and the ratios.
 */
const kinds = ['bare', 'own', 'fastify'] as const;
const rounds = Number(process.argv[2] ?? 5);

const request = (n: number): PlannedRequest => ({
  method: 'GET',
  path: `/ngsi-ld/v1/entities/urn:ngsi-ld:Device:${n % 10_000}`,
});

const measure = async (kind: (typeof kinds)[number]): Promise<number> => {
  const server = await startServer(join(import.meta.dirname, 'router-server.ts'), (_folder, port) => [
    kind,
    port,
  ]);
  try {
    const plan = { url: server.url, connections: 32, request };
    await runLoad({ ...plan, seconds: 2 });
    const before = (await server.cpuSeconds()) ?? 0;
    const { requests, failures, perSecond } = await runLoad({ ...plan, seconds: 4 });
    if (failures > 0) throw new Error(`${kind} failed ${failures} times.`);
    const spent = ((await server.cpuSeconds()) ?? 0) - before;
    return spent > 0 ? requests / spent : perSecond;
  } finally {
    await server.stop();
  }
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const results = new Map(kinds.map((kind) => [kind, [] as number[]]));
for (let round = 0; round < rounds; round += 1) {
  for (const kind of kinds) results.get(kind)?.push(await measure(kind));
}
const of = (kind: (typeof kinds)[number]): number => median(results.get(kind) ?? []);
for (const kind of kinds) {
  process.stdout.write(
    `${kind.padEnd(8)} ${Math.round(of(kind)).toLocaleString('en')} requests per core second\n`,
  );
}
process.stdout.write(`own / fastify ${(of('own') / of('fastify')).toFixed(2)}\n`);
process.stdout.write(`own / bare    ${(of('own') / of('bare')).toFixed(2)}\n`);
