import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** The real server with the demo city and freshly built pages, on a folder and a port of its own. */
export interface PageServer {
  /** Without trailing slash. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Builds the pages, starts the server over what `prepare` put into its folder, and waits until it listens. */
export const startPageServer = async (
  prepare: (folder: string) => Promise<void> = () => Promise.resolve(),
): Promise<PageServer> => {
  const vite = fileURLToPath(new URL('../../../../node_modules/vite/bin/vite.js', import.meta.url));
  await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'error'], {
    cwd: join(root, 'apps/web'),
  });
  const folder = await mkdtemp(join(tmpdir(), 'allmende-pages-'));
  await prepare(folder);
  const server = spawn(process.execPath, [join(root, 'apps/server/src/main.ts'), 'serve', '--demo'], {
    env: {
      ...process.env,
      PORT: '0',
      DATA_DIR: folder,
      // Endpoints, sources and contexts of the tests are on this machine.
      ALLOW_PRIVATE_SOURCES: 'true',
      ALLOW_PRIVATE_CONTEXTS: 'true',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => {
      resolve();
    });
  });
  const stop = async (): Promise<void> => {
    server.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const port = await Promise.race([listeningPort(server.stdout), ended.then(() => undefined)]);
  if (port === undefined) {
    await stop();
    throw new Error('The server ended before it listened; see its messages above.');
  }
  return { address: `http://127.0.0.1:${String(port)}`, stop };
};

/** The port of the message that the server listens; later output is read and dropped. */
const listeningPort = (output: NodeJS.ReadableStream): Promise<number> => {
  let text = '';
  return new Promise((resolve) => {
    output.on('data', (chunk: Buffer) => {
      if (text.includes('"server is listening"')) return;
      text += chunk.toString();
      const line = text.split('\n').find((one) => one.includes('"server is listening"') && one.endsWith('}'));
      if (line !== undefined) resolve((JSON.parse(line) as { readonly port: number }).port);
    });
  });
};
