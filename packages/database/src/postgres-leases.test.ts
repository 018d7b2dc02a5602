import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { leaseColumns, PostgresLeases } from './postgres-leases.ts';
import { temporaryPostgres, type TemporaryPostgres } from './temporary-postgres.ts';

const url = process.env['TEST_POSTGRES_URL'];

describe(`leases (${url === undefined ? 'PGlite' : 'PostgreSQL'})`, () => {
  let own: TemporaryPostgres;
  beforeAll(async () => {
    own = await temporaryPostgres({
      url,
      migrations: [{ name: 'test/leases', postgres: `CREATE TABLE leases (${leaseColumns})` }],
    });
  }, 180_000);
  afterAll(() => own.remove());
  beforeEach(() => own.clear());

  const leases = () => new PostgresLeases(own.database, 'leases');
  const within = (one: PostgresLeases, name: string): Promise<boolean> =>
    own.database.write((connection) => one.holdsWithin(connection, name));

  it('are taken by one process at a time, and once within it', async () => {
    const [first, second] = [leases(), leases()];
    expect(await first.take('a')).toBe(true);
    expect(await first.take('a')).toBe(false);
    expect(await second.take('a')).toBe(false);
    expect(await second.take('b')).toBe(true);
    expect([first.holds('a'), first.holds('b'), second.holds('b')]).toEqual([true, false, true]);
    await first.giveBack('a');
    expect(first.holds('a')).toBe(false);
    expect(await second.take('a')).toBe(true);
  });

  it('run out when they are not prolonged, and then are lost for the one who had them', async () => {
    const [first, second] = [leases(), leases()];
    await first.take('a');
    expect(await within(first, 'a')).toBe(true);
    await own.database.read.run("UPDATE leases SET until = clock_timestamp() - interval '1 second'");
    expect(await second.take('a')).toBe(true);
    expect([await within(first, 'a'), await within(second, 'a')]).toEqual([false, true]);
    // What is given back late takes nothing from the new owner.
    await first.giveBack('a');
    expect(await within(second, 'a')).toBe(true);
  });

  it('take no name of a table that could be a statement', () => {
    expect(() => new PostgresLeases(own.database, 'a; DROP TABLE b')).toThrow();
  });
});
