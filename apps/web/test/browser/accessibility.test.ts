import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumNote, chromiumPath, startChromium } from './chromium.ts';
import { startPageServer, type PageServer } from './start-page-server.ts';
import { addTestCity, garage, garageName } from './test-city.ts';
import { open, visit } from './visit.ts';

const dashboard = {
  id: 'zugaenglich',
  title: 'Zugänglich',
  tiles: [
    { kind: 'value', width: 3, entityId: garage, attribute: 'availableSpotNumber' },
    { kind: 'trend', width: 3, entityId: garage, attribute: 'availableSpotNumber' },
    { kind: 'chart', width: 6, entityId: garage, attribute: 'availableSpotNumber' },
    { kind: 'map', width: 6 },
    { kind: 'table', width: 6, attribute: 'availableSpotNumber' },
  ].map((tile, index) => ({
    ...tile,
    id: `tile-${String(index + 1)}`,
    title: `Kachel ${String(index + 1)}`,
    entityType: 'OffStreetParking',
  })),
};
const rule = {
  name: 'Wenige Plätze',
  entityType: 'OffStreetParking',
  entityId: garage,
  severity: 'critical',
  condition: {
    kind: 'threshold',
    attribute: 'availableSpotNumber',
    direction: 'above',
    raiseAt: 50,
    clearAt: 40,
    holdSeconds: 0,
  },
};

const subscription = {
  id: 'urn:ngsi-ld:Subscription:test',
  type: 'Subscription',
  subscriptionName: 'Ein recht langer Name für ein Abonnement an die Verkehrsleitzentrale',
  entities: [{ type: 'OffStreetParking' }],
  q: 'availableSpotNumber<5;name~="(?i)dom"',
  geoQ: { georel: 'near;maxDistance==500', geometry: 'Point', coordinates: [7.62, 51.96] },
  notification: { endpoint: { uri: 'http://127.0.0.1:1/ein/langer/pfad/zur/gegenseite/der/umbricht' } },
};
const registration = {
  id: 'urn:ngsi-ld:ContextSourceRegistration:test',
  type: 'ContextSourceRegistration',
  information: [{ entities: [{ type: 'RiverLevel' }], propertyNames: ['level'] }],
  endpoint: 'http://127.0.0.1:1',
  operations: ['retrieveOps', 'createEntity'],
};

const paths: Readonly<Record<string, string>> = {
  'start page': '/',
  map: '/map',
  'map with a place': `/map?layers=OffStreetParking&place=${encodeURIComponent(garage)}`,
  'map as a list': '/map?view=list',
  'entity page': `/entities/${encodeURIComponent(garage)}`,
  'entity page of a district': '/entities/urn%3Angsi-ld%3ADistrict%3Amuenster%3A11',
  'list of dashboards': '/dashboards',
  dashboard: '/dashboards/zugaenglich',
  'dashboard being edited': '/dashboards/zugaenglich?edit=1',
  'data browser': '/data',
  'data browser with filter':
    '/data?type=OffStreetParking&attr=name&op=contains&value=Park&attr=availableSpotNumber&op=gt&value=many',
  subscriptions: '/data/subscriptions',
  subscription: '/data/subscriptions/urn%3Angsi-ld%3ASubscription%3Atest',
  'new subscription': '/data/subscriptions/new',
  'subscription being edited': '/data/subscriptions/urn%3Angsi-ld%3ASubscription%3Atest/edit',
  sources: '/data/registrations',
  source: '/data/registrations/urn%3Angsi-ld%3AContextSourceRegistration%3Atest',
  'new source': '/data/registrations/new',
  'source being edited': '/data/registrations/urn%3Angsi-ld%3AContextSourceRegistration%3Atest/edit',
  contexts: '/data/contexts',
  'new context': '/data/contexts/new',
  alerts: '/alerts',
  'alert rules': '/alerts/rules',
  'new alert rule': '/alerts/rules/new',
  'page that is none': '/nowhere',
};

describe.skipIf(chromiumPath === undefined)(`every page${chromiumNote}`, () => {
  let server: PageServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startPageServer(), startChromium()]);
    await addTestCity(server.address);
    for (const [path, body] of [
      ['api/dashboards', dashboard],
      ['api/alert-rules', rule],
      ['ngsi-ld/v1/subscriptions', subscription],
      ['ngsi-ld/v1/csourceRegistrations', registration],
      ['ngsi-ld/v1/jsonldContexts', { '@context': { seats: 'https://example.org/seats' } }],
    ] as const) {
      const answer = await fetch(`${server.address}/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect(answer.status).toBe(201);
    }
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
    it.each(Object.entries(paths))('has no accessibility violations: %s', async (_name, path) => {
      const { page, end } = await visit(browser, server.address, { colorScheme });
      await open(page, path);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(
        ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map(({ html }) => html).join('\n')}`,
      );
      expect(found).toEqual([]);
      await end();
    });
  });

  it.each(Object.entries(paths))(
    'fits a screen of 360 pixels without sideways scrolling: %s',
    async (_name, path) => {
      const { page, end } = await visit(browser, server.address, { width: 360, height: 740 });
      await open(page, path);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      await end();
    },
  );

  it.each(Object.entries(paths))(
    'has one main heading, a title and no script errors: %s',
    async (_name, path) => {
      const { page, errors, end } = await visit(browser, server.address);
      await open(page, path);
      expect(await page.locator('h1').count()).toBe(1);
      expect(await page.title()).toMatch(/.+ – Allmende$/u);
      expect(errors).toEqual([]);
      await end();
    },
  );

  it('has no accessibility violations in its dialogs', async () => {
    const { page, end } = await visit(browser, server.address);
    const check = async (): Promise<void> => {
      await page.getByRole('dialog').waitFor();
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    };
    await open(page, '/dashboards');
    await page.getByRole('button', { name: 'Neues Dashboard' }).click();
    await check();
    await open(page, '/dashboards/zugaenglich?edit=1');
    await page.getByRole('button', { name: 'Kachel hinzufügen' }).click();
    await check();
    await open(page, '/alerts');
    await page.getByRole('button', { name: /^Bestätigen: Wenige Plätze/u }).click();
    await check();
    expect(await page.getByRole('dialog').textContent()).toContain(garageName);
    await end();
  });
});
