import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumNote, chromiumPath, startChromium } from './chromium.ts';
import { startPageServer, type PageServer } from './start-page-server.ts';
import { addTestCity, garageName, removeExamples, reportFreePlaces } from './test-city.ts';
import { open, visit } from './visit.ts';

interface Wanted {
  readonly kind: string;
  readonly title: string;
  readonly entity?: string;
  readonly attribute?: string;
}

/** Adds a tile through its dialog. */
const addTile = async (page: Page, { kind, title, entity, attribute }: Wanted): Promise<void> => {
  await page.getByRole('button', { name: 'Kachel hinzufügen' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: kind, exact: true }).click();
  await dialog.getByLabel('Datenart').selectOption({ label: 'Parkhäuser' });
  if (entity !== undefined) await dialog.getByLabel('Objekt').selectOption({ label: entity });
  if (attribute !== undefined) await dialog.getByLabel('Messgröße').selectOption({ label: attribute });
  await dialog.getByLabel('Überschrift').fill(title);
  await dialog.getByRole('button', { name: 'Kachel hinzufügen' }).click();
  await dialog.waitFor({ state: 'detached' });
};

const titles = (page: Page): Promise<readonly string[]> =>
  page.locator('.dashboard__tile h2').allTextContents();

const save = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Speichern' }).click();
  await page.getByText('Gespeichert', { exact: true }).waitFor();
};

const createDashboard = async (page: Page, title: string): Promise<void> => {
  await open(page, '/dashboards');
  await page.getByRole('button', { name: 'Neues Dashboard' }).click();
  await page.getByRole('dialog').getByLabel('Titel').fill(title);
  await page.getByRole('button', { name: 'Anlegen und zusammenstellen' }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
};

describe.skipIf(chromiumPath === undefined)(`dashboards${chromiumNote}`, () => {
  let server: PageServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startPageServer(), startChromium()]);
    await addTestCity(server.address);
    await removeExamples(server.address);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('begin with an example made of what the city measures', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/dashboards');
    await page.getByRole('button', { name: 'Mit einem Beispiel beginnen' }).click();
    await page.getByRole('heading', { level: 1, name: 'Die Stadt im Überblick' }).waitFor();
    expect(await titles(page)).toHaveLength(7);
    await page.getByText('als vor 24 Stunden').first().waitFor();
    await open(page, '/dashboards');
    await page.getByRole('link', { name: 'Die Stadt im Überblick' }).waitFor();
    await end();
  });

  it('are composed of all kinds of tiles, saved, and opened by another visitor through the copied link', async () => {
    const clerk = await visit(browser, server.address);
    const { page } = clerk;
    await createDashboard(page, 'Parken am Prüfplatz');
    const place = { entity: garageName, attribute: 'Freie Stellplätze' };
    await addTile(page, { kind: 'Aktueller Wert', title: 'Jetzt frei', ...place });
    await addTile(page, { kind: 'Trend', title: 'Trend', ...place });
    await addTile(page, { kind: 'Diagramm', title: 'Verlauf', ...place });
    await addTile(page, { kind: 'Karte', title: 'Alle auf der Karte' });
    await addTile(page, { kind: 'Tabelle', title: 'Alle als Tabelle', attribute: 'Freie Stellplätze' });
    await save(page);
    await page.getByRole('button', { name: 'Bearbeitung beenden' }).click();
    await page.getByRole('button', { name: 'Link kopieren' }).click();
    await page.getByText('Kopiert', { exact: true }).waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await clerk.end();

    const guest = await visit(browser, server.address);
    await open(guest.page, link);
    expect(await titles(guest.page)).toEqual([
      'Jetzt frei',
      'Trend',
      'Verlauf',
      'Alle auf der Karte',
      'Alle als Tabelle',
    ]);
    await guest.page.getByText('Live: Werte kommen laufend an').waitFor();
    await reportFreePlaces(server.address, 1234);
    const value = guest.page.getByRole('region', { name: 'Jetzt frei' });
    await value.getByText('1.234', { exact: true }).waitFor();
    const table = guest.page.getByRole('region', { name: 'Alle als Tabelle' });
    await table.getByRole('row', { name: new RegExp(`${garageName}.*1\\.234`, 'u') }).waitFor();
    await guest.page.getByRole('img', { name: /Verlauf: Verlauf/u }).waitFor();
    await guest.page.locator('canvas.maplibregl-canvas').waitFor();
    expect(guest.errors).toEqual([]);
    await guest.end();
  });

  it('are rearranged, widened and shortened by keyboard', async () => {
    const { page, end } = await visit(browser, server.address);
    await createDashboard(page, 'Tastatur');
    for (const title of ['Eins', 'Zwei', 'Drei']) await addTile(page, { kind: 'Tabelle', title });
    const tools = page.getByRole('group', { name: 'Kachel „Eins“ bearbeiten' });
    await tools.getByRole('button', { name: 'Später' }).focus();
    await page.keyboard.press('Enter');
    expect(await titles(page)).toEqual(['Zwei', 'Eins', 'Drei']);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    expect(await titles(page)).toEqual(['Zwei', 'Drei', 'Eins']);
    await page.getByText('„Eins“ ist jetzt Kachel 3 von 3.').waitFor({ state: 'attached' });
    await tools.getByLabel('Breite').selectOption({ label: 'Ganze Zeile' });
    await page
      .getByRole('group', { name: 'Kachel „Drei“ bearbeiten' })
      .getByRole('button', { name: 'Entfernen' })
      .press('Enter');
    await save(page);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Tastatur' }).waitFor();
    expect(await titles(page)).toEqual(['Zwei', 'Eins']);
    expect(await tools.getByLabel('Breite').inputValue()).toBe('12');
    await end();
  });

  it('keep unsaved changes while another page is visited, and discard them when told', async () => {
    const { page, end } = await visit(browser, server.address);
    await createDashboard(page, 'Entwurf');
    await page.getByLabel('Titel').fill('Entwurf, geändert');
    await page.getByRole('link', { name: 'Alle Dashboards' }).click();
    await page.getByRole('heading', { level: 1, name: 'Dashboards' }).waitFor();
    await page.goBack();
    await page.getByText('Ungespeicherte Änderungen').waitFor();
    expect(await page.getByLabel('Titel').inputValue()).toBe('Entwurf, geändert');
    await page.getByRole('button', { name: 'Verwerfen' }).click();
    expect(await page.getByLabel('Titel').inputValue()).toBe('Entwurf');
    await end();
  });

  it('tell when somebody else saved meanwhile, and let the clerk decide', async () => {
    const [first, second] = await Promise.all([
      visit(browser, server.address),
      visit(browser, server.address),
    ]);
    await createDashboard(first.page, 'Zu zweit');
    await open(second.page, first.page.url());
    await second.page.getByLabel('Titel').fill('Zu zweit, zweite');
    await save(second.page);
    await first.page.getByLabel('Titel').fill('Zu zweit, erste');
    await first.page.getByRole('button', { name: 'Speichern' }).click();
    await first.page.getByText('Jemand anderes hat dieses Dashboard inzwischen geändert').waitFor();
    await first.page.getByRole('button', { name: 'Meine Fassung speichern' }).click();
    await first.page.getByText('Gespeichert', { exact: true }).waitFor();
    await second.page.getByLabel('Titel').fill('Zu zweit, noch einmal');
    await second.page.getByRole('button', { name: 'Speichern' }).click();
    await second.page.getByRole('button', { name: 'Andere Fassung laden' }).click();
    await second.page.getByRole('heading', { level: 1, name: 'Zu zweit, erste' }).waitFor();
    await Promise.all([first.end(), second.end()]);
  });

  it('are deleted only after a question', async () => {
    const { page, end } = await visit(browser, server.address);
    await createDashboard(page, 'Vergänglich');
    const address = page.url().replace('?edit=1', '');
    await open(page, '/dashboards');
    await page.getByRole('button', { name: 'Vergänglich löschen' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Vergänglich', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Vergänglich löschen' }).click();
    await page.getByRole('button', { name: 'Endgültig löschen' }).click();
    await page.getByRole('link', { name: 'Vergänglich', exact: true }).waitFor({ state: 'detached' });
    await open(page, address);
    await page.getByRole('heading', { name: 'Dieses Dashboard gibt es nicht' }).waitFor();
    await end();
  });
});
