import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgres, type PostgresDatabase } from '@allmende/database';
import { temporaryPostgres, type TemporaryPostgres } from '@allmende/database/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCommand, startServerProcess, type ServerProcess } from './server-process.ts';

const url = process.env['TEST_POSTGRES_URL'];
const password = 'geheim';

describe('a server without its PostgreSQL', () => {
  const nowhere = `postgres://me:${password}@127.0.0.1:1/city`;
  const told = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await runCommand(args, { DATA_DIR: tmpdir(), PORT: '0' });
    expect(stdout + stderr).not.toContain(password);
    return [code, stderr.trim().split('\n').length, stderr.trim()];
  };

  it('ends with one line that tells why, and shows no password', async () => {
    const unreachable = [1, 1, expect.stringMatching(/^The database does not answer\..*ECONNREFUSED/u)];
    expect(await told('serve', '--database', nowhere)).toEqual(unreachable);
    expect(await told('serve', '--database', `mysql://me:${password}@db/city`)).toEqual([
      1,
      2,
      expect.stringContaining('DATABASE_URL must be a postgres address'),
    ]);
  });

  it('leaves copies to the tools of PostgreSQL', async () => {
    expect(await told('backup', 'copy.dump', '--database', nowhere)).toEqual([
      1,
      1,
      expect.stringMatching(/Use pg_dump .* --file=copy.dump --dbname=postgres:\/\/me:\*\*\*@/u),
    ]);
    expect(await told('restore', 'copy.dump', '--database', nowhere)).toEqual([
      1,
      1,
      expect.stringMatching(/pg_restore .* --dbname=postgres:\/\/me:\*\*\*@127.0.0.1:1\/city copy.dump/u),
    ]);
  });
});

/** Takes what servers tell. */
const startReceiver = async () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (text: string) => bodies.push(text));
    request.on('end', () => response.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    bodies,
    uri: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

/** With a connection for itself, which any process may get. */
const onOwnConnection = (
  address: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly text: string }> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const outgoing = request(
      address,
      { agent: false, ...(body === undefined ? {} : { method: 'POST', headers }) },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.once('end', () => {
          resolve({ status: answer.statusCode ?? 0, text });
        });
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });

describe.skipIf(url === undefined)('servers over PostgreSQL (TEST_POSTGRES_URL)', () => {
  let server: PostgresDatabase;
  let postgres: TemporaryPostgres;
  let own: string;
  let folder: string;
  const running: ServerProcess[] = [];
  const owner = `allmende_test_${randomBytes(4).toString('hex')}`;

  beforeAll(async () => {
    server = openPostgres({ url: url ?? '', poolSize: 1 });
    await server.read.run(`CREATE ROLE ${owner} LOGIN PASSWORD '${password}'`);
  });
  afterAll(async () => {
    await server.read.run(`DROP ROLE ${owner}`);
    await server.close();
  });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'allmende-server-'));
    postgres = await temporaryPostgres({ url });
    const address = new URL(postgres.url ?? '');
    // As an operator would have it: a user that owns the database, and PostGIS made by somebody who may.
    await server.read.run(`ALTER DATABASE ${address.pathname.slice(1)} OWNER TO ${owner}`);
    await postgres.database.read.run(`ALTER TABLE migrations OWNER TO ${owner}`);
    [address.username, address.password] = [owner, password];
    own = address.href;
  });
  afterEach(async () => {
    for (const one of running.splice(0)) {
      const { stdout, stderr } = await one.end('SIGKILL');
      expect(stdout + stderr).not.toContain(password);
    }
    await postgres.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async (...flags: readonly string[]): Promise<ServerProcess> => {
    const one = await startServerProcess(join(folder, String(running.length)), ['--database', own, ...flags]);
    running.push(one);
    return one;
  };
  const post = async (address: string, body: unknown): Promise<number> => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })).status;
  };
  const get = async (address: string): Promise<unknown> => (await fetch(address)).json();
  const entity = (id: string, seats: number) => ({ id, type: 'Bench', seats: { value: seats } });

  it('show the same data, and tell of their connections', async () => {
    const [first, second] = [await start(), await start()];
    expect(await post(`${first.base}/ngsi-ld/v1/entities`, entity('urn:b:1', 3))).toBe(201);
    expect(await get(`${second.base}/ngsi-ld/v1/entities/urn:b:1?format=simplified`)).toEqual({
      id: 'urn:b:1',
      type: 'Bench',
      seats: 3,
    });
    const metrics = await (await fetch(`${second.base}/metrics`)).text();
    expect(metrics).toMatch(/^allmende_database_connections\{kind="read",state="idle"\} [1-9]$/mu);
    expect(metrics).not.toContain(password);
    expect(await second.end('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
  }, 60_000);

  it('stream changes that were made through another', async () => {
    const [first, second] = [await start(), await start()];
    const live = await fetch(`${second.base}/api/live?type=Bench`);
    const reader = live.body?.pipeThrough(new TextDecoderStream()).getReader();
    let seen = '';
    const reading = (async () => {
      while (!seen.includes('urn:b:')) seen += (await reader?.read())?.value ?? '';
    })();
    // The one that is to tell learns of the interest of others a moment after they have it.
    for (let n = 1; !seen.includes('urn:b:') && n < 100; n += 1) {
      await post(`${first.base}/ngsi-ld/v1/entities`, entity(`urn:b:${String(n)}`, n));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await reading;
    expect(seen).toMatch(/event: change\ndata: \{"id":"urn:b:\d+","type":"Bench","seats":\d+\}/u);
    await reader?.cancel();
  }, 60_000);

  it('are not ready while the database is away, and go on when it is back', async () => {
    const one = await start();
    const name = new URL(own).pathname.slice(1);
    const status = async (): Promise<number> => (await fetch(`${one.base}/ready`)).status;
    const write = (id: string): Promise<number> => post(`${one.base}/ngsi-ld/v1/entities`, entity(id, 1));
    expect(await status()).toBe(200);
    await server.read.run(`ALTER DATABASE ${name} CONNECTION LIMIT 0`);
    await server.read.rows(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND usename = $2',
      name,
      owner,
    );
    expect([await status(), await write('urn:b:1')]).toEqual([503, 503]);
    await server.read.run(`ALTER DATABASE ${name} CONNECTION LIMIT -1`);
    await expect.poll(status, { timeout: 10_000 }).toBe(200);
    expect(await write('urn:b:2')).toBe(201);
  }, 60_000);

  it('tell what an import beside them has changed, and raise its alerts', async () => {
    const receiver = await startReceiver();
    const one = await start();
    await post(`${one.base}/ngsi-ld/v1/subscriptions`, {
      type: 'Subscription',
      entities: [{ type: 'Bench' }],
      notification: { format: 'simplified', endpoint: { uri: receiver.uri } },
    });
    await post(`${one.base}/api/alert-rules`, {
      name: 'Viele Plätze',
      entityType: 'Bench',
      severity: 'info',
      condition: { kind: 'threshold', attribute: 'seats', direction: 'above', raiseAt: 5, clearAt: 5 },
    });
    const [mapping, csv] = [join(folder, 'mapping.json'), join(folder, 'benches.csv')];
    const source = { format: 'csv' };
    const names = { name: 'benches', title: 'Bänke', source };
    const attributes = { seats: { from: 'seats', as: 'integer' } };
    writeFileSync(
      mapping,
      JSON.stringify({ ...names, entity: { id: 'urn:b:{nr}', type: 'Bench' }, attributes }),
    );
    writeFileSync(csv, 'nr,seats\n1,3\n2,9\n');
    const imported = await runCommand(['import', mapping, csv, '--data-dir', folder, '--database', own]);
    expect([imported.code, imported.stderr]).toEqual([0, '']);
    expect(imported.stdout).not.toContain(password);
    expect(await get(`${one.base}/ngsi-ld/v1/entities?type=Bench&format=simplified`)).toHaveLength(2);
    const alerts = async () => (await get(`${one.base}/api/alerts`)) as { alerts: { entityId: string }[] };
    await expect
      .poll(async () => (await alerts()).alerts.map(({ entityId }) => entityId), { timeout: 10_000 })
      .toEqual(['urn:b:2']);
    await expect.poll(() => receiver.bodies.join(''), { timeout: 10_000 }).toContain('urn:b:2');
    expect(receiver.bodies.join('')).toContain('urn:b:1');
    receiver.close();
  }, 60_000);

  it('answer with several equal processes, one of which may be killed', async () => {
    const one = await start('--processes', '2');
    const children = async (): Promise<readonly number[]> => {
      const pid = String(one.child.pid);
      const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
      return text.split(' ').filter(Boolean).map(Number);
    };
    const series = 'allmende_http_requests_total{method="POST",route="/ngsi-ld/v1/entities",status="201"}';
    const metrics = () => onOwnConnection(`${one.base}/metrics`);
    for (let n = 0; n < 6; n += 1) {
      const written = await onOwnConnection(
        `${one.base}/ngsi-ld/v1/entities`,
        entity(`urn:b:${String(n)}`, n),
      );
      expect(written.status).toBe(201);
      expect((await onOwnConnection(`${one.base}/ngsi-ld/v1/entities/urn:b:${String(n)}`)).status).toBe(200);
    }
    const { text } = await metrics();
    expect(text).toContain(`${series} 6\n`);
    expect(text).toContain('allmende_processes 2\n');
    // Both have connections of their own.
    expect(text).toMatch(/^allmende_database_connections\{kind="write",state="idle"\} [2-9]$/mu);
    const [child = 0] = await children();
    process.kill(child, 'SIGKILL');
    await expect.poll(async () => (await children()).includes(child)).toBe(false);
    expect((await onOwnConnection(`${one.base}/ngsi-ld/v1/entities/urn:b:1`)).status).toBe(200);
    await expect
      .poll(async () => (await metrics()).text, { timeout: 20_000 })
      .toContain('allmende_processes 2');
    expect(await one.end('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
  }, 60_000);

  it('play one demo city, whose past is there, also when the one that plays it ends', async () => {
    const [first, second] = [await start('--demo'), await start('--demo')];
    const rules = (await get(`${second.base}/api/alert-rules`)) as { rules: unknown[] };
    expect(rules.rules).toHaveLength(2);
    const past = `${second.base}/ngsi-ld/v1/temporal/entities?type=WeatherObserved&attrs=temperature&format=temporalValues&timerel=before&timeAt=2100-01-01T00:00:00Z`;
    const hours = async () =>
      ((await get(past)) as { temperature?: { values: unknown[] } }[])[0]?.temperature?.values.length ?? 0;
    await expect.poll(hours, { timeout: 60_000, interval: 500 }).toBeGreaterThan(24 * 6);
    expect(await first.end('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
    const players = async () => await postgres.database.read.rows('SELECT name FROM server_leases');
    await expect.poll(players, { timeout: 20_000, interval: 500 }).toEqual([['demo city']]);
    expect(await second.end('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
    expect(await players()).toEqual([]);
  }, 120_000);
});
