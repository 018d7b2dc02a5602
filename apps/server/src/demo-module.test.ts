import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cityEntities } from '@allmende/demo-city';
import { silentLogger } from '@allmende/kernel';
import { demoAddresses } from '@allmende/open-data-portal/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { composeModules } from './compose.ts';
import { readConfig } from './config.ts';
import { exampleDashboard, exampleRules } from './demo-examples.ts';
import { startServer, type RunningServer } from './serve.ts';

describe('the demo city', () => {
  let folder: string;
  let server: RunningServer;
  const start = (): Promise<RunningServer> =>
    startServer(readConfig({ PORT: '0', DATA_DIR: folder }), silentLogger, (parts) =>
      composeModules(parts, { demo: true }),
    );
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'allmende-demo-'));
    server = await start();
  });
  afterEach(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const restart = async (): Promise<void> => {
    await server.stop();
    server = await start();
  };
  const send = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`http://127.0.0.1:${String(server.port)}${path}`, init);
  const members = async (list: string, name: string): Promise<readonly Record<string, unknown>[]> =>
    ((await (await send(`/api/${list}`)).json()) as Record<string, Record<string, unknown>[]>)[name] ?? [];
  const titles = async () => (await members('dashboards', 'dashboards')).map(({ title }) => title);
  const rules = async () => (await members('alert-rules', 'rules')).map(({ name }) => name);

  const allTitles = [exampleDashboard.title];
  const allRules = exampleRules.map(({ name }) => name);

  it('greets its first visitor with a dashboard and two alert rules, created once', async () => {
    expect([await titles(), await rules()]).toEqual([allTitles, allRules]);
    await restart();
    expect([await titles(), await rules()]).toEqual([allTitles, allRules]);
  });

  it('leaves deleted what a user deleted', async () => {
    const [rule] = await members('alert-rules', 'rules');
    const deletions = [`/api/dashboards/${exampleDashboard.id}`, `/api/alert-rules/${String(rule?.['id'])}`];
    for (const path of deletions) expect((await send(path, { method: 'DELETE' })).status).toBe(204);
    await restart();
    expect([await titles(), await rules()]).toEqual([[], allRules.slice(1)]);
  });

  it('shows on its dashboard only what the city has, with a value now', async () => {
    const city = new Map(cityEntities().map(({ id, type }) => [id, type]));
    for (const tile of exampleDashboard.tiles) {
      if (!('entityId' in tile)) continue;
      expect(city.get(tile.entityId)).toBe(tile.entityType);
      const entity = await send(`/ngsi-ld/v1/entities/${tile.entityId}?format=simplified`);
      expect(await entity.json()).toHaveProperty(tile.attribute, expect.any(Number));
    }
  });

  it('has rules that watch what the city measures', async () => {
    for (const { entityType, condition } of exampleRules) {
      const path = `/ngsi-ld/v1/entities?type=${entityType}&attrs=${condition.attribute}&limit=1`;
      expect(await (await send(path)).json()).toHaveLength(1);
    }
  });

  it('gives every address that the catalogue of the demo names', async () => {
    const addresses = demoAddresses(server.publicUrl);
    expect(addresses.length).toBeGreaterThan(60);
    for (const { address, mediaType } of addresses) {
      const answer = await fetch(address);
      expect([address, answer.status]).toEqual([address, 200]);
      expect(answer.headers.get('content-type')).toContain(mediaType);
      await answer.body?.cancel();
    }
  });

  it('gives its entities as tables and maps, and refuses what it does not have', async () => {
    const csv = await (await fetch(`${server.publicUrl}/demo-data/parkhaeuser.csv`)).text();
    const lines = csv.trim().split('\r\n');
    expect(lines).toHaveLength(17);
    expect(lines[0]).toContain('id,lon,lat,name');
    const map: unknown = await (await fetch(`${server.publicUrl}/demo-data/stadtteile.geojson`)).json();
    expect(map).toMatchObject({ type: 'FeatureCollection', features: { length: 45 } });
    for (const file of ['none.csv', 'schulen.json', 'einwohner.geojson', '..%2Fx.csv'])
      expect((await fetch(`${server.publicUrl}/demo-data/${file}`)).status).toBe(404);
  });
});
