import { openPostgres } from '@allmende/database';
import { createHttpServer } from '@allmende/http';
import { DomainError, silentLogger, systemClock } from '@allmende/kernel';
import { contextNotAvailable } from '@allmende/jsonld';
import { createContextBroker } from '../src/index.ts';

/** A broker in a process of its own: `node broker-process.ts postgres://…`; tells its port when it serves. */
const [url = ''] = process.argv.slice(2);
const database = openPostgres({ url, poolSize: 6 });
const state = { port: 0 };
const broker = createContextBroker({
  database,
  clock: systemClock,
  logger: silentLogger,
  contextSources: {
    send: () => Promise.resolve({ kind: 'failure', failure: 'unreachable', detail: 'there are no sources' }),
  },
  trialClient: {
    send: () => Promise.reject(new Error('nothing is tried here')),
    publish: () => Promise.reject(new Error('nothing is tried here')),
  },
  publicUrl: () => `http://127.0.0.1:${String(state.port)}`,
  fetchDocument: (address) =>
    Promise.reject(new DomainError(contextNotAvailable, `Context ${address} cannot be fetched.`)),
});
const server = createHttpServer({ routes: broker.routes, logger: silentLogger });
await broker.start();
state.port = (await server.listen(0, '127.0.0.1')).port;
process.stdout.write(`${String(state.port)}\n`);
