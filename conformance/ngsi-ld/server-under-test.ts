import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { temporaryPostgres } from '../../packages/database/src/testing.ts';
import { freePort, untilReady } from '../../tools/loopback.ts';

export interface ServerUnderTest {
  readonly url: string;
  stop(): Promise<void>;
}

/** What a server starts with: a folder that is empty, and perhaps a PostgreSQL server to make a new database on. */
export interface CleanStart {
  readonly dataDir: string;
  readonly postgresUrl: string | undefined;
}

/** Starts this project's server on clean data; contexts and context sources may be on loopback, where the suite has them. */
export const startServer = async (
  root: string,
  { dataDir, postgresUrl }: CleanStart,
): Promise<ServerUnderTest> => {
  const postgres = postgresUrl === undefined ? undefined : await temporaryPostgres({ url: postgresUrl });
  const port = await freePort();
  const child = spawn(process.execPath, [join(root, 'apps/server/src/main.ts'), 'serve'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      DATABASE_URL: postgres?.url,
      LOG_LEVEL: 'error',
      ALLOW_PRIVATE_CONTEXTS: 'true',
      ALLOW_PRIVATE_SOURCES: 'true',
      // The suite takes 40 instances for a page that is cut, and 20 for one that is whole.
      TEMPORAL_PAGE_SIZE: '30',
    },
  });
  const stopped = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${String(port)}`;
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await stopped;
    await postgres?.remove();
  };
  try {
    await untilReady(url);
  } catch (cause) {
    await stop();
    throw cause;
  }
  return { url, stop };
};
