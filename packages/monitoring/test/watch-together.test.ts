import { temporaryPostgres, type TemporaryPostgres } from '@allmende/database/testing';
import { createTestClient } from '@allmende/http/testing';
import { silentLogger } from '@allmende/kernel';
import { fixedClock } from '@allmende/kernel/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMonitoring, monitoringMigrations, type ObservedEntity } from '../src/index.ts';
import { createMemorySource } from './memory-source.ts';
import { aRule, createMailbox, idOf, startTime, type SeenAlert } from './monitoring-fixture.ts';

const url = process.env['TEST_POSTGRES_URL'];

describe(`monitoring of several processes (${url === undefined ? 'PGlite' : 'PostgreSQL'})`, () => {
  let own: TemporaryPostgres;
  let clock: ReturnType<typeof fixedClock>;
  let mailbox: ReturnType<typeof createMailbox>;
  let ends: (() => Promise<void>)[];
  beforeAll(async () => {
    own = await temporaryPostgres({ url, migrations: monitoringMigrations });
  }, 180_000);
  afterAll(() => own.remove());
  let entities: Map<string, ObservedEntity>;
  beforeEach(() => {
    clock = fixedClock(startTime);
    mailbox = createMailbox();
    entities = new Map();
    ends = [];
  });
  afterEach(async () => {
    for (const end of ends) await end();
    await own.clear();
  });

  /** One process; the first one that lets time pass runs the rules. */
  const startProcess = async (name: string) => {
    const source = createMemorySource(entities);
    const lost: string[] = [];
    const { database } = own;
    let count = 0;
    const monitoring = createMonitoring({
      database,
      beforeCommit: (record) =>
        source.recordBy((changes) => database.write((connection) => record(connection, changes))),
      clock,
      logger: { ...silentLogger, error: (message) => lost.push(message) },
      entities: source,
      mail: mailbox,
      fetch: () => Promise.reject(new Error('nobody is there')),
      newId: () => `${name}-${String((count += 1))}`,
    });
    await monitoring.start();
    await monitoring.settled();
    ends.push(() => monitoring.stop());
    const client = createTestClient(monitoring.routes);
    const settle = async (): Promise<void> => {
      await source.written();
      await monitoring.settled();
    };
    return {
      lost,
      client,
      monitoring,
      settle,
      put: async (temperature: number, id = 'urn:1') => {
        const value = { value: temperature, at: new Date(clock.now()).toISOString() };
        source.put({ id, types: ['Sensor'], attributes: { temperature: value } });
        await source.written();
      },
      remove: async (id: string) => {
        source.remove(id);
        await source.written();
      },
      pass: async (seconds: number) => {
        clock.advance(seconds * 1000);
        monitoring.tick();
        await settle();
      },
      histories: async () => {
        const { alerts } = (await client.call('GET', '/api/alerts')).json() as { alerts: SeenAlert[] };
        return alerts.map(({ entityId, history }) =>
          [entityId, ...history.map(({ kind }) => kind)].join(' '),
        );
      },
    };
  };
  type Process = Awaited<ReturnType<typeof startProcess>>;

  const threshold = {
    kind: 'threshold',
    attribute: 'temperature',
    direction: 'above',
    raiseAt: 30,
    clearAt: 25,
  };

  const addRule = async ({ client }: Process, parts: object = {}): Promise<string> => {
    const recipients = { emails: ['amt@stadt.example'] };
    const body = aRule({ condition: threshold, recipients, ...parts });
    return idOf(await client.call('POST', '/api/alert-rules', { body }));
  };

  const changeRule = async ({ client }: Process, id: string, parts: object): Promise<void> => {
    const rule = (await client.call('GET', `/api/alert-rules/${id}`)).json() as object;
    const answer = await client.call('PUT', `/api/alert-rules/${id}`, { body: { ...rule, ...parts } });
    expect(answer.status).toBe(200);
  };

  /** Takes the lease from the process that has it, as if that had died a while ago. */
  const letLeasesRunOut = (): Promise<unknown> =>
    own.database.read.run("UPDATE monitoring_leases SET until = clock_timestamp() - interval '1 second'");

  const findings = async (): Promise<number> =>
    (await own.database.read.rows('SELECT 1 FROM alert_findings')).length;

  it('tells once of each change, through whichever it came, also of what was over when it was looked at', async () => {
    const [first, second] = [await startProcess('a'), await startProcess('b')];
    await addRule(first);
    await second.put(35);
    clock.advance(10);
    await second.put(20);
    clock.advance(10);
    await second.put(36);
    expect(await findings()).toBe(3);
    await second.pass(1);
    expect(await first.histories()).toEqual([]);
    await first.pass(1);
    await first.put(20);
    await first.settle();
    expect(await second.histories()).toEqual(['urn:1 raised cleared raised-again cleared']);
    expect(mailbox.messages).toHaveLength(4);
    expect(await findings()).toBe(0);
    expect([...first.lost, ...second.lost]).toEqual([]);
  });

  it('sees a rule that another process made or changed, and nothing that was found by what it was before', async () => {
    const [first, second] = [await startProcess('a'), await startProcess('b')];
    const id = await addRule(second);
    await first.put(35);
    await first.pass(1);
    expect(await first.histories()).toEqual(['urn:1 raised']);
    await changeRule(second, id, { recipients: { emails: ['wache@stadt.example'] } });
    await second.put(20);
    await second.put(40);
    await changeRule(second, id, { condition: { ...threshold, raiseAt: 50, clearAt: 45 } });
    await first.pass(1);
    expect(await first.histories()).toEqual(['urn:1 raised cleared']);
    expect(mailbox.messages).toHaveLength(1);
    await second.put(60);
    await first.pass(1);
    expect(mailbox.messages.map(({ to }) => to)).toEqual(['amt@stadt.example', 'wache@stadt.example']);
    await second.client.call('DELETE', `/api/alert-rules/${id}`);
    await second.put(20);
    await second.put(70);
    await first.pass(1);
    expect(await first.histories()).toEqual(['urn:1 raised cleared raised-again cleared']);
    expect(await findings()).toBe(0);
  });

  it('takes over from a process that is dead, with durations that run and changes that nobody took up', async () => {
    const [first, second] = [await startProcess('a'), await startProcess('b')];
    await addRule(first, { condition: { ...threshold, holdSeconds: 60 } });
    await first.put(35);
    await first.pass(30);
    await second.put(45, 'urn:2');
    clock.advance(60_000);
    await second.put(10, 'urn:2');
    await letLeasesRunOut();
    await second.pass(0);
    expect((await second.histories()).toSorted()).toEqual(['urn:1 raised', 'urn:2 raised cleared']);
    expect(mailbox.messages).toHaveLength(3);
  });

  it('lets a process that was only taken for dead do nothing any more', async () => {
    const [first, second] = [await startProcess('a'), await startProcess('b')];
    await addRule(first);
    await letLeasesRunOut();
    await second.pass(1);
    await first.put(35);
    await first.settle();
    expect(first.lost).not.toEqual([]);
    expect(await first.histories()).toEqual([]);
    await second.pass(1);
    await first.pass(1);
    expect(await first.histories()).toEqual(['urn:1 raised']);
    expect(mailbox.messages).toHaveLength(1);
    await second.monitoring.stop();
    await first.pass(1);
    await first.put(20);
    await first.settle();
    expect(await first.histories()).toEqual(['urn:1 raised cleared']);
  });

  it('clears what an entity raised that is deleted through another process', async () => {
    const [first, second] = [await startProcess('a'), await startProcess('b')];
    await addRule(first);
    await second.put(35);
    await first.pass(1);
    await second.remove('urn:1');
    await first.pass(1);
    expect(await first.histories()).toEqual(['urn:1 raised cleared']);
  });

  it('writes nothing for changes that no rule is about', async () => {
    const first = await startProcess('a');
    await addRule(first, { isActive: false });
    await addRule(first, { entityType: 'Other' });
    await addRule(first, { tenant: 'other' });
    await first.monitoring.stop();
    await (await startProcess('b')).put(35);
    expect(await findings()).toBe(0);
  });
});
