import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumNote, chromiumPath, startChromium } from './chromium.ts';
import { startPageServer, type PageServer } from './start-page-server.ts';
import { addTestCity, garage, garageName, reportFreePlaces } from './test-city.ts';
import { open, visit } from './visit.ts';

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');

describe.skipIf(chromiumPath === undefined)(`walking through the pages${chromiumNote}`, () => {
  let server: PageServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startPageServer(), startChromium()]);
    await addTestCity(server.address);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('shows what the demo city shares', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/');
    for (const kind of ['Radzählstellen', 'Parkhäuser', 'Luftqualität', 'Stadtteile']) {
      await page.getByRole('link', { name: kind, exact: true }).waitFor();
    }
    await page.getByText('neue Werte, seit diese Seite offen ist').waitFor({ timeout: 30_000 });
    await page.getByRole('link', { name: /^Freie Stellplätze.*von .* Parkhäusern/u }).click();
    await page.getByRole('heading', { level: 1, name: 'Karte' }).waitFor();
    expect(await page.getByRole('checkbox', { name: 'Parkhäuser' }).isChecked()).toBe(true);
    expect(await page.getByRole('checkbox', { name: 'Radzählstellen' }).isChecked()).toBe(false);
    await end();
  });

  it('goes from page to page by keyboard alone', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Zum Inhalt springen');
    const seen: string[] = [];
    for (let count = 0; count < 7; count += 1) {
      await page.keyboard.press('Tab');
      seen.push(await focused(page));
    }
    expect(seen.map((text) => /^\p{L}+/u.exec(text)?.[0])).toEqual([
      'Allmende',
      ...['Start', 'Datensätze', 'Karte', 'Dashboards', 'Daten', 'Alarme'],
    ]);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Daten' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
    await end();
  });

  it('speaks English when asked, and remembers it', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/alerts');
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'Alerts' }).waitFor();
    await open(page, '/data?type=OffStreetParking');
    await page.getByRole('heading', { level: 1, name: 'Car parks' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await end();
  });

  it('keeps the chosen colours', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/');
    await page.getByRole('button', { name: 'Dunkle Ansicht' }).click();
    await open(page, '/map');
    expect(await page.locator('html').getAttribute('data-kern-theme')).toBe('dark');
    await end();
  });

  it('draws the map and shows a chosen place with the values pushed to it', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/map?type=OffStreetParking');
    await page.locator('canvas.maplibregl-canvas').waitFor();
    await page.getByRole('button', { name: 'Als Liste zeigen' }).click();
    await page.getByRole('button', { name: `Auswählen: ${garageName}` }).click();
    const details = page.getByRole('region', { name: garageName });
    await details.waitFor();
    await page.getByText('Live: Werte kommen laufend an').waitFor();
    await reportFreePlaces(server.address, 87);
    await details.getByText('87', { exact: true }).waitFor();
    await end();
  });

  it('finds a place by keyboard, keeps it in the address, and leads back', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/map?layers=AirQualityObserved');
    await page.getByRole('checkbox', { name: 'Luftqualität' }).waitFor();
    await page.getByLabel('Ort suchen').focus();
    await page.keyboard.type('prüfplatz');
    await page.getByText('1 Ort gefunden').waitFor({ state: 'attached' });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: garageName }).waitFor();
    expect(await focused(page)).toContain(garageName);
    const address = new URL(page.url()).searchParams;
    expect(address.get('place')).toBe(garage);
    expect(address.get('layers')).toBe('OffStreetParking,AirQualityObserved');
    await page.reload();
    await page.getByRole('region', { name: garageName }).waitFor();
    await page.goBack();
    await page.getByRole('region', { name: garageName }).waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('layers')).toBe('AirQualityObserved');
    await end();
  });

  it('explains the colours of the map and names whom its data come from', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/map?type=OffStreetParking');
    await page.getByText('Auslastung in %', { exact: true }).waitFor();
    await page.getByText('75–90', { exact: true }).waitFor();
    const credit = page.locator('.ds-map__attribution');
    await credit.waitFor();
    expect(await credit.textContent()).toMatch(
      /Stadt Münster, dl-de\/by-2-0.*OpenStreetMap-Mitwirkende, ODbL/u,
    );
    await page.getByRole('checkbox', { name: 'Radzählstellen' }).check();
    await page.getByText('Quellen und Lizenzen der gezeigten Daten').click();
    await page.getByText('Koordinaten: © OpenStreetMap-Mitwirkende (ODbL)', { exact: false }).waitFor();
    expect(new URL(page.url()).searchParams.get('layers')).toBe('TrafficFlowObserved,OffStreetParking');
    await end();
  });

  it('selects a place by a click on the map', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/map?type=OffStreetParking');
    const map = page.locator('canvas.maplibregl-canvas');
    await map.waitFor();
    const box = await map.boundingBox();
    if (box === null) throw new Error('The map is not visible.');
    const details = page.getByRole('link', { name: 'Alle Werte und Verlauf' });
    // Where the places lie on the screen is up to the map: look for one around the middle.
    await expect
      .poll(
        async () => {
          for (let step = 0; step < 80 && (await details.count()) === 0; step += 1) {
            const [angle, distance] = [step * 0.9, step * 2];
            await page.mouse.click(
              box.x + box.width / 2 + Math.cos(angle) * distance,
              box.y + box.height / 2 + Math.sin(angle) * distance,
            );
          }
          return details.count();
        },
        { timeout: 20_000 },
      )
      .toBe(1);
    await end();
  });

  it('follows pushed values on the page of an entity, as chart and as table', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, `/entities/${encodeURIComponent(garage)}`);
    await page.getByRole('img', { name: /Verlauf von Freie Stellplätze/u }).waitFor();
    await page.getByText('Live: Werte kommen laufend an').waitFor();
    await reportFreePlaces(server.address, 63);
    await page.getByRole('cell', { name: /^63/u }).waitFor();
    await page.getByRole('button', { name: '7 Tage' }).click();
    await page.getByText('Mittelwerte je Viertelstunde').waitFor();
    expect(new URL(page.url()).searchParams.get('hours')).toBe('168');
    await page.reload();
    await page.getByText('Mittelwerte je Viertelstunde').waitFor();
    await page.getByRole('button', { name: 'Als Tabelle zeigen' }).click();
    const table = page.getByRole('table', { name: /Verlauf von/u });
    await table.waitFor();
    expect(await table.getByRole('row').count()).toBeGreaterThan(50);
    await end();
  });

  it('says so when an entity or page does not exist', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/entities/urn%3Angsi-ld%3ANothing%3A1');
    await page.getByRole('heading', { name: 'Dieses Objekt gibt es nicht' }).waitFor();
    await open(page, '/nowhere');
    await page.getByRole('heading', { name: 'Diese Seite gibt es nicht' }).waitFor();
    await end();
  });

  it('reads shares as percent and compares a day with what is usual', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/entities/urn%3Angsi-ld%3AOffStreetParking%3Amuenster%3Aph-theater?attr=occupancy');
    await page.getByRole('img', { name: /Verlauf von Auslastung.*\(%\)/u }).waitFor();
    await page.getByText('Üblich um diese Zeit', { exact: true }).waitFor();
    await page.getByRole('row', { name: /^Auslastung \d+(,\d+)?\s%/u }).waitFor();
    await page.getByRole('button', { name: 'Als Tabelle zeigen' }).click();
    await page.getByRole('columnheader', { name: 'Üblich um diese Zeit (%)' }).waitFor();
    await end();
  });

  it.each([
    ['/', 'Was diese Stadt teilt'],
    ['/map', 'Karte'],
    ['/dashboards/any', 'Dashboards'],
    ['/alerts', 'Alarme'],
  ])('says so in plain words when the server cannot be reached: %s', async (path, heading) => {
    const { page, end } = await visit(browser, server.address);
    await page.route(/\/(ngsi-ld|api)\//u, (route) => route.abort());
    await page.goto(path);
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await page.getByRole('alert').getByText('Der Server ist nicht erreichbar').waitFor();
    await end();
  });

  it('says what failed and tries again when told', async () => {
    const { page, end } = await visit(browser, server.address);
    await page.route('**/ngsi-ld/v1/types', (route) =>
      route.fulfill({ status: 503, body: '{"title":"Pause"}' }),
    );
    await open(page, '/data');
    await page.getByRole('alert').getByText('Pause').waitFor();
    await page.unroute('**/ngsi-ld/v1/types');
    await page.getByRole('button', { name: 'Erneut versuchen' }).click();
    await page.getByRole('link', { name: 'Parkhäuser', exact: true }).waitFor();
    await end();
  });
});
