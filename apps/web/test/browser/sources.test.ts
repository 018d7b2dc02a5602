import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumNote, chromiumPath, startChromium } from './chromium.ts';
import { startPageServer, type PageServer } from './start-page-server.ts';
import { startReceiver, type Receiver } from './start-receiver.ts';
import { open, visit } from './visit.ts';

describe.skipIf(chromiumPath === undefined)(`sources and contexts${chromiumNote}`, () => {
  let server: PageServer;
  let browser: Browser;
  let source: Receiver;
  beforeAll(async () => {
    [server, browser, source] = await Promise.all([startPageServer(), startChromium(), startReceiver()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    source?.close();
  });

  it('are connected with a form, tried, changed and disconnected', async () => {
    source.answerWith(200, '[{"id":"urn:ngsi-ld:RiverLevel:1","type":"RiverLevel","level":2.5}]');
    const { page, errors, end } = await visit(browser, server.address);
    await open(page, '/data/registrations');
    await page.getByText('Noch keine Quelle angebunden').waitFor();
    await page.getByRole('link', { name: 'Quelle anbinden' }).click();
    await page.getByRole('button', { name: 'Quelle speichern' }).click();
    await page.getByText('Bitte nennen Sie mindestens eine Datenart.').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Pegel des Kreises');
    await page.getByLabel('Datenarten').fill('RiverLevel');
    await page.getByLabel('Eigenschaften').fill('level');
    await page.getByLabel('Adresse der Quelle').fill(source.address);
    await page.getByLabel('Mandant bei der Quelle').fill('warendorf');
    await page.getByRole('button', { name: 'Quelle fragen' }).click();
    await page
      .getByText(/Antwort 200 nach \d+\sms/u)
      .first()
      .waitFor();
    await page.getByText('"level": 2.5').first().waitFor();
    expect(source.received.map(({ path }) => path).sort()).toEqual([
      '/ngsi-ld/v1/entities?type=RiverLevel&attrs=level&limit=1',
      '/ngsi-ld/v1/info/sourceIdentity',
    ]);
    expect(source.received[0]?.headers).toMatchObject({ 'ngsild-tenant': 'warendorf' });
    await page.getByRole('button', { name: 'Quelle speichern' }).click();
    await page.getByRole('heading', { level: 1, name: 'Pegel des Kreises' }).waitFor();
    await page.getByText('Daten der Quelle und eigene werden zusammengeführt (inclusive).').waitFor();

    await page.getByRole('link', { name: 'Bearbeiten' }).click();
    expect(await page.getByLabel('Datenarten').inputValue()).toBe('RiverLevel');
    await page.getByLabel('Wie verhalten sich ihre Daten zu den eigenen?').selectOption('exclusive');
    await page.getByRole('button', { name: 'Quelle speichern' }).click();
    await page.getByText('Eine ausschließliche Quelle braucht die Kennung des Objekts.').waitFor();
    await page.getByLabel('Wie verhalten sich ihre Daten zu den eigenen?').selectOption('auxiliary');
    await page.getByLabel('Lesen und abonnieren (federationOps)').uncheck();
    await page.getByLabel('Lesen (retrieveOps)').check();
    await page.getByRole('button', { name: 'Quelle speichern' }).click();
    await page.getByText('Die Quelle füllt nur Lücken', { exact: false }).waitFor();
    await page.getByRole('link', { name: 'Alle Quellen' }).click();
    const row = page.getByRole('row', { name: /Pegel des Kreises/u });
    expect(await row.textContent()).toMatch(/hilfsweise.*RiverLevel: level.*retrieveOps.*warendorf/u);

    await row.getByRole('link').click();
    await page.getByRole('button', { name: 'Abbinden' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Quelle abbinden' }).click();
    await page.getByText('Noch keine Quelle angebunden').waitFor();
    expect(errors).toEqual([]);
    await end();
  });

  it('say what is wrong with a source that does not answer', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/data/registrations/new');
    await page.getByLabel('Datenarten').fill('Bus');
    await page.getByLabel('Adresse der Quelle').fill('http://127.0.0.1:1');
    await page.getByRole('button', { name: 'Quelle fragen' }).click();
    await page.getByRole('alert').filter({ hasText: 'Nicht erreichbar' }).first().waitFor();
    await end();
  });

  it('contexts are pasted or uploaded, tried, looked at and deleted', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/data/contexts');
    await page.getByText('Noch kein Kontext').waitFor();
    await page.getByRole('link', { name: 'Kontext ablegen' }).click();
    await page.getByLabel('Inhalt (JSON-LD)').fill('{"@context": ');
    await page.getByText('Das ist kein gültiges JSON', { exact: false }).waitFor();
    await page.getByLabel('Inhalt (JSON-LD)').fill('{"seats": "https://x.example/seats"}');
    await page.getByText('Hier fehlt @context', { exact: false }).waitFor();
    await page.getByLabel('Inhalt (JSON-LD)').fill('{"@context": {"seats": {"@id": 5}}}');
    await page.getByRole('button', { name: 'Kontext ablegen' }).click();
    await page.getByRole('alert').waitFor();
    const context = { Bench: 'https://x.example/Bench', seats: 'https://x.example/seats' };
    await page.locator('input[type="file"]').setInputFiles({
      name: 'context.jsonld',
      mimeType: 'application/ld+json',
      buffer: Buffer.from(JSON.stringify({ '@context': context })),
    });
    await page.getByLabel('Namen', { exact: true }).fill('seats, legs');
    await page.getByRole('button', { name: 'Ausprobieren' }).click();
    await page.getByRole('cell', { name: 'https://x.example/seats' }).waitFor();
    await page.getByText('nicht in diesem Kontext').waitFor();
    await page.getByRole('button', { name: 'Kontext ablegen' }).click();

    await page.getByText('2 eigene Begriffe').waitFor();
    await page.getByRole('button', { name: 'Objekt', exact: true }).click();
    await page.getByLabel('Objekt (JSON)').fill('{"id":"urn:x:1","type":"Bench","seats":4}');
    await page.getByRole('button', { name: 'Ausprobieren' }).click();
    const full = page.getByRole('group', { name: 'Ausgeschrieben' });
    await full.waitFor();
    expect(JSON.parse((await full.textContent()) ?? '')).toEqual({
      id: 'urn:x:1',
      type: 'https://x.example/Bench',
      'https://x.example/seats': 4,
    });
    await page.getByRole('button', { name: 'Löschen' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Kontext löschen' }).click();
    await page.getByText('Noch kein Kontext').waitFor();
    await end();
  });

  it('cached contexts show how often they are used, lead to their origin, and are loaded again and tried', async () => {
    const address = `${source.address}/model.jsonld`;
    source.answerWith(200, '{"@context": {"seats": "https://x.example/old"}}');
    const link = `<${address}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;
    const answer = await fetch(`${server.address}/ngsi-ld/v1/entities?type=Bench`, { headers: { link } });
    expect(answer.status).toBe(200);
    source.answerWith(200, '{"@context": {"seats": "https://x.example/new"}}');
    const { page, errors, end } = await visit(browser, server.address);
    await open(page, '/data/contexts');
    const row = page.getByRole('row', { name: /model\.jsonld/u });
    expect(await row.textContent()).toMatch(/Kopie.*1/u);
    await row.getByRole('link').click();
    const original = page.getByRole('link', { name: 'Original ansehen' });
    expect(await original.getAttribute('href')).toBe(address);
    const means = async (full: string): Promise<void> => {
      await page.getByLabel('Namen').fill('seats');
      await page.getByRole('button', { name: 'Ausprobieren' }).click();
      await page.getByRole('cell', { name: full }).waitFor();
    };
    await means('https://x.example/old');
    await page.getByRole('button', { name: 'Neu laden' }).click();
    await page.getByText('Der Kontext wurde neu geladen.').waitFor();
    await means('https://x.example/new');
    expect(errors).toEqual([]);
    await end();
  });

  it('that do not answer are named wherever their data are missing', async () => {
    const gone = await startReceiver();
    gone.close();
    const post = async (path: string, body: unknown): Promise<void> => {
      const answer = await fetch(`${server.address}/ngsi-ld/v1/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect(answer.status).toBe(201);
    };
    await post('entities', { id: 'urn:ngsi-ld:Ferry:1', type: 'Ferry', speed: 7 });
    await post('csourceRegistrations', {
      id: 'urn:ngsi-ld:ContextSourceRegistration:hafen',
      type: 'ContextSourceRegistration',
      registrationName: 'Hafen',
      endpoint: gone.address,
      information: [{ entities: [{ type: 'Ferry' }] }],
      operations: ['federationOps'],
    });
    const { page, end } = await visit(browser, server.address);
    for (const path of ['/data?type=Ferry', '/map', '/entities/urn:ngsi-ld:Ferry:1']) {
      await open(page, path);
      const notice = page.getByRole('status').filter({ hasText: 'Ein Teil der Daten fehlt' });
      await notice.getByText('Hafen ist nicht erreichbar.').waitFor();
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    }
    await open(page, '/data?type=Ferry');
    await page.getByRole('link', { name: 'Hafen' }).click();
    await page.getByRole('heading', { level: 1, name: 'Hafen' }).waitFor();
    await page.getByText('gestört').first().waitFor();
    await end();
  });
});
