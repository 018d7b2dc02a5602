import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { startServer } from '../ngsi-ld/server-under-test.ts';
import { checks, type CheckParts } from './checks.ts';
import { runCkanapi } from './run-ckanapi.ts';

/**
 * `npm run conformance:ckan -- [--ckanapi PATH] [--dry]`
 *
 * Starts a server on a clean data folder and lets ckanapi (PyPI) load, search, dump and delete. Rewrites
 * conformance/results/ckan.md unless `--dry`, and ends with 1 when a check fails.
 */
const { values: flags } = parseArgs({
  options: { ckanapi: { type: 'string', default: 'ckanapi' }, dry: { type: 'boolean', default: false } },
});

const root = resolve(import.meta.dirname, '../..');
const folder = await mkdtemp(join(tmpdir(), 'allmende-ckan-'));
const dataDir = join(folder, 'data');

const makeToken = async (): Promise<string> => {
  const args = ['portal', 'token', 'create', 'conformance', '--role', 'admin', '--data-dir', dataDir];
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(root, 'apps/server/src/main.ts'),
    ...args,
  ]);
  return stdout.trim();
};

interface Outcome {
  readonly name: string;
  readonly problem: string | undefined;
}

const runChecks = async (parts: CheckParts): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const { name, run } of checks) {
    const problem = await run(parts);
    outcomes.push({ name, problem });
    console.log(
      `${problem === undefined ? 'ok  ' : 'FAIL'} ${name}${problem === undefined ? '' : `: ${problem}`}`,
    );
  }
  return outcomes;
};

const tableOf = (outcomes: readonly Outcome[], version: string): string => {
  const passed = outcomes.filter(({ problem }) => problem === undefined).length;
  const rows = outcomes.map(
    ({ name, problem }) =>
      `| ${name} | ${problem === undefined ? 'passes' : `fails: ${problem.replaceAll('|', '\\|')}`} |`,
  );
  return [
    '# CKAN Action API by ckanapi',
    '',
    `${version} against a clean server: ${String(passed)} of ${String(outcomes.length)} checks pass. Made by \`npm run conformance:ckan\`.`,
    '',
    '| check | result |',
    '| --- | --- |',
    ...rows,
    '',
  ].join('\n');
};

try {
  const token = await makeToken();
  const server = await startServer(root, { dataDir, postgresUrl: undefined });
  try {
    const site = ['-r', server.url];
    const outcomes = await runChecks({
      anonymous: (args, input) => runCkanapi(flags.ckanapi, [...args, ...site], input),
      admin: (args, input) => runCkanapi(flags.ckanapi, [...args, ...site, '-a', token], input),
    });
    const { out } = await runCkanapi(flags.ckanapi, ['--version']);
    if (!flags.dry) await writeFile(join(root, 'conformance/results/ckan.md'), tableOf(outcomes, out.trim()));
    process.exitCode = outcomes.every(({ problem }) => problem === undefined) ? 0 : 1;
  } finally {
    await server.stop();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
