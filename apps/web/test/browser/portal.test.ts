import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumNote, chromiumPath, startChromium } from './chromium.ts';
import { startPageServer, type PageServer } from './start-page-server.ts';
import { addTestCatalogue } from './test-catalogue.ts';
import { open, visit } from './visit.ts';

const environment = 'http://publications.europa.eu/resource/authority/data-theme/ENVI';

const paths: Readonly<Record<string, string>> = {
  'all data sets': '/datasets',
  'a search with conditions': `/datasets?text=Pr%C3%BCfstadt&theme=${encodeURIComponent(environment)}&bbox=7.4,51.8,7.8,52.1`,
  'a search that finds nothing': '/datasets?text=xyzzyqq',
  'a data set': '/dataset/pruefbaeume',
  'the organisations': '/organisations',
  'an organisation': '/organisations/pruefamt-gruen',
};

describe.skipIf(chromiumPath === undefined)(`the pages of the open data portal${chromiumNote}`, () => {
  let server: PageServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startPageServer(addTestCatalogue), startChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  describe.each([
    { colorScheme: 'light', width: 1280 },
    { colorScheme: 'dark', width: 360 },
  ] as const)('in $colorScheme colours, $width pixels wide', (look) => {
    it.each(Object.entries(paths))('are accessible, fit, and have no errors: %s', async (_name, path) => {
      const { page, errors, end } = await visit(browser, server.address, look);
      await open(page, path);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
        [],
      );
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width);
      expect(await page.locator('h1').count()).toBe(1);
      expect(await page.title()).toMatch(/.+ – Allmende$/u);
      expect(errors).toEqual([]);
      await end();
    });
  });

  it('find while typing, by keyboard, and keep the search in the address', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/datasets');
    await page.getByLabel('Wonach suchen Sie?').focus();
    await page.keyboard.type('baumkat', { delay: 30 });
    await page.getByText('1 Datensatz gefunden').waitFor();
    await page.waitForURL(/text=baumkat$/u);
    await page.getByRole('link', { name: 'Baumkataster Prüfstadt' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Baumkataster Prüfstadt' }).waitFor();
    await page.goBack();
    expect(await page.getByLabel('Wonach suchen Sie?').inputValue()).toBe('baumkat');
    await page.getByText('1 Datensatz gefunden').waitFor();
    await end();
  });

  it('narrow by check boxes, each to be taken back', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/datasets?text=Pr%C3%BCfstadt');
    await page.getByRole('checkbox', { name: /^Prüfamt für Grünflächen/u }).check();
    await page.getByText('2 Datensätze gefunden').waitFor();
    await page.getByRole('checkbox', { name: /^Prüfamt für Verkehr/u }).check();
    await page.getByText('3 Datensätze gefunden').waitFor();
    await page.getByRole('button', { name: 'Entfernen: Prüfamt für Verkehr' }).click();
    await page.getByText('2 Datensätze gefunden').waitFor();
    expect(new URL(page.url()).searchParams.getAll('organisation')).toEqual(['pruefamt-gruen']);
    await end();
  });

  it('narrow in a drawer on a small screen', async () => {
    const { page, end } = await visit(browser, server.address, { width: 360, height: 740 });
    await open(page, '/datasets?text=Pr%C3%BCfstadt');
    await page.getByRole('button', { name: 'Eingrenzen' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('checkbox', { name: /^Prüfamt für Verkehr/u }).check();
    await drawer.getByRole('button', { name: '1 Datensatz zeigen' }).click();
    await page.getByRole('link', { name: 'Belegung der Parkhäuser Prüfstadt' }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Eingrenzen (1 gewählt)' }).waitFor();
    await end();
  });

  it('narrow to an area, by typed corners too', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/datasets?text=Pr%C3%BCfstadt');
    await page.getByRole('button', { name: 'Gebiet auf der Karte wählen' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Ecken', { exact: true }).fill('51.95 7.6');
    await dialog.getByRole('button', { name: 'In diesem Gebiet suchen' }).click();
    await dialog.getByText('Das Gebiet braucht mindestens zwei Ecken').waitFor();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await dialog.getByLabel('Ecken', { exact: true }).fill('51.95 7.6\n51.97 7.65');
    await dialog.getByRole('button', { name: 'In diesem Gebiet suchen' }).click();
    await page.getByText('1 Datensatz gefunden').waitFor();
    expect(new URL(page.url()).searchParams.get('bbox')).toBe('7.6,51.95,7.65,51.97');
    await end();
  });

  it('help where nothing is found', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/datasets?text=xyzzyqq&format=CSV');
    await page.getByText('Zu „xyzzyqq“ wurde nichts gefunden').waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Alle Datensätze zeigen' }).click();
    await page.getByText(/\d+ Datensätze gefunden/u).waitFor();
    await end();
  });

  it('step through the results', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/datasets?organisation=pruefamt-wahl&sort=title');
    await page.getByText('25 Datensätze gefunden').waitFor();
    await page.getByRole('button', { name: 'Weiter' }).click();
    await page.getByText('Seite 2 von 2').waitFor();
    await page.getByRole('link', { name: 'Wahlergebnisse Prüfstadt 2014' }).waitFor();
    await end();
  });

  it('show a data set: files, source to copy, examples, and what is known in plain words', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/dataset/pruefbaeume');
    expect(
      await page.getByRole('link', { name: 'baeume-csv als CSV herunterladen' }).getAttribute('href'),
    ).toBe('https://example.org/baeume.csv');
    await page.getByRole('button', { name: 'Quellenangabe kopieren' }).click();
    await page.getByText('Kopiert').first().waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('Datenquelle: Stadt Prüfstadt');
    await page.getByRole('button', { name: 'Python' }).click();
    await page.getByText('pandas.read_csv("https://example.org/baeume.csv"').waitFor();
    await page.getByText('seit 01.01.2020').waitFor();
    await page.getByRole('link', { name: 'Prüfgrün' }).click();
    await page.getByText('2 Datensätze gefunden').waitFor();
    await end();
  });

  it('show HTML and links of scripts in a description as what they are: text', async () => {
    const { page, errors, end } = await visit(browser, server.address);
    await open(page, '/dataset/pruefbaeume');
    await page.getByText('<img src=x onerror=').waitFor();
    expect(await page.title()).toBe('Baumkataster Prüfstadt – Allmende');
    expect(await page.locator('a[href^="javascript:" i]').count()).toBe(0);
    expect(errors).toEqual([]);
    await end();
  });

  it('fold a long description, so that the files are near', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/dataset/pruefparks');
    const button = page.getByRole('button', { name: 'Ganze Beschreibung zeigen' });
    expect(await button.getAttribute('aria-expanded')).toBe('false');
    const place = async (): Promise<number> =>
      (await page.getByRole('link', { name: /herunterladen$/u }).boundingBox())?.y ?? 0;
    expect(await place()).toBeLessThan(900);
    await button.click();
    expect(await place()).toBeGreaterThan(2000);
    await end();
  });

  it('lead from an organisation to what it offers', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/organisations');
    await page.getByRole('link', { name: /^Prüfamt für Grünflächen/u }).click();
    await page.getByRole('heading', { level: 2, name: '2 Datensätze' }).waitFor();
    await page.getByRole('link', { name: 'Grünanlagen Prüfstadt' }).click();
    await page.getByRole('heading', { level: 1, name: 'Grünanlagen Prüfstadt' }).waitFor();
    await end();
  });

  it('say so where there is no such data set', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/dataset/gibt-es-nicht');
    await page.getByRole('heading', { level: 1, name: 'Diesen Datensatz gibt es nicht' }).waitFor();
    await end();
  });
});
