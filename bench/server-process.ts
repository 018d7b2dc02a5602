import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, untilReady } from '../tools/loopback.ts';

/** What the system tells of processes that serve together, as a server with its readers or its database. */
export interface Usage {
  /** Processor seconds used so far, by all threads; undefined where the system does not tell (no /proc). */
  cpuSeconds(): Promise<number | undefined>;
  residentMb(): Promise<number>;
}

/** A server of this repository on a clean folder. */
export interface ServerProcess extends Usage {
  readonly url: URL;
  readonly pid: number;
  stop(): Promise<void>;
}

const ticksPerSecond = 100;

/** A process and all that it has started, as far as they live. */
const familyOf = async (pid: number): Promise<readonly number[]> => {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    tasks.map((task) => readFile(`/proc/${pid}/task/${task}/children`, 'utf8').catch(() => '')),
  );
  const children = lists.join(' ').split(' ').filter(Boolean).map(Number);
  return [pid, ...(await Promise.all(children.map(familyOf))).flat()];
};

const processorSeconds = async (pid: number): Promise<number | undefined> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields === undefined ? undefined : (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
};

const residentMb = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** What processes and their children use. */
export const usageOf = (pids: readonly number[]): Usage => {
  const all = async (): Promise<readonly number[]> => [
    ...new Set((await Promise.all(pids.map(familyOf))).flat()),
  ];
  return {
    cpuSeconds: async () => {
      const seconds = await Promise.all((await all()).map(processorSeconds));
      const known = seconds.filter((value) => value !== undefined);
      return known.length === 0 ? undefined : sum(known);
    },
    residentMb: async () => sum(await Promise.all((await all()).map(residentMb))),
  };
};

/** Binds a process, all its threads and children, to processors; where the system has no such command nothing happens. */
export const pin = async (pid: number, processors: string): Promise<void> => {
  for (const member of await familyOf(pid))
    spawnSync('taskset', ['-a', '-c', '-p', processors, String(member)]);
};

export interface StartOptions {
  /** Processors that the server may use, as `taskset` writes them. */
  readonly processors?: string | undefined;
}

/** Starts `script` with the arguments made from folder and port. */
export const startServer = async (
  script: string,
  argumentsOf: (folder: string, port: string) => readonly string[],
  { processors }: StartOptions = {},
): Promise<ServerProcess> => {
  const folder = await mkdtemp(join(tmpdir(), 'allmende-bench-'));
  const port = String(await freePort());
  const node = [process.execPath, script, ...argumentsOf(folder, port)];
  const [command = '', ...args] = processors === undefined ? node : ['taskset', '-c', processors, ...node];
  const server = spawn(command, args, {
    env: { ...process.env, PORT: port, HOST: '127.0.0.1', DATA_DIR: folder, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = new URL(`http://127.0.0.1:${port}`);
  await untilReady(url);
  const pid = server.pid ?? 0;
  return {
    url,
    pid,
    ...usageOf([pid]),
    stop: async () => {
      server.kill('SIGTERM');
      await new Promise((resolve) => server.once('exit', resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
};
