import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ServerProcess {
  readonly base: string;
  readonly child: ChildProcess;
  end(signal: NodeJS.Signals): Promise<Finished>;
}

type Environment = Readonly<Record<string, string>>;

type Launched = ReturnType<typeof launchProgram>;

const launch = (args: readonly string[], environment: Environment): Launched =>
  launchProgram(process.execPath, [main, ...args], environment);

const launchProgram = (program: string, args: readonly string[], environment: Environment) => {
  const child = spawn(program, args, {
    cwd: root,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const finished = once(child, 'close').then((): Finished => ({ code: child.exitCode, ...output }));
  return { child, output, finished };
};

/** Runs the command line until it ends. */
export const runCommand = (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Finished> => launch(args, environment).finished;

/** Starts the real server on a free port and waits until it listens. */
export const startServerProcess = (folder: string, flags: readonly string[] = []): Promise<ServerProcess> =>
  whenListening(launch(['serve', '--port', '0', '--data-dir', folder, ...flags], {}));

/** Starts it as README says, by `npm start`; signals go to npm. */
export const startByNpm = (folder: string): Promise<ServerProcess> =>
  whenListening(launchProgram('npm', ['start'], { PORT: '0', DATA_DIR: folder, DEMO_SPEED: '1' }));

const whenListening = async ({ child, output, finished }: Launched): Promise<ServerProcess> => {
  const listening = new Promise<number>((resolve) => {
    child.stdout.on('data', () => {
      const port = /"port":(\d+)/.exec(output.stdout)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
  const port = await Promise.race([listening, finished]);
  if (typeof port !== 'number') throw new Error(`The server did not start: ${port.stderr}`);
  return {
    base: `http://127.0.0.1:${port}`,
    child,
    end: (signal) => {
      child.kill(signal);
      return finished;
    },
  };
};
