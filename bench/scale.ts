import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openPostgres } from '@allmende/database';
import { runLoad, type PlannedRequest } from './load-client.ts';
import { idOf, scenarios, upsertBatch } from './scenarios.ts';

/**
 * `node bench/scale.ts --url URL [--load N] [--known N] [--past M] [--seconds 5] [--data-dir D | --database URL]
 *   [--processes PID,…]`
 *
 * Loads N entities into a running server, gives M of them a past of 30 days, drives the rows of the benchmark over the
 * N (or, without loading, over `--known`), and tells what each took of the disk: of the data folder, or of the database.
 * Processor time is that of the processes named, of server and database, with all that they started.
 */
const { values: flags } = parseArgs({
  options: {
    url: { type: 'string' },
    load: { type: 'string', default: '0' },
    known: { type: 'string', default: '0' },
    past: { type: 'string', default: '0' },
    seconds: { type: 'string', default: '5' },
    'data-dir': { type: 'string' },
    database: { type: 'string' },
    processes: { type: 'string' },
  },
});
const url = new URL(flags.url ?? 'http://127.0.0.1:8080');
const [loaded, withPast, seconds] = [Number(flags.load), Number(flags.past), Number(flags.seconds)];
const size = Math.max(loaded, Number(flags.known));

const folderBytes = async (folder: string): Promise<number> => {
  const sizes = await Promise.all(
    (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size),
  );
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
};

const databaseBytes = async (address: string): Promise<number> => {
  const database = openPostgres({ url: address, poolSize: 1 });
  await database.read.run('CHECKPOINT');
  const [row] = await database.read.rows('SELECT pg_database_size(current_database())');
  await database.close();
  return Number(row?.[0]);
};

const diskBytes = (): Promise<number> => {
  if (flags.database !== undefined) return databaseBytes(flags.database);
  return flags['data-dir'] === undefined ? Promise.resolve(Number.NaN) : folderBytes(flags['data-dir']);
};

interface ProcessTime {
  readonly pid: number;
  readonly parent: number;
  readonly seconds: number;
  /** Of children that have ended. */
  readonly endedSeconds: number;
}

const ticksPerSecond = 100;

const readProcess = async (pid: string): Promise<readonly ProcessTime[]> => {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const secondsIn = (user: number): number =>
    (Number(fields[user]) + Number(fields[user + 1])) / ticksPerSecond;
  const own = { pid: Number(pid), parent: Number(fields[1]) };
  return fields.length < 15 ? [] : [{ ...own, seconds: secondsIn(11), endedSeconds: secondsIn(13) }];
};

/** Processor seconds of the named processes and their children until now. */
const processorSeconds = async (): Promise<number> => {
  const named = new Set(flags.processes?.split(',').map(Number));
  const all = await Promise.all(
    (await readdir('/proc')).filter((name) => /^\d+$/u.test(name)).map(readProcess),
  );
  return all
    .flat()
    .filter(({ pid, parent }) => named.has(pid) || named.has(parent))
    .reduce((sum, one) => sum + one.seconds + (named.has(one.pid) ? one.endedSeconds : 0), 0);
};

const send = async ({ method, path, body }: PlannedRequest): Promise<void> => {
  const answer = await fetch(new URL(path, url), {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
};

/** Sends `count` requests, four at a time; seconds it took, by the clock and of the processor. */
const sendAll = async (count: number, request: (n: number) => PlannedRequest) => {
  const [startedAt, before] = [performance.now(), await processorSeconds()];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const n = next;
      next += 1;
      await send(request(n));
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  return { took: (performance.now() - startedAt) / 1000, core: (await processorSeconds()) - before };
};

const [dayMs, quarterMs, pastDays] = [86_400_000, 900_000, 30];
const pastStart = Date.UTC(2025, 8, 1);

/** 30 days of quarters of an hour, as a bike counter or a car park gives them. */
const pastOf = (n: number): PlannedRequest => ({
  method: 'POST',
  path: '/ngsi-ld/v1/temporal/entities',
  body: JSON.stringify({
    id: idOf(n),
    type: 'BenchSensor',
    occupancy: Array.from({ length: (pastDays * dayMs) / quarterMs }, (_, quarter) => ({
      type: 'Property',
      value: Math.round(500 + 400 * Math.sin(quarter / 15 + n) + ((quarter * 7919 + n) % 50)),
      observedAt: new Date(pastStart + quarter * quarterMs).toISOString(),
    })),
  }),
});

const pastQuery =
  (interval: string) =>
  (n: number): PlannedRequest => ({
    method: 'GET',
    path: `/ngsi-ld/v1/temporal/entities/${idOf(n % Math.max(withPast, 1))}?attrs=occupancy&${interval}`,
  });

const report = (what: string, facts: Readonly<Record<string, number>>): void => {
  const texts = Object.entries(facts).map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`);
  console.log(`${what}: ${texts.join(', ')}`);
};

const drive = async (name: string, request: (n: number) => PlannedRequest): Promise<void> => {
  await runLoad({ url, connections: 4, seconds: 1, request });
  const one = await runLoad({ url, connections: 1, seconds, request: (n) => request(n + 1_000_000) });
  const before = await processorSeconds();
  const many = await runLoad({ url, connections: 16, seconds, request: (n) => request(n + 2_000_000) });
  const core = (await processorSeconds()) - before;
  report(name, {
    'p50 ms': one.p50Ms,
    'p99 ms': one.p99Ms,
    '/s with 16 connections': many.perSecond,
    'p99 ms with 16': many.p99Ms,
    '/core s': many.requests / core,
    failures: one.failures + many.failures,
  });
};

if (loaded > 0) {
  const before = await diskBytes();
  const { took, core } = await sendAll(loaded / 100, (n) => upsertBatch(n * 100, 100));
  const bytes = (await diskBytes()) - before;
  report('loading', {
    entities: loaded,
    'entities/s': loaded / took,
    'entities/core s': loaded / core,
    'bytes of disk each': bytes / loaded,
  });
}
if (withPast > 0) {
  const before = await diskBytes();
  const { took, core } = await sendAll(withPast, pastOf);
  const records = (withPast * pastDays * dayMs) / quarterMs;
  const bytes = (await diskBytes()) - before;
  report('past', {
    records,
    'records/s': records / took,
    'records/core s': records / core,
    'bytes of disk each': bytes / records,
  });
}
for (const { name, request } of scenarios(size, `scale-${Date.now()}`)) await drive(name, request);
if (withPast > 0 || flags.known !== '0') {
  await drive('past, last 10', pastQuery('lastN=10'));
  await drive(
    'past, one day',
    pastQuery('timerel=between&timeAt=2025-09-10T00:00:00Z&endTimeAt=2025-09-11T00:00:00Z'),
  );
}
report('disk', { 'MB in all': (await diskBytes()) / 1e6 });
