import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { runLoad, type PlannedRequest } from './load-client.ts';
import { fewConnections, load, measureRound, median, warmUp, type Measured, type Target } from './measure.ts';
import { scenarios, type Scenario } from './scenarios.ts';
import { pin, startServer, usageOf, type ServerProcess } from './server-process.ts';

/**
 * `npm run bench -- [--baseline URL --baseline-pids PID,… --baseline-name TEXT] [--sizes 10000,100000] [--seconds 3]
 * [--rounds 3] [--connections 32] [--only NAME,…]`
 *
 * Starts this project's server on a clean folder and, beside it, a bare `node:http` and `node:sqlite` server
 * (bare-server.ts), or takes the NGSI-LD broker at --baseline; both get the same entities, and the same requests in
 * turn, round by round. Servers are bound to the first processor, the client to the second. Prints the median of the
 * rounds: requests a second, requests for each second of the server's processor time with all its processes (also those
 * of --baseline-pids, as its database), latencies, memory, and the ratios of the two.
 */
const { values: flags } = parseArgs({
  options: {
    baseline: { type: 'string' },
    'baseline-pids': { type: 'string', default: '' },
    'baseline-name': { type: 'string' },
    sizes: { type: 'string', default: '10000,100000' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '32' },
    only: { type: 'string' },
  },
});
const plan = { connections: Number(flags.connections), seconds: Number(flags.seconds) };
const only = flags.only?.split(',');

const processors = availableParallelism();
/** Server and client do not take one another's processor, where there are two. */
const [serverProcessor, clientProcessor] = processors > 1 ? ['0', '1'] : [undefined, undefined];

const rounded = (value: number | undefined): number | string =>
  value === undefined || Number.isNaN(value)
    ? '–'
    : Number(value >= 100 ? value.toFixed(0) : value.toFixed(2));

const ratio = (own: number | undefined, other: number | undefined): number | string =>
  own === undefined || other === undefined ? '–' : rounded(own / other);

interface Row {
  readonly scenario: Scenario;
  /** One for each target. */
  readonly measured: readonly Measured[];
}

const measureRow = async (targets: readonly Target[], scenario: Scenario): Promise<Row> => {
  for (const target of targets) await warmUp(target, scenario, plan);
  const rounds: Measured[][] = targets.map(() => []);
  for (let round = 0; round < Number(flags.rounds); round += 1) {
    for (const [index, target] of targets.entries()) {
      rounds[index]?.push(await measureRound(target, scenario, { ...plan, round }));
    }
  }
  return { scenario, measured: rounds.map(median) };
};

const figures = ({
  perSecond,
  p50Ms,
  p99Ms,
  failures,
  perCoreSecond,
  unqueuedP99Ms,
  clientShare,
}: Measured) => ({
  '/s': rounded(perSecond),
  '/core s': rounded(perCoreSecond),
  'p50 ms': rounded(p50Ms),
  'p99 ms': rounded(p99Ms),
  [`p99 ms, ${fewConnections} conn.`]: rounded(unqueuedP99Ms),
  failures,
  client: `${Math.round(clientShare * 100)} %`,
});

const print = (rows: readonly Row[], targets: readonly Target[]): void => {
  for (const [index, { name }] of targets.entries()) {
    console.log(`\n${name}`);
    console.table(
      rows.flatMap(({ scenario, measured }) => {
        const own = measured[index];
        return own === undefined ? [] : [{ row: scenario.name, ...figures(own) }];
      }),
    );
  }
  console.log('\nratios, the first to the second');
  console.table(
    rows.map(({ scenario, measured: [own, other] }) => ({
      row: scenario.name,
      '/s': ratio(own?.perSecond, other?.perSecond),
      '/core s': ratio(own?.perCoreSecond, other?.perCoreSecond),
      'p99 ms': ratio(other?.p99Ms, own?.p99Ms),
    })),
  );
};

/** Retrieving while others ask what no index answers; slow queries must not hold up fast ones. */
const measureBeside = async (url: URL, size: number): Promise<string> => {
  const retrieve = scenarios(size, 'beside').find(({ name }) => name === 'retrieve')?.request;
  if (retrieve === undefined) throw new Error('There is no scenario "retrieve".');
  const slow = (n: number): PlannedRequest => ({
    method: 'GET',
    path: `/ngsi-ld/v1/entities?type=BenchSensor&q=name~%3D%22nowhere${n}%22&limit=20`,
  });
  const { seconds } = plan;
  await runLoad({ url, connections: 1, seconds: 1, request: slow });
  const fast = { url, connections: fewConnections, seconds, request: retrieve };
  const alone = await runLoad(fast);
  const [beside, scans] = await Promise.all([
    runLoad(fast),
    runLoad({ url, connections: 2, seconds, request: slow }),
  ]);
  return (
    `retrieve with ${fewConnections} connections: p99 ${rounded(alone.p99Ms)} ms alone, ` +
    `${rounded(beside.p99Ms)} ms beside ${rounded(scans.perSecond)} full scans/s ` +
    `of ${rounded(scans.p50Ms)} ms (ratio ${ratio(beside.p99Ms, alone.p99Ms)})`
  );
};

interface Baseline extends Target {
  stop(): Promise<void>;
}

const startBaseline = async (): Promise<Baseline> => {
  const { baseline } = flags;
  if (baseline === undefined) {
    const bare = await startServer('bench/bare-server.ts', (folder, port) => [folder, port], {
      processors: serverProcessor,
    });
    return { ...bare, name: 'node:http and node:sqlite alone' };
  }
  const pids = flags['baseline-pids'].split(',').filter(Boolean).map(Number);
  if (serverProcessor !== undefined) for (const pid of pids) await pin(pid, serverProcessor);
  const name = flags['baseline-name'] ?? baseline;
  return { ...usageOf(pids), url: new URL(baseline), name, stop: () => Promise.resolve() };
};

const commit = (): string =>
  execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim();

const measureSize = async (own: ServerProcess & Target, baseline: Baseline, size: number): Promise<void> => {
  const targets = [own, baseline];
  for (const target of targets) await load(target, size);
  const rows: Row[] = [];
  for (const scenario of scenarios(size, `${size}-${Date.now()}`)) {
    if (only !== undefined && !only.some((part) => scenario.name.includes(part))) continue;
    rows.push(await measureRow(targets, scenario));
  }
  const { connections, seconds } = plan;
  console.log(
    `\n${size} entities of ten attributes, ${connections} connections, median of ${flags.rounds} rounds of ${seconds} s`,
  );
  print(rows, targets);
  for (const { name, residentMb } of targets) {
    console.log(`memory of ${name}: ${Math.round(await residentMb())} MB`);
  }
  console.log(await measureBeside(own.url, size));
};

if (clientProcessor !== undefined) await pin(process.pid, clientProcessor);
console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${processors} processors`);
for (const size of flags.sizes.split(',').map(Number)) {
  const server = await startServer('apps/server/src/main.ts', () => ['serve'], {
    processors: serverProcessor,
  });
  try {
    const baseline = await startBaseline();
    try {
      const name = `Allmende ${commit()}, Node ${process.version}`;
      await measureSize({ ...server, name }, baseline, size);
    } finally {
      await baseline.stop();
    }
  } finally {
    await server.stop();
  }
}
