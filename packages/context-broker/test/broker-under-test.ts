import { temporaryDatabase } from '@allmende/database/testing';
import { createTestClient, type TestAnswer, type TestRequest } from '@allmende/http/testing';
import { contextNotAvailable } from '@allmende/jsonld';
import { DomainError, silentLogger } from '@allmende/kernel';
import { fixedClock } from '@allmende/kernel/testing';
import {
  contextBrokerMigrations,
  createContextBroker,
  type ContextBroker,
  type ContextSourceClient,
  type TrialClient,
} from '../src/index.ts';

type Clock = ReturnType<typeof fixedClock>;
type Method = Parameters<ReturnType<typeof createTestClient>['call']>[0];

export interface BrokerUnderTest {
  readonly broker: ContextBroker;
  readonly clock: Clock;
  /** Path under /ngsi-ld/v1. */
  call(method: Method, path: string, body?: unknown, headers?: TestRequest['headers']): Promise<TestAnswer>;
  /** The body of a 200 answer. */
  get(path: string, headers?: TestRequest['headers']): Promise<unknown>;
  remove(): Promise<void>;
}

/** Contexts that the broker under test can fetch. */
export const hostedContexts: Readonly<Record<string, unknown>> = {
  'https://example.org/vehicle.jsonld': {
    '@context': { Vehicle: 'https://example.org/Vehicle', speed: 'https://example.org/speed' },
  },
  'https://example.org/cyclic.jsonld': { '@context': 'https://example.org/cyclic.jsonld' },
};

/** Start of the test clock: 2026-03-01T12:00:00Z. */
export const testStartMs = Date.UTC(2026, 2, 1, 12);

const noSources: ContextSourceClient = {
  send: () => Promise.resolve({ kind: 'failure', failure: 'unreachable', detail: 'there are no sources' }),
};

const noTrials: TrialClient = {
  send: () => Promise.reject(new Error('nothing is tried here')),
  publish: () => Promise.reject(new Error('nothing is tried here')),
};

interface BrokerOptions {
  readonly trialClient?: TrialClient;
  readonly contextSources?: ContextSourceClient;
  readonly publicUrl?: string;
}

/** A whole broker on an embedded database, called without a socket. */
export const startBroker = ({
  contextSources = noSources,
  trialClient = noTrials,
  publicUrl = 'https://city.example',
}: BrokerOptions = {}): BrokerUnderTest => {
  const { database, remove } = temporaryDatabase();
  const clock = fixedClock(testStartMs);
  const broker = createContextBroker({
    database,
    clock,
    logger: silentLogger,
    contextSources,
    trialClient,
    publicUrl: () => publicUrl,
    fetchDocument: (address) => {
      const document = hostedContexts[address];
      return document === undefined
        ? Promise.reject(new DomainError(contextNotAvailable, `Context ${address} cannot be fetched.`))
        : Promise.resolve(document);
    },
  });
  database.migrate(contextBrokerMigrations);
  const client = createTestClient(broker.routes);
  const call: BrokerUnderTest['call'] = (method, path, body, headers = {}) =>
    client.call(method, `/ngsi-ld/v1${path}`, { ...(body === undefined ? {} : { body }), headers });
  return {
    broker,
    clock,
    call,
    get: async (path, headers) => {
      const answer = await call('GET', path, undefined, headers);
      if (answer.status !== 200) throw new Error(`${path} answers ${String(answer.status)}: ${answer.text}`);
      return answer.json();
    },
    remove: async () => {
      await broker.stop();
      await remove();
    },
  };
};

/** A Link header that names a context (§6.3.5). */
export const linkTo = (address: string): Record<string, string> => ({
  link: `<${address}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`,
});
