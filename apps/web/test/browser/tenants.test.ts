import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumNote, chromiumPath, startChromium } from './chromium.ts';
import { startPageServer, type PageServer } from './start-page-server.ts';
import { open, visit } from './visit.ts';

const tenant = 'stadtwerke';
const pump = 'urn:ngsi-ld:Pump:nord';

describe.skipIf(chromiumPath === undefined)(`tenants${chromiumNote}`, () => {
  let server: PageServer;
  let browser: Browser;
  const send = async (method: string, path: string, body: unknown): Promise<void> => {
    const answer = await fetch(`${server.address}${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'NGSILD-Tenant': tenant },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  };
  const report = (power: number): Promise<void> =>
    send('PATCH', `/ngsi-ld/v1/entities/${pump}/attrs`, {
      power: { type: 'Property', value: power, observedAt: new Date().toISOString() },
    });
  beforeAll(async () => {
    [server, browser] = await Promise.all([startPageServer(), startChromium()]);
    await send('POST', '/ngsi-ld/v1/entities', {
      id: pump,
      type: 'Pump',
      name: 'Pumpe Nord',
      location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [7.62, 51.96] } },
      power: { type: 'Property', value: 7, observedAt: new Date().toISOString() },
    });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('are chosen once and hold from page to page, with history and live values', async () => {
    const { page, errors, end } = await visit(browser, server.address);
    const tenantInAddress = (): string | null => new URL(page.url()).searchParams.get('tenant');
    await open(page, '/map');
    await page.getByText('Demonstration: simulierte Live-Werte').waitFor();
    await page.getByLabel('Mandant').selectOption(tenant);
    await page.getByRole('checkbox', { name: /^Pump/u }).waitFor();
    expect(await page.getByText('Demonstration: simulierte Live-Werte').count()).toBe(0);
    await page.getByRole('button', { name: 'Als Liste zeigen' }).click();
    expect(tenantInAddress()).toBe(tenant);
    await page.getByRole('link', { name: 'Pumpe Nord' }).click();
    await page.getByRole('heading', { level: 1, name: 'Pumpe Nord' }).waitFor();
    await page.getByText('Live: Werte kommen laufend an').waitFor();
    await report(42);
    await page.locator('.entity__number', { hasText: '42' }).waitFor();
    await page.getByRole('button', { name: 'Als Tabelle zeigen' }).click();
    await page.getByRole('cell', { name: '7', exact: true }).first().waitFor();
    await page.getByRole('button', { name: '7 Tage' }).click();
    expect(tenantInAddress()).toBe(tenant);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    for (const name of ['Daten', 'Dashboards', 'Karte', 'Start']) {
      await page.getByRole('navigation').first().getByRole('link', { name, exact: true }).click();
      await page.getByLabel('Mandant').waitFor();
      expect(tenantInAddress()).toBe(tenant);
    }
    await open(page, `/entities/${pump}?tenant=${tenant}`);
    await page.getByLabel('Mandant').selectOption('');
    await page.getByRole('heading', { level: 1, name: 'Daten', exact: true }).waitFor();
    expect(tenantInAddress()).toBeNull();
    expect(errors).toEqual([]);
    await end();
  });

  it('that do not exist are told in plain words, with a way out', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/map?tenant=niemand');
    await page.getByRole('heading', { level: 1, name: 'Den Mandanten „niemand“ gibt es nicht' }).waitFor();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.getByRole('link', { name: 'Zum Standardmandanten' }).click();
    await page.getByText('Demonstration: simulierte Live-Werte').waitFor();
    expect(new URL(page.url()).search).toBe('');
    await end();
  });

  it('have their own dashboards and rules, whose links lead to them', async () => {
    const made = async (path: string, body: unknown): Promise<string> => {
      const answer = await fetch(`${server.address}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return ((await answer.json()) as { readonly id: string }).id;
    };
    const tile = { id: 'a', kind: 'value', title: 'Leistung', width: 6 };
    const watched = { entityType: 'Pump', entityId: pump };
    const dashboard = await made('/api/dashboards', {
      tenant,
      title: 'Pumpwerke',
      tiles: [{ ...tile, ...watched, attribute: 'power' }],
    });
    const condition = { kind: 'missing-data', attribute: 'power', afterSeconds: 3600 };
    const rule = await made('/api/alert-rules', {
      tenant,
      name: 'Pumpe schweigt',
      ...watched,
      severity: 'warning',
      condition,
      recipients: { emails: [], webhooks: [] },
    });
    const { page, end } = await visit(browser, server.address);
    await report(55);
    await open(page, `/dashboards/${dashboard}`);
    await page.getByText('55').first().waitFor();
    expect(new URL(page.url()).searchParams.get('tenant')).toBe(tenant);
    await page.getByRole('link', { name: 'Alle Dashboards' }).click();
    await page.getByRole('link', { name: 'Pumpwerke' }).waitFor();
    await open(page, '/dashboards');
    expect(await page.getByRole('link', { name: 'Pumpwerke' }).count()).toBe(0);
    await open(page, `/alerts/rules/${rule}`);
    await page.getByRole('textbox', { name: 'Name der Regel' }).fill('Pumpe Nord schweigt');
    await page.getByRole('button', { name: 'Regel speichern' }).click();
    await page.getByText('Pumpe Nord schweigt').first().waitFor();
    expect(new URL(page.url()).searchParams.get('tenant')).toBe(tenant);
    const kept = (await (await fetch(`${server.address}/api/alert-rules/${rule}`)).json()) as object;
    expect(kept).toMatchObject({ tenant, name: 'Pumpe Nord schweigt' });
    await end();
  });
});
