import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, untilReady } from '../tools/loopback.ts';

/** A server of this repository on a clean folder, and what the system tells of its process. */
export interface ServerProcess {
  readonly url: URL;
  /** Processor seconds used so far, by all its threads; undefined where the system does not tell (no /proc). */
  cpuSeconds(): Promise<number | undefined>;
  residentMb(): Promise<number>;
  stop(): Promise<void>;
}

const ticksPerSecond = 100;

const processorSeconds = async ({ pid }: ChildProcess): Promise<number | undefined> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields === undefined ? undefined : (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
};

const residentMb = async ({ pid }: ChildProcess): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
};

/** Starts `script` with the arguments made from folder and port. */
export const startServer = async (
  script: string,
  argumentsOf: (folder: string, port: string) => readonly string[],
): Promise<ServerProcess> => {
  const folder = await mkdtemp(join(tmpdir(), 'allmende-bench-'));
  const port = String(await freePort());
  const server = spawn(process.execPath, [script, ...argumentsOf(folder, port)], {
    env: { ...process.env, PORT: port, HOST: '127.0.0.1', DATA_DIR: folder, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = new URL(`http://127.0.0.1:${port}`);
  await untilReady(url);
  return {
    url,
    cpuSeconds: () => processorSeconds(server),
    residentMb: () => residentMb(server),
    stop: async () => {
      server.kill('SIGTERM');
      await new Promise((resolve) => server.once('exit', resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
};
