import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPostgres, type PostgresDatabase } from './index.ts';
import { temporaryPostgres, type TemporaryPostgres } from './testing.ts';

const url = process.env['TEST_POSTGRES_URL'];

const numbers = (database: PostgresDatabase): Promise<readonly (readonly unknown[])[]> =>
  database.read.rows('SELECT n FROM numbers ORDER BY n');

const table = { name: 'test/numbers', postgres: 'CREATE TABLE numbers (n int PRIMARY KEY)' };

const describeDatabase = (name: string, serverUrl: string | undefined): void => {
  describe(`${name} as a database`, () => {
    let own: TemporaryPostgres;

    beforeAll(async () => {
      own = await temporaryPostgres({ url: serverUrl, migrations: [table] });
    }, 180_000);
    beforeEach(() => own.clear());
    afterAll(() => own.remove());

    it('keeps a transaction that succeeds and nothing of one that throws', async () => {
      const { database } = own;
      expect(
        await database.write((connection) => connection.run('INSERT INTO numbers VALUES (1), (2)')),
      ).toBe(2);
      const failing = database.write(async (connection) => {
        await connection.run('INSERT INTO numbers VALUES (3)');
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      await expect(
        database.write((connection) => connection.run('INSERT INTO numbers VALUES ($1)', 1)),
      ).rejects.toMatchObject({ code: '23505' });
      expect(await numbers(database)).toEqual([[1], [2]]);
    });

    it('gives numbers, texts, arrays and the text of JSON', async () => {
      const rows = await own.database.read.rows(
        'SELECT $1::int8, $2::jsonb, $3::text[], $4::bool, $5::float8, NULL::text',
        12_345_678_901,
        '{"a": 1}',
        ['a"b', 'c,d'],
        true,
        1.5,
      );
      expect(rows).toEqual([[12_345_678_901, '{"a": 1}', ['a"b', 'c,d'], true, 1.5, null]]);
    });

    it('answers the same statement again and again, with other values', async () => {
      for (let n = 0; n < 6; n += 1) {
        expect(await own.database.read.rows('SELECT $1::int + 1', n)).toEqual([[n + 1]]);
      }
    });

    it('makes a transaction again that was given up for another', async () => {
      const attempts: number[] = [];
      await own.database.write(async (connection) => {
        attempts.push(attempts.length);
        await connection.run('INSERT INTO numbers VALUES ($1)', attempts.length);
        if (attempts.length < 3)
          await connection.run("DO $$ BEGIN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END $$");
      });
      expect(attempts).toHaveLength(3);
      expect(await numbers(own.database)).toEqual([[3]]);
    });

    it('makes a transaction again whose row lay in a partition that was cut meanwhile, but no wrong one', async () => {
      const { database } = own;
      await database.write(async (connection) => {
        await connection.run('CREATE TABLE parted (n int CHECK (n > 0)) PARTITION BY RANGE (n)');
        await connection.run('CREATE TABLE low PARTITION OF parted FOR VALUES FROM (0) TO (9)');
      });
      const attempts: string[] = [];
      await database.write(async (connection) => {
        attempts.push('attempt');
        await connection.run(`INSERT INTO low VALUES (${attempts.length === 1 ? '10' : '1'})`);
      });
      expect(attempts).toHaveLength(2);
      const wrong = database.write(async (connection) => {
        attempts.push('wrong');
        await connection.run('INSERT INTO parted VALUES (0)');
      });
      await expect(wrong).rejects.toMatchObject({ code: '23514' });
      expect(attempts).toHaveLength(3);
      await database.write((connection) => connection.run('DROP TABLE parted'));
    });

    it('applies what is new of the migrations, and nothing of one that fails', async () => {
      const broken = { name: 'test/broken', postgres: 'INSERT INTO numbers VALUES (7); SELECT nothing' };
      const sqliteOnly = { name: 'test/sqlite-only', sqlite: 'no SQL at all' };
      const added = {
        name: 'test/added',
        postgres: 'INSERT INTO numbers VALUES (8); INSERT INTO numbers VALUES (9)',
      };
      await own.database.migrate([table, added, sqliteOnly]);
      await own.database.migrate([table, added]);
      await expect(own.database.migrate([added, broken])).rejects.toThrow(
        'Migration test/broken failed; nothing of it was kept.',
      );
      expect(await numbers(own.database)).toEqual([[8], [9]]);
    });

    it('tells listeners what was notified with a commit', async () => {
      const told: string[] = [];
      const end = await own.database.listen('some_channel', (payload) => told.push(payload));
      const notify = (payload: string, isFailing = false) =>
        own.database.write(async (connection) => {
          await connection.rows('SELECT pg_notify($1, $2)', 'some_channel', payload);
          if (isFailing) throw new Error('no');
        });
      await notify('one');
      await expect(notify('never', true)).rejects.toThrow('no');
      await notify('two');
      await expect.poll(() => told).toEqual(['one', 'two']);
      await end();
      await notify('three');
      expect(told).toEqual(['one', 'two']);
      await expect(own.database.listen('no"channel', () => undefined)).rejects.toThrow(
        'no name of a channel',
      );
    });

    it('refuses text with a NUL as input that is not valid', async () => {
      const refusal = { problem: { code: 'text-not-storable', category: 'invalid' } };
      await expect(own.database.read.rows('SELECT $1::text', 'a\0b')).rejects.toMatchObject(refusal);
      await expect(
        own.database.write((connection) => connection.rows('SELECT $1::text', 'a\0b')),
      ).rejects.toMatchObject(refusal);
    });

    it('has PostGIS', async () => {
      const [row] = await own.database.read.rows(
        'SELECT ST_Intersects(ST_MakePoint(1, 1), ST_MakeEnvelope(0, 0, 2, 2))',
      );
      expect(row).toEqual([true]);
    });
  });
};

describeDatabase('PGlite', undefined);

describe.skipIf(url === undefined)('where TEST_POSTGRES_URL names a server', () => {
  describeDatabase('PostgreSQL', url);

  it('compiles no statements, which over partitions takes longer than they do', async () => {
    const database = openPostgres({ url: url ?? '', poolSize: 1 });
    expect(await database.read.rows('SHOW jit')).toEqual([['off']]);
    expect(await database.write((connection) => connection.rows('SHOW jit'))).toEqual([['off']]);
    await database.close();
  });

  describe('several processes', () => {
    let own: TemporaryPostgres;
    beforeAll(async () => {
      own = await temporaryPostgres({ url, migrations: [table] });
    });
    afterAll(() => own.remove());

    const another = (): PostgresDatabase => openPostgres({ url: own.url ?? '' });

    it('read while transactions hold all of their connections', async () => {
      const database = openPostgres({ url: own.url ?? '', poolSize: 1 });
      const read = await database.write(() => database.read.rows('SELECT 1'));
      expect(read).toEqual([[1]]);
      await database.close();
    });

    it('may bring the schema up to date at once', async () => {
      const slow = {
        name: 'test/slow',
        postgres: 'SELECT pg_sleep(0.2); CREATE TABLE slow (n int); INSERT INTO slow VALUES (1)',
      };
      const databases = [another(), another(), another()];
      await Promise.all(databases.map((database) => database.migrate([table, slow])));
      expect(await own.database.read.rows('SELECT n FROM slow')).toEqual([[1]]);
      await Promise.all(databases.map((database) => database.close()));
    });

    it('that wait for each other in a circle all come to an end', async () => {
      await own.database.write((connection) => connection.run('INSERT INTO numbers VALUES (100), (200)'));
      const touch = (first: number, second: number) =>
        own.database.write(async (connection) => {
          await connection.run('UPDATE numbers SET n = n WHERE n = $1', first);
          await connection.rows('SELECT pg_sleep(0.2)');
          await connection.run('UPDATE numbers SET n = n WHERE n = $1', second);
        });
      await Promise.all([touch(100, 200), touch(200, 100)]);
    });

    it('live on when the connection of a transaction is lost between two of its statements', async () => {
      const database = another();
      let runs = 0;
      const written = database.write(async (connection) => {
        runs += 1;
        const [pid] = await connection.rows('SELECT pg_backend_pid()');
        if (runs === 1) {
          await own.database.read.rows('SELECT pg_terminate_backend($1)', Number(pid?.[0]));
          // The loss is told while nobody waits for an answer.
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
        await connection.run('INSERT INTO numbers VALUES (300)');
      });
      await written.catch((cause: unknown) => {
        expect(cause).toMatchObject({ problem: { code: 'database-unreachable' } });
      });
      await database.write((connection) => connection.run('INSERT INTO numbers VALUES (301)'));
      expect(await database.read.rows('SELECT n FROM numbers WHERE n = 301')).toEqual([[301]]);
      await database.close();
    });

    it('look again when their connection was lost and is found again', async () => {
      const database = another();
      const told: string[] = [];
      await database.listen('lost_and_found', (payload) => told.push(payload));
      const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()`;
      await own.database.read.rows(cut);
      await expect.poll(() => told, { timeout: 5000 }).toEqual(['']);
      await own.database.read.rows("SELECT pg_notify('lost_and_found', 'again')");
      await expect.poll(() => told).toEqual(['', 'again']);
      await database.close();
    });

    it('are told when the server cannot be reached', async () => {
      const database = openPostgres({ url: 'postgres://127.0.0.1:1/nothing' });
      expect(database.isWritable).toBe(true);
      await expect(database.read.rows('SELECT 1')).rejects.toMatchObject({
        problem: { code: 'database-unreachable' },
      });
      expect(database.isWritable).toBe(false);
      await expect(database.write((connection) => connection.run('SELECT 1'))).rejects.toThrow(
        'The database does not answer',
      );
      await database.close();
    });
  });
});
