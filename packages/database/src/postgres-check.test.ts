import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgres, preparePostgres } from './index.ts';
import { temporaryPostgres, type TemporaryPostgres } from './testing.ts';

const url = process.env['TEST_POSTGRES_URL'];

/** What an operator is told of a database, or nothing. */
const told = async (address: string, prepare = () => Promise.resolve()): Promise<string | undefined> => {
  const database = openPostgres({ url: address });
  try {
    await preparePostgres(database, 'the database', prepare);
    return undefined;
  } catch (cause) {
    expect(cause).toMatchObject({ problem: { code: 'database-not-usable' } });
    return cause instanceof Error ? cause.message : '';
  } finally {
    await database.close();
  }
};

it('a database within this process is fit', async () => {
  const own = await temporaryPostgres();
  await preparePostgres(own.database, 'PGlite', () => Promise.resolve());
  expect(own.database.connections()).toEqual([]);
  await own.remove();
});

describe.skipIf(url === undefined)('a database that cannot be used (TEST_POSTGRES_URL)', () => {
  let own: TemporaryPostgres;
  const user = `allmende_test_${randomBytes(4).toString('hex')}`;
  const address = (parts: { readonly database?: string; readonly user?: string }): string => {
    const made = new URL(own.url ?? '');
    if (parts.database !== undefined) made.pathname = `/${parts.database}`;
    if (parts.user !== undefined) made.username = parts.user;
    return made.href;
  };
  beforeAll(async () => {
    own = await temporaryPostgres({ url });
    await own.database.read.run(`CREATE ROLE ${user} LOGIN`);
  });
  afterAll(async () => {
    await own.database.read.run(`DROP OWNED BY ${user}`);
    await own.database.read.run(`DROP ROLE ${user}`);
    await own.remove();
  });

  it('is told with what to do about it', async () => {
    expect(await told(address({}))).toBeUndefined();
    expect(await told(address({ database: 'nobody_made_it' }))).toMatch(
      /^the database: there is no such database on the server; make it with CREATE DATABASE/u,
    );
    expect(await told(address({ user: 'nobody' }))).toMatch(/refuses|does not let/u);
  });

  it('is told when the user may make no tables', async () => {
    const database = openPostgres({ url: address({ user }) });
    const create = (): Promise<void> =>
      database.migrate([{ name: 'test/some', postgres: 'CREATE TABLE some (n int)' }]);
    expect(await told(address({ user }), create)).toMatch(/make it the owner of the database/u);
    await database.close();
  });

  it('is told when PostGIS is missing, or may not be made by the user', async () => {
    const name = `allmende_test_${randomBytes(4).toString('hex')}`;
    await own.database.read.run(`CREATE DATABASE ${name} OWNER ${user}`);
    const database = openPostgres({ url: address({ database: name, user }) });
    const create = (): Promise<void> =>
      database.migrate([{ name: 'test/postgis', postgres: 'CREATE EXTENSION postgis' }]);
    expect(await told(address({ database: name, user }), create)).toMatch(/let a superuser run/u);
    await database.close();
    await own.database.read.run(`DROP DATABASE ${name} WITH (FORCE)`);
    const absent = () => Promise.reject(new Error('extension "postgis" is not available'));
    expect(await told(address({}), absent)).toMatch(/the server has no PostGIS; install it/u);
  });

  it('is told when its encoding does not hold every text', async () => {
    const name = `allmende_test_${randomBytes(4).toString('hex')}`;
    await own.database.read.run(
      `CREATE DATABASE ${name} ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'`,
    );
    expect(await told(address({ database: name }))).toBe(
      "the database: its encoding is LATIN1; make it with ENCODING 'UTF8'.",
    );
    await own.database.read.run(`DROP DATABASE ${name} WITH (FORCE)`);
  });

  it('hands on what is not about the database', async () => {
    const database = openPostgres({ url: own.url ?? '' });
    const broken = preparePostgres(database, 'it', () => Promise.reject(new Error('something else')));
    await expect(broken).rejects.toThrow('something else');
    expect(database.connections()).toMatchObject([
      { kind: 'write', open: 0 },
      { kind: 'read', open: 1, idle: 1, waiting: 0 },
    ]);
    await database.close();
    const nowhere = openPostgres({ url: 'postgres://127.0.0.1:1/nothing' });
    await expect(preparePostgres(nowhere, 'it', () => Promise.resolve())).rejects.toMatchObject({
      problem: { code: 'database-unreachable' },
      message: 'it: connect ECONNREFUSED 127.0.0.1:1.',
    });
    await nowhere.close();
  });
});
