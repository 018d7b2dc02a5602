import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand, startByNpm, startServerProcess, type ServerProcess } from './server-process.ts';

describe('the server process', () => {
  let folder: string;
  let server: ServerProcess;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'allmende-server-'));
    server = await startServerProcess(join(folder, 'data'));
  });
  afterEach(async () => {
    await server.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('says that it lives and is ready, and counts requests by route and status', async () => {
    expect((await fetch(`${server.base}/health`)).status).toBe(200);
    expect((await fetch(`${server.base}/ready`)).status).toBe(200);
    expect((await fetch(`${server.base}/health?x=1`)).status).toBe(400);
    const metrics = await (await fetch(`${server.base}/metrics`)).text();
    expect(metrics).toContain('allmende_http_requests_total{method="GET",route="/health",status="200"} 1');
    expect(metrics).toContain('allmende_http_requests_total{method="GET",route="/health",status="400"} 1');
    expect(metrics).toMatch(/process_resident_memory_bytes \d{6,}/);
  });

  it('gives the page and its script to a browser, compressed once', async () => {
    const page = await (await fetch(server.base)).text();
    const script = /src="([^"]+\.js)"/.exec(page)?.[1] ?? '';
    const answer = await fetch(server.base + script, { headers: { 'accept-encoding': 'gzip, br' } });
    expect(answer.headers.get('content-encoding')).toBe('br');
    expect(await answer.text()).toMatch(/\bcreateElement\b/);
  });

  it('explains the type of a problem at the address that it names', async () => {
    const problem = await fetch(`${server.base}/api/dashboards/none`);
    expect(problem.headers.get('content-type')).toBe('application/problem+json');
    const { type, title } = (await problem.json()) as { type: string; title: string };
    const page = await fetch(new URL(type, problem.url));
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const code = new URL(type, problem.url).hash.slice(1);
    expect(await page.text()).toContain(`<dt id="${code}"><code>${code}</code> (404)</dt><dd>${title}</dd>`);
  });

  it('refuses a second server on the same folder with a clear message', async () => {
    const second = await runCommand(['serve', '--port', '0', '--data-dir', join(folder, 'data')]);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain('Another server uses the data folder');
  });

  it('takes an import while it runs, by its address but not by its folder', async () => {
    const mapping = join(folder, 'mapping.json');
    const csv = join(folder, 'benches.csv');
    writeFileSync(
      mapping,
      JSON.stringify({
        name: 'benches',
        title: 'Bänke',
        source: { format: 'csv' },
        entity: { id: 'urn:ngsi-ld:Bench:{nr}', type: 'Bench' },
        attributes: { seats: { from: 'seats', as: 'integer' } },
      }),
    );
    writeFileSync(csv, 'nr,seats\n1,3\n2,many\n');
    const common = ['import', mapping, csv, '--data-dir', join(folder, 'data')];
    const direct = await runCommand(common);
    expect([direct.code, direct.stderr]).toEqual([1, expect.stringContaining('--to http')]);
    const remote = await runCommand([...common, '--to', server.base]);
    expect([remote.code, remote.stderr]).toEqual([0, '']);
    expect(remote.stdout).toContain('1 × seats: is not a number (Zeile / line 3)');
    const found = await fetch(`${server.base}/ngsi-ld/v1/entities?type=Bench&format=simplified`);
    expect(await found.json()).toEqual([{ id: 'urn:ngsi-ld:Bench:1', type: 'Bench', seats: 3 }]);
  });

  it('refuses a taken port with a clear message', async () => {
    const port = new URL(server.base).port;
    const other = join(folder, 'other');
    const second = await runCommand(['serve', '--port', port, '--data-dir', other]);
    expect([second.code, second.stderr]).toEqual([1, expect.stringContaining(`Port ${port}`)]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends with 0 on %s', async (signal) => {
    expect((await server.end(signal)).code).toBe(0);
  });

  it('finds its data again on a second start', async () => {
    const entity = { id: 'urn:ngsi-ld:Bench:1', type: 'Bench', seats: { type: 'Property', value: 3 } };
    const created = await fetch(`${server.base}/ngsi-ld/v1/entities`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(entity),
    });
    expect(created.status).toBe(201);
    await server.end('SIGTERM');
    server = await startServerProcess(join(folder, 'data'));
    const found = await fetch(`${server.base}/ngsi-ld/v1/entities/${entity.id}`);
    expect(await found.json()).toMatchObject(entity);
  });

  it('logs one line of JSON per request, without the address', async () => {
    await fetch(`${server.base}/ngsi-ld/v1/entities/urn:ngsi-ld:Person:Erika`);
    await fetch(`${server.base}/health`, { headers: { 'ngsild-tenant': 'muenster' } });
    const { stdout } = await server.end('SIGTERM');
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const requests = lines.filter(({ message }) => message === 'request answered');
    expect(requests).toMatchObject([
      { level: 'info', route: '/ngsi-ld/v1/entities/:id', status: 404, code: 'resource-not-found' },
      { level: 'info', route: '/health', status: 200, tenant: 'muenster' },
    ]);
    expect(stdout).not.toContain('Erika');
  });

  it('starts again after a kill -9', async () => {
    await server.end('SIGKILL');
    server = await startServerProcess(join(folder, 'data'));
    expect((await fetch(`${server.base}/ready`)).status).toBe(200);
  });

  it('is copied while it runs, and the copy is restored only where nothing is lost', async () => {
    const file = join(folder, 'copy.sqlite');
    const elsewhere = join(folder, 'restored');
    const codeOf = async (...args: string[]): Promise<number | null> => (await runCommand(args)).code;
    expect(await codeOf('backup', file, '--data-dir', join(folder, 'data'))).toBe(0);
    const nowhere = await runCommand(['backup', '/no/folder', '--data-dir', join(folder, 'data')]);
    expect([nowhere.code, nowhere.stderr]).toEqual([1, expect.stringContaining('cannot be written')]);
    expect(await codeOf('restore', file, '--data-dir', elsewhere)).toBe(0);
    expect(await codeOf('restore', file, '--data-dir', elsewhere)).toBe(1);
    expect(await codeOf('restore', file, '--replace', '--data-dir', join(folder, 'data'))).toBe(1);
  });
});

describe('npm start', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'allmende-npm-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'hands %s on, so that the server stops cleanly',
    async (signal) => {
      const server = await startByNpm(folder);
      const { code, stdout } = await server.end(signal);
      expect(code).toBe(0);
      expect(stdout).toContain('"message":"server has stopped"');
      await expect(fetch(`${server.base}/health`)).rejects.toThrow();
    },
    30_000,
  );
});

describe('the command line', () => {
  it('refuses what it does not know with 2', async () => {
    expect((await runCommand(['serve', '--nonsense'])).code).toBe(2);
    expect((await runCommand(['dance'])).code).toBe(2);
    expect((await runCommand(['backup'])).code).toBe(2);
  });

  it('names all wrong settings, each in a line', async () => {
    const { code, stderr } = await runCommand(['serve'], { PORT: '99999', LOG_LEVEL: 'loud' });
    expect([code, stderr.trim().split('\n')]).toEqual([
      1,
      [
        'The configuration is not valid.',
        '  PORT must be at most 65535',
        '  LOG_LEVEL must be error, warn, info or debug',
      ],
    ]);
  });

  it('refuses an address that is not of this machine with a clear message', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'allmende-address-'));
    const { code, stderr } = await runCommand(['serve', '--host', '192.0.2.1', '--data-dir', folder]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('HOST is not an address of this machine')]);
    rmSync(folder, { recursive: true });
  });

  it('prints the settings without the mail password', async () => {
    const environment = { SMTP_URL: 'smtp://me:secret@mail.example', MAIL_FROM: 'a@example.org' };
    const { code, stdout } = await runCommand(['config', '--print'], environment);
    expect([code, stdout.includes('secret'), stdout.includes('8080')]).toEqual([0, false, true]);
  });
});
