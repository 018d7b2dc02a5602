import { createTestClient, type TestAnswer, type TestClient } from '@allmende/http/testing';
import { silentLogger, type Logger } from '@allmende/kernel';
import { fixedClock } from '@allmende/kernel/testing';
import {
  createMonitoring,
  type MailMessage,
  type MailSender,
  type Monitoring,
  type ObservedEntity,
} from '../src/index.ts';
import { createMemorySource, type MemorySource } from './memory-source.ts';
import { testDatabase } from './test-database.ts';

export const startTime = Date.parse('2026-11-24T08:00:00.000Z');

export interface FixtureOptions {
  readonly mail?: MailSender;
  readonly fetch?: typeof fetch;
  readonly logger?: Logger;
}

export interface Fixture {
  readonly clock: ReturnType<typeof fixedClock>;
  readonly source: MemorySource;
  /** Makes writes to a table of the database fail; returns its end. */
  breakTable(
    table: 'alerts' | 'alert_deliveries',
    operation: 'INSERT' | 'UPDATE',
  ): Promise<() => Promise<void>>;
  client(): TestClient;
  monitoring(): Monitoring;
  /** An entity of type Sensor with a temperature (or other attributes) observed now. */
  sensor(id: string, attributes: Readonly<Record<string, unknown>>): ObservedEntity;
  /** Lets time pass and everything settle. */
  pass(seconds: number): Promise<void>;
  /** Ends this monitoring and begins another on the same data. */
  restart(meanwhile?: () => void): Promise<void>;
  remove(): Promise<void>;
}

const noCall: typeof fetch = () => Promise.reject(new Error('nobody is there'));

/** A mail server that takes everything. */
export const createMailbox = (): MailSender & { readonly messages: MailMessage[] } => {
  const messages: MailMessage[] = [];
  return {
    messages,
    send: (message) => {
      messages.push(message);
      return Promise.resolve();
    },
  };
};

/** Monitoring on a database of its own, with a clock that stands still. */
export const startMonitoring = async (options: FixtureOptions = {}): Promise<Fixture> => {
  const database = testDatabase();
  const clock = fixedClock(startTime);
  const source = createMemorySource();
  let count = 0;
  const create = async (): Promise<Monitoring> =>
    createMonitoring({
      ...(await database.open(source)),
      clock,
      logger: options.logger ?? silentLogger,
      entities: source,
      mail: options.mail,
      fetch: options.fetch ?? noCall,
      alertsUrl: () => 'https://stadt.example/alerts',
      newId: () => `id-${String((count += 1))}`,
    });
  /** What was put is written before monitoring can settle. */
  const begin = async (): Promise<Monitoring> => {
    const own = await create();
    await own.start();
    const settled = async (): Promise<void> => {
      await source.written();
      await own.settled();
    };
    const stop = async (): Promise<void> => {
      await source.written();
      await own.stop();
    };
    return { ...own, settled, stop };
  };
  let monitoring = await begin();
  await monitoring.settled();
  return {
    clock,
    source,
    breakTable: database.breakTable,
    client: () => createTestClient(monitoring.routes),
    monitoring: () => monitoring,
    sensor: (id, attributes) => ({
      id,
      types: ['https://example.org/Sensor'],
      attributes: Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [
          name,
          { value, at: new Date(clock.now()).toISOString() },
        ]),
      ),
    }),
    pass: async (seconds) => {
      await source.written();
      clock.advance(seconds * 1000);
      monitoring.tick();
      await monitoring.settled();
    },
    restart: async (meanwhile) => {
      await monitoring.stop();
      await database.close();
      source.forgetListeners();
      meanwhile?.();
      monitoring = await begin();
      await monitoring.settled();
      monitoring.tick();
      await monitoring.settled();
    },
    remove: async () => {
      await monitoring.stop();
      await database.remove();
    },
  };
};

/** A rule as clerks send it; parts of it replaced. */
export const aRule = (parts: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  name: 'Hitze',
  entityType: 'Sensor',
  severity: 'critical',
  condition: {
    kind: 'threshold',
    attribute: 'temperature',
    direction: 'above',
    raiseAt: 30,
    clearAt: 25,
    holdSeconds: 60,
  },
  ...parts,
});

/** The parts of an alert that tests look at. */
export interface SeenAlert {
  readonly id: string;
  readonly ruleName: string;
  readonly entityId: string;
  readonly status: string;
  readonly isCleared: boolean;
  readonly history: readonly { readonly kind: string; readonly note?: string; readonly value?: unknown }[];
}

export const alertsIn = async (fixture: Fixture, query = ''): Promise<readonly SeenAlert[]> => {
  const answer = await fixture.client().call('GET', `/api/alerts${query}`);
  return (answer.json() as { readonly alerts: readonly SeenAlert[] }).alerts;
};

/** The kinds of events of the newest alert, with the notes of the service. */
export const historyOf = async (fixture: Fixture): Promise<readonly string[]> =>
  ((await alertsIn(fixture))[0]?.history ?? []).map(({ kind, note }) =>
    note === undefined ? kind : `${kind}: ${note}`,
  );

export const idOf = (answer: TestAnswer): string => (answer.json() as { readonly id: string }).id;
