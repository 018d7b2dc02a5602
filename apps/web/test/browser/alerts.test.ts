import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumNote, chromiumPath, startChromium } from './chromium.ts';
import { startPageServer, type PageServer } from './start-page-server.ts';
import { addTestCity, garageName, removeExamples, reportFreePlaces } from './test-city.ts';
import { open, visit } from './visit.ts';

/** Keeps what webhooks send to it. */
const startReceiver = async (): Promise<{ readonly server: Server; readonly received: string[] }> => {
  const received: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push(body);
      response.writeHead(204).end();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, received };
};

const alertOf = (page: Page, rule: string) => page.getByRole('region', { name: rule });

describe.skipIf(chromiumPath === undefined)(`alerts${chromiumNote}`, () => {
  let server: PageServer;
  let browser: Browser;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  beforeAll(async () => {
    [server, browser, receiver] = await Promise.all([startPageServer(), startChromium(), startReceiver()]);
    await addTestCity(server.address);
    await removeExamples(server.address);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    receiver?.server.close();
  });

  it('are raised by a rule, seen, sent to a webhook, acknowledged and closed', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/alerts/rules');
    await page.getByRole('link', { name: 'Neue Regel' }).click();
    await page.getByLabel('Name der Regel').fill('Fast voll');
    await page.getByLabel('Datenart').selectOption({ label: 'Parkhäuser' });
    await page.getByLabel('Objekt', { exact: true }).selectOption({ label: garageName });
    await page.getByLabel('Messgröße').selectOption({ label: 'Freie Stellplätze' });
    await page.getByLabel('Alarm, wenn der Wert').selectOption({ label: 'darunter liegt' });
    await page.getByLabel('Schwelle', { exact: true }).fill('20');
    await page.getByLabel('Entwarnung bei').fill('30');
    await page.getByLabel('Mindestens so lange').fill('0');
    const { port } = receiver.server.address() as AddressInfo;
    await page.getByLabel('Webhooks').fill(`http://127.0.0.1:${String(port)}/alarm`);
    await page.getByRole('button', { name: 'Regel speichern' }).click();
    await page.getByText('Freie Stellplätze unter 20; Entwarnung bei 30 oder mehr').waitFor();

    await page.getByRole('link', { name: 'Alarme', exact: true }).last().click();
    await page.getByText('Kein offener Alarm').waitFor();
    await reportFreePlaces(server.address, 12);
    const alert = alertOf(page, 'Fast voll');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('bei 12');
    await alert.getByRole('link', { name: garageName }).waitFor();
    await expect.poll(() => receiver.received.join('\n'), { timeout: 20_000 }).toContain('Fast voll');

    await alert.getByRole('button', { name: 'Bestätigen' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Bestätigen' }).click();
    await dialog.getByText('Bitte geben Sie Ihren Namen ein.').waitFor();
    await dialog.getByLabel('Ihr Name').fill('Erika Muster');
    await dialog.getByLabel('Bemerkung').fill('Schranke wird geprüft');
    await dialog.getByRole('button', { name: 'Bestätigen' }).click();
    await alert.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Bestätigt', exact: true }).click();
    await alert.getByText('Verlauf und Benachrichtigungen').click();
    await alert.getByText('von Erika Muster, Schranke wird geprüft').waitFor();
    await alert.getByText('zugestellt', { exact: false }).waitFor();
    await alert.getByRole('button', { name: 'Schließen' }).click();
    expect(await dialog.getByLabel('Ihr Name').inputValue()).toBe('Erika Muster');
    await dialog.locator('footer').getByRole('button', { name: 'Schließen' }).click();
    await page.getByRole('button', { name: 'Geschlossen', exact: true }).click();
    await alert.waitFor();
    expect(await alert.getByRole('button', { name: 'Schließen' }).count()).toBe(0);
    await end();
  });

  it('name what is missing in a rule, and lead the keyboard there', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/alerts/rules/new');
    await page.getByLabel('E-Mail-Adressen').fill('keine Adresse');
    await page.getByRole('button', { name: 'Regel speichern' }).click();
    for (const problem of [
      'Bitte geben Sie der Regel einen Namen.',
      'Bitte wählen Sie eine Datenart.',
      'Eine dieser Angaben ist keine E-Mail-Adresse.',
    ]) {
      await page.getByText(problem).waitFor();
    }
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-invalid')))
      .toBe('true');
    await end();
  });

  it('watch an area drawn by clicks on the map, or typed', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/alerts/rules/new');
    await page.getByLabel('Name der Regel').fill('Im Gebiet');
    await page.getByLabel('Datenart').selectOption({ label: 'Parkhäuser' });
    await page.getByRole('button', { name: 'Gebiet', exact: true }).click();
    const map = page.locator('canvas.maplibregl-canvas');
    await map.waitFor();
    await map.scrollIntoViewIfNeeded();
    for (const [x, y] of [
      [100, 100],
      [300, 100],
      [300, 250],
    ] as const) {
      await map.click({ position: { x, y } });
    }
    await page.getByText('3 Ecken').waitFor();
    const corners = page.getByLabel('Ecken', { exact: true });
    expect((await corners.inputValue()).split('\n')).toHaveLength(3);
    await page.getByRole('button', { name: 'Letzte Ecke entfernen' }).click();
    await page.getByText('2 Ecken').waitFor();
    await corners.fill('51,9 7,5\n51,9 7,8\nMünster');
    await page.getByRole('button', { name: 'Regel speichern' }).click();
    await page.getByText('Zeile 3 ist keine Ecke.').waitFor();
    await corners.fill('51.9, 7.5\n51.9, 7.8\n52.1, 7.8\n52.1, 7.5');
    await page.getByRole('button', { name: 'Regel speichern' }).click();
    await page.getByText('Ein Objekt betritt das gezeichnete Gebiet').waitFor();
    await page.getByRole('link', { name: 'Im Gebiet bearbeiten' }).click();
    await page.getByText('4 Ecken').waitFor();
    await end();
  });

  it('stop when their rule is deleted, after a question', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/alerts/rules');
    await page.getByRole('button', { name: 'Im Gebiet löschen' }).click();
    await page.getByRole('button', { name: 'Endgültig löschen' }).click();
    await alertOf(page, 'Im Gebiet').waitFor({ state: 'detached' });
    await end();
  });
});
