import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { runLoad } from './load-client.ts';
import { load } from './measure.ts';
import { scenarios, type Scenario } from './scenarios.ts';
import { startServer, type ServerProcess } from './server-process.ts';

/**
 * `node bench/processes.ts [--processes 2] [--size 100000] [--seconds 3] [--rounds 3] [--only NAME,…]`: what reading
 * gains when several processes answer. For one process and for several, in turn: requests a second, and requests for
 * each second of the servers' processor time.
 *
 * `/s` tells what this machine did, client included: where client and servers have no more processors than servers
 * alone would fill, the client takes its share from them. `free /s` is what the processes can do where the client runs
 * elsewhere: each fills a processor, and a request costs what was measured, so it is processes × `/core s`. The ratio
 * of these is the gain; it is below the number of processes by as much as a request costs more in one of several.
 */
const { values: flags } = parseArgs({
  options: {
    processes: { type: 'string', default: '2' },
    size: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: 'retrieve,query,near,temporal' },
  },
});
const [processes, size, seconds, rounds] = [flags.processes, flags.size, flags.seconds, flags.rounds].map(
  Number,
) as [number, number, number, number];
const connections = 32;

interface Figures {
  readonly perSecond: number;
  readonly perCoreSecond: number;
  /** Processors that client and servers kept busy. */
  readonly busy: number;
}

const measure = async (server: ServerProcess, { request }: Scenario): Promise<Figures> => {
  const plan = { url: server.url, connections, request };
  await runLoad({ ...plan, seconds: 1 });
  const before = (await server.cpuSeconds()) ?? Number.NaN;
  const own = process.cpuUsage();
  const result = await runLoad({ ...plan, seconds });
  const { user, system } = process.cpuUsage(own);
  const used = ((await server.cpuSeconds()) ?? Number.NaN) - before;
  if (result.failures > 0) throw new Error(`${result.failures} requests failed.`);
  return {
    perSecond: result.perSecond,
    perCoreSecond: result.requests / used,
    busy: (used + (user + system) / 1e6) / (result.requests / result.perSecond),
  };
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const medians = (all: readonly Figures[]): Figures => ({
  perSecond: median(all.map(({ perSecond }) => perSecond)),
  perCoreSecond: median(all.map(({ perCoreSecond }) => perCoreSecond)),
  busy: median(all.map(({ busy }) => busy)),
});

const start = async (count: number): Promise<ServerProcess> => {
  const server = await startServer('apps/server/src/main.ts', () => ['serve', '--processes', String(count)]);
  await load(server, size);
  return server;
};

const rowOf = (name: string, one: Figures, several: Figures) => ({
  row: name,
  'one, /s': Math.round(one.perSecond),
  [`${processes}, /s`]: Math.round(several.perSecond),
  'ratio /s': Number((several.perSecond / one.perSecond).toFixed(2)),
  'one, /core s': Math.round(one.perCoreSecond),
  [`${processes}, /core s`]: Math.round(several.perCoreSecond),
  'ratio free /s': Number(((processes * several.perCoreSecond) / one.perCoreSecond).toFixed(2)),
  busy: `${one.busy.toFixed(2)} / ${several.busy.toFixed(2)}`,
});

const compare = async (servers: readonly ServerProcess[], scenario: Scenario): Promise<object> => {
  const all: readonly Figures[][] = servers.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, server] of servers.entries()) all[at]?.push(await measure(server, scenario));
  }
  const [one, several] = all.map(medians);
  return one === undefined || several === undefined ? {} : rowOf(scenario.name, one, several);
};

const servers = [await start(1), await start(processes)];
try {
  const rows: object[] = [];
  for (const scenario of scenarios(size, 'processes')) {
    if (flags.only.split(',').some((part) => scenario.name.includes(part)))
      rows.push(await compare(servers, scenario));
  }
  console.log(`${size} entities, ${connections} connections, ${availableParallelism()} processors`);
  console.table(rows);
} finally {
  for (const server of servers) await server.stop();
}
