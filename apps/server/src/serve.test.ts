import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problemJson, type Route } from '@allmende/http';
import { silentLogger } from '@allmende/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { startServer } from './serve.ts';
import type { ServerModule } from './server-module.ts';

describe('a server that starts', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'allmende-serve-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const route: Route = {
    method: 'GET',
    path: '/early',
    query: [],
    errors: problemJson,
    handle: () => ({ status: 204 }),
  };

  /** A module that starts when it is told to; `seen` has the port as soon as the server listens. */
  const slowModule = () => {
    const starting = Promise.withResolvers<void>();
    const listening = Promise.withResolvers<string>();
    const moduleOf = (publicUrl: () => string): ServerModule => ({
      routes: [route],
      migrations: [],
      start: () => {
        listening.resolve(publicUrl());
        return starting.promise;
      },
      stop: () => Promise.resolve(),
    });
    const running = startServer(
      readConfig({ PORT: '0', DATA_DIR: folder }),
      silentLogger,
      ({ publicUrl }) => [moduleOf(publicUrl)],
    );
    running.catch(() => undefined);
    return { running, starting, listening: listening.promise };
  };

  it('answers operators at once, and others when its modules know of what they do', async () => {
    const { running, starting, listening } = slowModule();
    const base = await listening;
    const early = fetch(`${base}/early`);
    expect((await fetch(`${base}/ready`)).status).toBe(503);
    const first = await Promise.race([early, new Promise((resolve) => setTimeout(resolve, 100, 'waits'))]);
    expect(first).toBe('waits');
    starting.resolve();
    expect((await early).status).toBe(204);
    const server = await running;
    expect([(await fetch(`${base}/ready`)).status, (await fetch(`${base}/early`)).status]).toEqual([
      200, 204,
    ]);
    await server.stop();
  });

  it('answers nobody who waited when it cannot start', async () => {
    const { running, starting, listening } = slowModule();
    const base = await listening;
    const early = fetch(`${base}/early`).then(
      ({ status }) => status,
      () => 'cut',
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    starting.reject(new Error('no'));
    expect([500, 'cut']).toContain(await early);
    await expect(running).rejects.toThrow('no');
  });
});
