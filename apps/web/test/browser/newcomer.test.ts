import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumNote, chromiumPath, startChromium } from './chromium.ts';
import { startPageServer, type PageServer } from './start-page-server.ts';
import { addClosedPark, closedPark, closedParkName } from './test-city.ts';
import { open, visit } from './visit.ts';

describe.skipIf(chromiumPath === undefined)(`a newcomer${chromiumNote}`, () => {
  let server: PageServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startPageServer(), startChromium()]);
    await addClosedPark(server.address);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('learns at first sight what this is, where the data come from, and what to do', async () => {
    const { page, errors, end } = await visit(browser, server.address, { width: 1440, height: 900 });
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(request.url()));
    await open(page, '/');
    await page.getByText('Allmende ist die offene Datenplattform der Stadt').waitFor();
    await page.getByText('Diese Demonstration spielt Münster').waitFor();
    await page.getByText('in 15 Minuten an 23 Zählstellen').waitFor();
    await page.getByRole('link', { name: 'Die Stadt auf der Karte sehen' }).waitFor();
    expect(loaded.filter((address) => address.includes('map-scene'))).toEqual([]);
    await page.getByRole('link', { name: 'Woher die Daten kommen' }).click();
    const sources = page.getByRole('heading', { name: 'Datenquellen' });
    await expect
      .poll(() => sources.evaluate((heading) => heading.getBoundingClientRect().top < innerHeight))
      .toBe(true);
    expect(errors).toEqual([]);
    await end();
  });

  it('finds a dashboard that lives', async () => {
    const { page, errors, end } = await visit(browser, server.address, { width: 1440 });
    await open(page, '/dashboards');
    await page.getByRole('link', { name: 'Münster auf einen Blick / Münster at a glance' }).click();
    const tile = page.getByRole('region', { name: 'Promenade (nördl. Salzstraße)' });
    await tile.getByText('Zählwert je 15 Minuten').waitFor();
    await page.getByText('Live: Werte kommen laufend an').waitFor();
    await page.locator('canvas.maplibregl-canvas').waitFor();
    expect(await page.locator('.dashboard__tile').count()).toBe(8);
    await expect.poll(() => page.locator('.dashboard__tile .ds-state').count()).toBe(0);
    expect(errors).toEqual([]);
    await end();
  });

  it('finds rules that watch the city, told in its units', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/alerts/rules');
    await page.getByText('Auslastung über 90 %, mindestens 1 Minute lang').waitFor();
    await page.getByText('Stickstoffdioxid (NO₂) über 10 µg/m³; Entwarnung bei 8 µg/m³').waitFor();
    await end();
  });

  it('reads that a car park is closed, wherever its free places would be told', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, `/map?layers=OffStreetParking&place=${encodeURIComponent(closedPark)}`);
    const place = page.getByRole('region', { name: closedParkName });
    await place.locator('.map-page__headline').getByText('geschlossen').waitFor();
    await page.getByText('geschlossen oder ohne Wert').waitFor();
    await open(page, '/map?layers=OffStreetParking&view=list');
    const row = page.getByRole('row', { name: new RegExp(closedParkName, 'u') });
    expect(await row.textContent()).toContain('Freie Stellplätze: geschlossen');
    await open(page, `/entities/${encodeURIComponent(closedPark)}`);
    await page.getByRole('row', { name: /Freie Stellplätze geschlossen/u }).waitFor();
    await end();
  });

  it('can bookmark and share the page: icon, manifest and description in the chosen language', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/');
    for (const rel of ['icon', 'manifest']) {
      const href = (await page.locator(`link[rel="${rel}"]`).getAttribute('href')) ?? '';
      const file = await page.request.get(href);
      expect([href, file.status()]).toEqual([expect.stringMatching(/^\//u), 200]);
    }
    const description = page.locator('meta[name="description"]');
    expect(await description.getAttribute('content')).toContain('offene Datenplattform');
    await page.getByRole('button', { name: 'English' }).click();
    await expect.poll(() => description.getAttribute('content')).toContain('open data platform');
    await end();
  });
});
