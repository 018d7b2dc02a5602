import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumNote, chromiumPath, startChromium } from './chromium.ts';
import { startPageServer, type PageServer } from './start-page-server.ts';
import { addTestCity, garage, garageName } from './test-city.ts';
import { open, visit } from './visit.ts';

interface Answer {
  readonly id: string;
  readonly name: string;
}

/** What the shown call answers, asked outside the page. */
const askShownCall = async (page: Page): Promise<readonly Answer[]> => {
  await page.getByRole('button', { name: 'Adresse kopieren' }).click();
  await page.getByText('Kopiert', { exact: true }).first().waitFor();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  expect(await page.locator('pre').textContent()).toBe(`GET ${address}`);
  const answer = await fetch(address);
  expect(answer.status).toBe(200);
  return (await answer.json()) as readonly Answer[];
};

/** The names in the result, once it holds as many entries as said. */
const shownNames = async (page: Page, count: number): Promise<readonly string[]> => {
  await page.getByText(`${String(count)} ${count === 1 ? 'Objekt' : 'Objekte'}`, { exact: true }).waitFor();
  return page.getByRole('region', { name: 'Ergebnis' }).locator('tbody tr td:first-child').allTextContents();
};

const condition = (page: Page, number: number) =>
  page.getByRole('group', { name: `Bedingung ${String(number)}` });

describe.skipIf(chromiumPath === undefined)(`the data browser${chromiumNote}`, () => {
  let server: PageServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startPageServer(), startChromium()]);
    await addTestCity(server.address);
    const schools = Array.from({ length: 45 }, (_, index) => ({
      id: `urn:ngsi-ld:TestSchool:${String(index)}`,
      type: 'TestSchool',
      name: {
        type: 'Property',
        value: `Schule ${String(index)} ("${index % 2 === 0 ? 'gerade' : 'krumm'}")`,
      },
      pupils: { type: 'Property', value: index * 10 },
      isOpen: { type: 'Property', value: index < 5 },
    }));
    const answer = await fetch(`${server.address}/ngsi-ld/v1/entityOperations/create`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(schools),
    });
    expect(answer.status).toBe(201);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('leads from the types to the entities of one and on to an entity', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/data');
    await page.getByRole('link', { name: 'Parkhäuser', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Parkhäuser' }).waitFor();
    await open(page, `/data?type=OffStreetParking&attr=totalSpotNumber&op=eq&value=4321`);
    await page.getByRole('link', { name: garageName }).click();
    await page.getByRole('heading', { level: 1, name: garageName }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/entities/${encodeURIComponent(garage)}`);
    await end();
  });

  it('builds a filter whose shown call answers exactly what is shown', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/data?type=TestSchool');
    await page.getByRole('button', { name: 'Bedingung hinzufügen' }).click();
    await condition(page, 1).getByLabel('Merkmal').selectOption('pupils');
    await condition(page, 1).getByLabel('Vergleich').selectOption({ label: 'ist mindestens' });
    await condition(page, 1).getByLabel('Wert').fill('400');
    expect(await shownNames(page, 5)).toHaveLength(5);
    await page.getByRole('button', { name: 'Bedingung hinzufügen' }).click();
    await condition(page, 2).getByLabel('Merkmal').selectOption('name');
    await condition(page, 2).getByLabel('Wert').pressSequentially('("GERADE');
    const both = await shownNames(page, 3);
    expect(both).toEqual((await askShownCall(page)).map(({ name }) => name));
    await page.getByLabel('Es gilt').selectOption({ label: 'Mindestens eine Bedingung (oder)' });
    await page.getByText('25 Objekte', { exact: true }).waitFor();
    const first = await shownNames(page, 25);
    expect(first).toHaveLength(20);
    expect(first).toEqual((await askShownCall(page)).map(({ name }) => name));
    await page.getByRole('button', { name: 'Weiter' }).click();
    await page.getByText('Seite 2 von 2', { exact: true }).waitFor();
    await expect.poll(() => shownNames(page, 25)).toHaveLength(5);
    expect(await shownNames(page, 25)).toEqual((await askShownCall(page)).map(({ name }) => name));
    await end();
  });

  it('compares truth values, and says which values do not fit', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/data?type=TestSchool&attr=isOpen&op=eq&value=');
    await condition(page, 1).getByLabel('Wert').selectOption({ label: 'ja' });
    expect(await shownNames(page, 5)).toHaveLength(5);
    await condition(page, 1).getByLabel('Merkmal').selectOption('pupils');
    await condition(page, 1).getByLabel('Vergleich').selectOption({ label: 'ist größer als' });
    await condition(page, 1).getByLabel('Wert').fill('viele');
    await page.getByText('Hier passt eine Zahl').waitFor();
    expect(await shownNames(page, 45)).toHaveLength(20);
    await end();
  });

  it('keeps its state in the address, also on the way back', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/data?type=TestSchool&attr=pupils&op=lt&value=30');
    expect(await shownNames(page, 3)).toHaveLength(3);
    await page.getByRole('button', { name: 'Bedingung 1 entfernen' }).click();
    expect(await shownNames(page, 45)).toHaveLength(20);
    await page.goBack();
    expect(await shownNames(page, 3)).toHaveLength(3);
    expect(await condition(page, 1).getByLabel('Wert').inputValue()).toBe('30');
    await end();
  });

  it('shows the attributes of a type and starts a condition from one', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/data?type=TestSchool');
    await page.getByText('Merkmale dieser Datenart (3)').first().click();
    await page.getByRole('button', { name: 'Nach pupils filtern' }).click();
    expect(await condition(page, 1).getByLabel('Merkmal').inputValue()).toBe('pupils');
    await end();
  });

  it('says so when nothing meets the filter', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/data?type=TestSchool&attr=pupils&op=gt&value=99999');
    await page.getByText('Kein Objekt erfüllt den Filter').waitFor();
    await end();
  });

  it('downloads everything that meets the filter as JSON', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/data?type=TestSchool&attr=pupils&op=ge&value=100');
    const arriving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Alle 35 Objekte als JSON herunterladen' }).click();
    const download = await arriving;
    expect(download.suggestedFilename()).toBe('TestSchool.json');
    const content = JSON.parse(await readFile(await download.path(), 'utf8')) as readonly Answer[];
    expect(content).toHaveLength(35);
    await end();
  });

  it('shows the data of the tenant that is chosen, and the call for them', async () => {
    const answer = await fetch(`${server.address}/ngsi-ld/v1/entities`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'NGSILD-Tenant': 'stadtwerke' },
      body: JSON.stringify({ id: 'urn:ngsi-ld:Pump:1', type: 'Pump', name: 'Pumpe Nord', power: 7 }),
    });
    expect(answer.status).toBe(201);
    const { page, end } = await visit(browser, server.address);
    await open(page, '/data');
    await page.getByLabel('Mandant').selectOption('stadtwerke');
    await page.getByRole('link', { name: 'Pump', exact: true }).click();
    await page.getByRole('cell', { name: /Pumpe Nord/u }).waitFor();
    expect(new URL(page.url()).searchParams.get('tenant')).toBe('stadtwerke');
    await page.getByText('NGSILD-Tenant: stadtwerke').waitFor();
    await page.getByRole('link', { name: 'Alle Datenarten', exact: true }).click();
    expect(await page.getByLabel('Mandant').inputValue()).toBe('stadtwerke');
    await end();
  });
});
