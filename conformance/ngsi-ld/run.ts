import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { startMqttBroker } from '../../packages/context-broker/test/mqtt-broker.ts';
import { prepareSuite } from './prepare-suite.ts';
import {
  clauseTable,
  compare,
  readRobotResult,
  updated,
  type CaseResult,
  type KeptResults,
} from './results.ts';
import { freePort } from '../../tools/loopback.ts';
import { startServer } from './server-under-test.ts';

/**
 * `npm run conformance:ngsi-ld -- --suite DIR [--robot PATH] [--folder TP/NGSI-LD/…] [--log DIR] [--dry]
 * [--database postgres://…]`
 *
 * Runs a checked-out ETSI NGSI-LD test suite, or a folder of it, against this project's server on a clean data
 * folder, compares it with conformance/results, and writes it there unless it is a `--dry` run. With `--database` it
 * makes a new database on that PostgreSQL server, and compares only: both stores have to give the same results.
 * Ends with 1 when a case fails that passed the last time.
 */
const { values: flags } = parseArgs({
  options: {
    suite: { type: 'string' },
    robot: { type: 'string', default: 'robot' },
    folder: { type: 'string', default: 'TP/NGSI-LD' },
    log: { type: 'string' },
    dry: { type: 'boolean', default: false },
    database: { type: 'string' },
  },
});

const root = resolve(import.meta.dirname, '../..');
const resultsJson = join(root, 'conformance/results/ngsi-ld.json');
const resultsPage = join(root, 'conformance/results/ngsi-ld.md');

const runRobot = (cwd: string, variables: Readonly<Record<string, string | number>>, output: string) =>
  new Promise<void>((done, fail) => {
    const given = Object.entries(variables).flatMap(([name, value]) => [
      '--variable',
      `${name}:${String(value)}`,
    ]);
    const options = ['--outputdir', output, '--output', 'output.json', '--console', 'dotted'];
    const noReports = ['--log', 'NONE', '--report', 'NONE', '--consolewidth', '110'];
    const child = spawn(flags.robot, [...options, ...noReports, ...given, flags.folder], {
      cwd,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', fail);
    child.once('exit', () => done());
  });

const lastResults = async (): Promise<KeptResults> =>
  JSON.parse(await readFile(resultsJson, 'utf8').catch(() => '{}')) as KeptResults;

/** The suite names no other for the default port of MQTT. */
const mqttPort = 1883;

const runSuite = async (suite: string, folder: string): Promise<readonly CaseResult[]> => {
  const server = await startServer(root, { dataDir: join(folder, 'data'), postgresUrl: flags.database });
  const addresses = { contextPort: await freePort(), serverUrl: server.url };
  const prepared = await prepareSuite(suite, join(folder, 'suite'), addresses);
  const mqttBrokers = await Promise.all([startMqttBroker({ port: mqttPort }), startMqttBroker()]);
  const output = flags.log === undefined ? join(folder, 'output') : resolve(flags.log);
  const loopback = '127.0.0.1';
  const api = `${server.url}/ngsi-ld/v1`;
  try {
    const variables = {
      url: api,
      temporal_api_url: api,
      notification_server_host: loopback,
      notification_server_port: await freePort(),
      context_source_host: loopback,
      context_source_port: await freePort(),
      context_server_host: loopback,
      context_server_port: await freePort(),
      mqtt_broker_host: loopback,
      mqtt_broker_non_default_port: mqttBrokers[1].port,
    };
    await runRobot(prepared.folder, variables, output);
  } finally {
    prepared.contexts.closeAllConnections();
    prepared.contexts.close();
    await Promise.all(mqttBrokers.map((broker) => broker.close()));
    await server.stop();
  }
  return readRobotResult(join(output, 'output.json'));
};

const page = (kept: KeptResults): string => {
  const cases = Object.values(kept);
  const passed = cases.filter(({ status }) => status === 'pass').length;
  const failed = Object.entries(kept).filter(([, { status }]) => status === 'fail');
  return [
    '# NGSI-LD: the ETSI test suite',
    '',
    'Written by `npm run conformance:ngsi-ld`. What the numbers mean, and where the suite contradicts the',
    'specification: [docs/conformance.md](../../docs/conformance.md).',
    '',
    `${String(passed)} of ${String(cases.length)} cases pass.`,
    '',
    clauseTable(cases),
    '',
    '## Cases that fail',
    '',
    ...failed.map(([name]) => `- ${name}`),
    '',
  ].join('\n');
};

/** Writes a file as `npm run format` would leave it. */
const writeStyled = async (path: string, text: string): Promise<void> => {
  const style = await resolveConfig(path);
  await writeFile(path, await format(text, { ...style, filepath: path }));
};

const printList = (title: string, names: readonly string[]): void => {
  console.log(`\n${title}: ${String(names.length)}`);
  for (const name of names) console.log(`  ${name}`);
};

if (flags.suite === undefined) {
  console.error('Name the folder of a checked-out ETSI NGSI-LD test suite: --suite DIR.');
  process.exit(2);
}
const folder = await mkdtemp(join(tmpdir(), 'allmende-conformance-'));
try {
  const cases = await runSuite(resolve(flags.suite), folder);
  const last = await lastResults();
  const { newlyFailing, newlyPassing, stillFailing } = compare(last, cases);
  console.log(`\n${clauseTable(cases)}`);
  printList('Failing as before', stillFailing);
  printList('Newly passing', newlyPassing);
  printList('Newly failing', newlyFailing);
  if (!flags.dry && flags.database === undefined) {
    // A run of the whole suite forgets cases that the suite no longer has.
    const kept = updated(flags.folder === 'TP/NGSI-LD' ? {} : last, cases);
    await writeStyled(resultsJson, JSON.stringify(kept));
    await writeStyled(resultsPage, page(kept));
  }
  process.exitCode = newlyFailing.length > 0 ? 1 : 0;
} finally {
  await rm(folder, { recursive: true, force: true });
}
