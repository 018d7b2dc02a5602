import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { temporaryPostgres } from '@allmende/database/testing';
import { runLoad, type LoadPlan } from './load-client.ts';
import { load } from './measure.ts';
import { scenarios, type Scenario } from './scenarios.ts';
import { pin, startServer, type ServerProcess } from './server-process.ts';

/**
 * `node bench/processes.ts [--processes 2] [--size 100000] [--seconds 3] [--rounds 3] [--only NAME,…] [--database URL]`:
 * what reading gains when several processes answer. One process and several, in turn, over a data folder each, or over
 * a database each that is made on the PostgreSQL server at URL.
 *
 * `each, /core s` asks the processes one after the other, by the connections that are dealt to them, servers bound to
 * one processor and the client to another: requests for each second of the servers' processor time, of PostgreSQL
 * nothing. Their sum over the figure of one process in the same round is `gain`: what several can do where each has a processor and the
 * client none of theirs. `ratio /s` is what this machine did when all were asked at once, client included, without
 * bounds: with no more processors than processes the client takes its share from them.
 */
const { values: flags } = parseArgs({
  options: {
    processes: { type: 'string', default: '2' },
    size: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: 'retrieve,query,near,temporal' },
    database: { type: 'string' },
  },
});
const [processes, size, seconds, rounds] = [flags.processes, flags.size, flags.seconds, flags.rounds].map(
  Number,
) as [number, number, number, number];
const connections = 32;
const processors = availableParallelism();

interface Subject {
  readonly server: ServerProcess;
  readonly count: number;
  stop(): Promise<void>;
}

/** Bound: servers and client each to a processor of their own, where there are two. */
const bind = async (subjects: readonly Subject[], isBound: boolean): Promise<void> => {
  if (processors < 2) return;
  const all = `0-${String(processors - 1)}`;
  for (const { server } of subjects) await pin(server.pid, isBound ? '0' : all);
  await pin(process.pid, isBound ? '1' : all);
};

const planOf = ({ server }: Subject, { request }: Scenario): LoadPlan => ({
  ...{ url: server.url, connections, seconds, request },
});

const run = async (plan: LoadPlan): Promise<Awaited<ReturnType<typeof runLoad>>> => {
  const result = await runLoad(plan);
  if (result.failures > 0) throw new Error(`${result.failures} requests failed.`);
  return result;
};

/** Requests for each second of processor time by the process that gets these connections. */
const measureOne = async (subject: Subject, scenario: Scenario, at: number): Promise<number> => {
  const before = (await subject.server.cpuSeconds()) ?? Number.NaN;
  const { requests } = await run({ ...planOf(subject, scenario), dealt: { of: subject.count, at } });
  return requests / (((await subject.server.cpuSeconds()) ?? Number.NaN) - before);
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

interface Figures {
  readonly each: readonly number[];
  readonly perSecond: number;
}

const gainOf = (one: Figures, several: Figures): number =>
  several.each.reduce((sum, value) => sum + value, 0) / (one.each[0] ?? Number.NaN);

/** Of pairs, as foreign load that both of a round share says nothing. */
const gainOver = ([one = [], several = []]: readonly (readonly Figures[])[]): number =>
  median(
    one.flatMap((figures, round) => (several[round] === undefined ? [] : gainOf(figures, several[round]))),
  );

/** Median of each figure. */
const medians = (all: readonly Figures[]): Figures => ({
  each: (all[0]?.each ?? []).map((_figure, at) => median(all.map(({ each }) => each[at] ?? Number.NaN))),
  perSecond: median(all.map(({ perSecond }) => perSecond)),
});

/** Code is compiled, and queries are learned from, in each process. */
const warmUp = async (subject: Subject, scenario: Scenario): Promise<void> => {
  for (let at = 0; at < subject.count; at += 1) {
    await run({ ...planOf(subject, scenario), seconds: 4, dealt: { of: subject.count, at } });
  }
};

const eachOf = async (subject: Subject, scenario: Scenario): Promise<readonly number[]> => {
  const each: number[] = [];
  for (let at = 0; at < subject.count; at += 1) each.push(await measureOne(subject, scenario, at));
  return each;
};

const compare = async (subjects: readonly Subject[], scenario: Scenario): Promise<object> => {
  for (const subject of subjects) await warmUp(subject, scenario);
  const all: readonly Figures[][] = subjects.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    await bind(subjects, true);
    const each: (readonly number[])[] = [];
    for (const subject of subjects) each.push(await eachOf(subject, scenario));
    await bind(subjects, false);
    for (const [at, subject] of subjects.entries()) {
      const { perSecond } = await run(planOf(subject, scenario));
      all[at]?.push({ each: each[at] ?? [], perSecond });
    }
  }
  const [one, several] = all.map(medians);
  return one === undefined || several === undefined
    ? {}
    : rowOf(scenario.name, [one, several], gainOver(all));
};

const rowOf = (name: string, [one, several]: readonly [Figures, Figures], gain: number) => ({
  row: name,
  'one, /core s': Math.round(one.each[0] ?? Number.NaN),
  'each, /core s': several.each.map(Math.round).join(' '),
  gain: Number(gain.toFixed(2)),
  'one, /s': Math.round(one.perSecond),
  [`${processes}, /s`]: Math.round(several.perSecond),
  'ratio /s': Number((several.perSecond / one.perSecond).toFixed(2)),
});

const start = async (count: number): Promise<Subject> => {
  const own = flags.database === undefined ? undefined : await temporaryPostgres({ url: flags.database });
  const database = own?.url === undefined ? [] : ['--database', own.url];
  const server = await startServer('apps/server/src/main.ts', () => [
    ...['serve', '--processes', String(count)],
    ...database,
  ]);
  await load(server, size);
  return {
    server,
    count,
    stop: async () => {
      await server.stop();
      await own?.remove();
    },
  };
};

const subjects = [await start(1), await start(processes)];
try {
  const rows: object[] = [];
  for (const scenario of scenarios(size, 'processes')) {
    if (flags.only.split(',').some((part) => scenario.name.includes(part)))
      rows.push(await compare(subjects, scenario));
  }
  console.log(`${size} entities, ${connections} connections, ${processors} processors`);
  console.table(rows);
} finally {
  for (const subject of subjects) await subject.stop();
}
