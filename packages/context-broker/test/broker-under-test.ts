import { openReadingDatabase } from '@allmende/database';
import { createTestClient, type TestAnswer, type TestRequest } from '@allmende/http/testing';
import { contextNotAvailable, type FetchDocument } from '@allmende/jsonld';
import { DomainError, silentLogger } from '@allmende/kernel';
import { fixedClock } from '@allmende/kernel/testing';
import { expect } from 'vitest';
import {
  createContextBroker,
  createContextReader,
  type ContextBroker,
  type ContextReader,
  type ContextSourceClient,
  type TrialClient,
} from '../src/index.ts';
import { testDatabase } from './test-database.ts';

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
  /** How contexts of others are got; without it, `hostedContexts` are there. */
  readonly fetchDocument?: FetchDocument;
}

const fetchHosted: FetchDocument = (address) => {
  const document = hostedContexts[address];
  return document === undefined
    ? Promise.reject(new DomainError(contextNotAvailable, `Context ${address} cannot be fetched.`))
    : Promise.resolve(document);
};

const elsewhere: TestAnswer = { status: 0, headers: {}, text: '', json: () => undefined };

/** Answers of a process that reads the same folder beside the broker; undefined for what it leaves to the broker. */
const startReader = (own: { readonly folder: string; readonly clock: Clock; readonly publicUrl: string }) => {
  const database = openReadingDatabase(own);
  const reader: ContextReader = createContextReader({
    ...{ database, clock: own.clock, logger: silentLogger },
    publicUrl: () => own.publicUrl,
    tell: () => undefined,
  });
  const client = createTestClient(reader.routes, { call: () => Promise.resolve(elsewhere) });
  return {
    read: async (method: Method, url: string, request: TestRequest): Promise<TestAnswer | undefined> => {
      const answer = await client.call(method, url, request);
      return answer === elsewhere ? undefined : answer;
    },
    stop: async () => {
      await reader.stop();
      await database.close();
    },
  };
};

/** On PostgreSQL all processes are equal: there is none that only reads. */
const noReader: ReturnType<typeof startReader> = {
  read: () => Promise.resolve(undefined),
  stop: () => Promise.resolve(),
};

const comparable = ({ status, headers, text }: TestAnswer) => ({ status, headers, text });

/** A whole broker, called without a socket; what a reader beside it can answer must be the same there. */
export const startBroker = ({
  contextSources = noSources,
  trialClient = noTrials,
  publicUrl = 'https://city.example',
  fetchDocument = fetchHosted,
}: BrokerOptions = {}): BrokerUnderTest => {
  const { database, folder, remove } = testDatabase();
  const clock = fixedClock(testStartMs);
  const broker = createContextBroker({
    database,
    clock,
    logger: silentLogger,
    contextSources,
    trialClient,
    publicUrl: () => publicUrl,
    fetchDocument,
  });
  const client = createTestClient(broker.routes);
  const reader = folder === undefined ? noReader : startReader({ folder, clock, publicUrl });
  const call: BrokerUnderTest['call'] = async (method, path, body, headers = {}) => {
    const request = { ...(body === undefined ? {} : { body }), headers };
    const url = `/ngsi-ld/v1${path}`;
    const read = await reader.read(method, url, request);
    const answer = await client.call(method, url, request);
    if (read !== undefined) expect(comparable(read)).toEqual(comparable(answer));
    return answer;
  };
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
      await reader.stop();
      await broker.stop();
      await remove();
    },
  };
};

/** A Link header that names a context (§6.3.5). */
export const linkTo = (address: string): Record<string, string> => ({
  link: `<${address}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`,
});
