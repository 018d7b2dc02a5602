import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startServer } from '../ngsi-ld/server-under-test.ts';
import { narrowDocument, type OpenApi } from './narrow-document.ts';
import { prepareData } from './prepare-data.ts';

/**
 * `npm run conformance:openapi -- [--schemathesis PATH] [--examples N] [--seed N] [--only TEXT]
 * [--database postgres://…]`
 *
 * Starts a server on a clean data folder, or on a new database of that PostgreSQL server, and lets schemathesis (PyPI)
 * send what its OpenAPI document allows, and what it does not. Ends with 1 when an answer is a server error, a status
 * that the document does not tell, or of another media type than it tells.
 */
const { values: flags } = parseArgs({
  options: {
    schemathesis: { type: 'string', default: 'schemathesis' },
    examples: { type: 'string', default: '12' },
    seed: { type: 'string', default: '1' },
    /** Only operations whose path contains it. */
    only: { type: 'string' },
    database: { type: 'string' },
  },
});

const root = resolve(import.meta.dirname, '../..');

const options = [
  ['--checks', 'not_a_server_error,status_code_conformance,content_type_conformance'],
  ['--phases', 'examples,coverage,fuzzing'],
  ['--seed', flags.seed],
  ['--max-examples', flags.examples],
  ['--request-timeout', '30'],
  // Its answers do not end.
  ['--exclude-path', '/api/live'],
  ['--warnings', 'off'],
  ...(flags.only === undefined ? [] : [['--include-path-regex', flags.only]]),
].flat();

const runSchemathesis = (document: string, url: string, cwd: string): Promise<number> =>
  new Promise((done, fail) => {
    const child = spawn(
      flags.schemathesis,
      ['run', document, '--url', url, '--continue-on-failure', '--no-color', ...options],
      { cwd, stdio: ['ignore', 'inherit', 'inherit'] },
    );
    child.once('error', fail);
    child.once('exit', (code) => done(code ?? 1));
  });

const folder = await mkdtemp(join(tmpdir(), 'allmende-openapi-'));
const server = await startServer(root, { dataDir: join(folder, 'data'), postgresUrl: flags.database });
try {
  await prepareData(server.url);
  const answer = await fetch(`${server.url}/api/openapi.json`);
  const document = narrowDocument((await answer.json()) as OpenApi);
  const path = join(folder, 'openapi.json');
  await writeFile(path, JSON.stringify(document));
  process.exitCode = await runSchemathesis(path, server.url, folder);
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
