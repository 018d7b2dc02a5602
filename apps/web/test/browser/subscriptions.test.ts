import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumNote, chromiumPath, startChromium } from './chromium.ts';
import { startPageServer, type PageServer } from './start-page-server.ts';
import { startReceiver, type Receiver } from './start-receiver.ts';
import { addTestCity, garage, garageName, reportFreePlaces } from './test-city.ts';
import { open, visit } from './visit.ts';

const kept = 'urn:ngsi-ld:Subscription:test:tafel';

describe.skipIf(chromiumPath === undefined)(`subscriptions${chromiumNote}`, () => {
  let server: PageServer;
  let browser: Browser;
  let receiver: Receiver;
  beforeAll(async () => {
    [server, browser, receiver] = await Promise.all([startPageServer(), startChromium(), startReceiver()]);
    await addTestCity(server.address);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    receiver?.close();
  });

  const subscribe = async (body: object, tenant = ''): Promise<void> => {
    const answer = await fetch(`${server.address}/ngsi-ld/v1/subscriptions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(tenant === '' ? {} : { 'NGSILD-Tenant': tenant }),
      },
      body: JSON.stringify({ type: 'Subscription', ...body }),
    });
    expect(answer.status).toBe(201);
  };
  const readKept = async (path = ''): Promise<Record<string, unknown>> =>
    (await (await fetch(`${server.address}/ngsi-ld/v1/subscriptions${path}`)).json()) as Record<
      string,
      unknown
    >;

  it('are explained as long as there are none, and made with a form that shows and tries them', async () => {
    const { page, errors, end } = await visit(browser, server.address);
    await open(page, '/data');
    await page.getByRole('link', { name: 'Abonnements' }).click();
    await page.getByText('Noch kein Abonnement').waitFor();
    await page.getByRole('link', { name: 'Neues Abonnement' }).click();
    await page.getByRole('button', { name: 'Abonnement speichern' }).click();
    await page.getByText('Bitte wählen Sie eine Datenart.').waitFor();
    await page.getByText('Bitte geben Sie an, wohin die Benachrichtigungen gehen.').waitFor();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-invalid')))
      .toBe('true');

    await page.getByLabel('Name', { exact: true }).fill('Prüfplatz an die Tafel');
    await page.getByLabel('Datenart').selectOption({ label: 'Parkhäuser' });
    await page.getByLabel('Objekt', { exact: true }).selectOption({ label: garageName });
    await page.getByRole('button', { name: 'Bedingung hinzufügen' }).click();
    const condition = page.getByRole('group', { name: 'Bedingung 1' });
    await condition.getByLabel('Merkmal').selectOption('availableSpotNumber');
    await condition.getByLabel('Vergleich').selectOption({ label: 'ist kleiner als' });
    await condition.getByLabel('Wert').fill('50');
    const watched = page.getByRole('group', { name: 'Merkmale', exact: true });
    await watched.getByLabel('Freie Stellplätze').check();
    await page.getByLabel('Adresse des Empfängers').fill(`${receiver.address}/tafel`);
    await page.getByRole('button', { name: 'Zeile hinzufügen' }).click();
    await page.getByLabel('Name 1').fill('Authorization');
    await page.getByLabel('Wert 1').fill('Bearer geheim');
    await page.getByLabel('Darstellung').selectOption({ label: 'Nur Werte (simplified)' });

    const preview = page.getByRole('group', { name: 'So wird es gespeichert' });
    expect(JSON.parse((await preview.textContent()) ?? '')).toMatchObject({
      q: 'availableSpotNumber<50',
      entities: [{ id: garage, type: 'OffStreetParking' }],
      watchedAttributes: ['availableSpotNumber'],
    });
    await page.getByRole('button', { name: 'curl', exact: true }).click();
    expect(await preview.textContent()).toContain('curl --request POST');

    await page.getByRole('button', { name: 'Zeigen, was gesendet würde' }).click();
    await page.getByText('Zurzeit erfüllt kein Objekt die Bedingungen').waitFor();
    await page.getByLabel('Für welches Objekt?').selectOption({ label: garageName });
    await page.getByRole('button', { name: 'Zeigen, was gesendet würde' }).click();
    await page.getByText(`${garageName} erfüllt die Bedingungen zurzeit nicht`).waitFor();
    expect(await page.getByRole('group', { name: 'Anfrage' }).textContent()).toContain(
      'authorization: Bearer geheim'.replace('authorization', 'Authorization'),
    );
    expect(receiver.received).toEqual([]);
    await page.getByRole('button', { name: 'Probe senden' }).click();
    await page.getByText(/Antwort 200 nach \d+\sms/u).waitFor();
    expect(await page.getByRole('group', { name: 'Antwort' }).textContent()).toContain('"taken": true');
    expect(receiver.received).toHaveLength(1);
    expect(receiver.received[0]?.headers).toMatchObject({ authorization: 'Bearer geheim' });

    await page.getByRole('button', { name: 'Abonnement speichern' }).click();
    await page.getByRole('heading', { level: 1, name: 'Prüfplatz an die Tafel' }).waitFor();
    await page.getByText('Seit der Einrichtung gab es noch nichts zu melden.').waitFor();
    await page.getByText('availableSpotNumber<50', { exact: true }).waitFor();
    await reportFreePlaces(server.address, 12);
    await expect.poll(() => receiver.received.length).toBe(2);
    expect(JSON.parse(receiver.received[1]?.body ?? '')).toMatchObject({
      data: [{ id: garage, availableSpotNumber: 12 }],
    });
    await page.getByText('Letzter Erfolg').waitFor();
    expect(errors.filter((error) => !error.includes('subscription-trials'))).toEqual([]);
    await end();
  });

  it('show at a glance which are active, paused and failing, and can be paused, resumed and deleted', async () => {
    receiver.answerWith(403, '{"title": "kein Zutritt"}');
    await subscribe({
      id: kept,
      subscriptionName: 'Anzeigetafel',
      entities: [{ type: 'OffStreetParking' }],
      notification: { endpoint: { uri: `${receiver.address}/403` } },
    });
    await reportFreePlaces(server.address, 99);
    const { page, end } = await visit(browser, server.address);
    await open(page, '/data/subscriptions');
    const row = page.getByRole('row', { name: /^Anzeigetafel/u });
    await row.getByText('fehlerhaft').waitFor({ timeout: 20_000 });
    await row.getByText('Letzter Fehler', { exact: false }).waitFor();
    expect(await row.textContent()).toContain(`${receiver.address}/403`);
    await page.getByRole('button', { name: /^Fehlerhaft/u }).click();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    await page.getByRole('button', { name: /^Alle/u }).click();
    await page.getByLabel('Abonnements durchsuchen').fill('prüfplatz');
    await row.waitFor({ state: 'detached' });
    await page.getByLabel('Abonnements durchsuchen').fill('');
    await row.getByRole('link', { name: 'Anzeigetafel' }).click();

    await page.getByText('Die letzte Benachrichtigung kam nicht an', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Probe senden' }).click();
    await page.getByText(/Antwort 403 nach/u).waitFor();
    await page.getByText('kein Zutritt').waitFor();
    await page.getByRole('button', { name: 'Pausieren' }).click();
    await page.getByText('pausiert', { exact: true }).waitFor();
    expect(await readKept(`/${kept}`)).toMatchObject({ status: 'paused' });
    await page.getByRole('button', { name: 'Fortsetzen' }).click();
    await page.getByRole('button', { name: 'Pausieren' }).waitFor();
    await page.getByRole('button', { name: 'Löschen' }).click();
    const dialog = page.getByRole('dialog', { name: '„Anzeigetafel“ löschen?' });
    await dialog.getByRole('button', { name: 'Abbrechen' }).click();
    expect((await fetch(`${server.address}/ngsi-ld/v1/subscriptions/${kept}`)).status).toBe(200);
    await page.getByRole('button', { name: 'Löschen' }).click();
    await dialog.getByRole('button', { name: 'Abonnement löschen' }).click();
    await page.getByRole('heading', { level: 1, name: 'Daten' }).waitFor();
    await row.waitFor({ state: 'detached' });
    expect((await fetch(`${server.address}/ngsi-ld/v1/subscriptions/${kept}`)).status).toBe(404);
    await open(page, `/data/subscriptions/${encodeURIComponent(kept)}`);
    await page.getByText('Dieses Abonnement gibt es nicht').waitFor();
    receiver.answerWith(200);
    await end();
  });

  it('show what was given up, to look at, send again and discard', async () => {
    const id = 'urn:ngsi-ld:Subscription:test:aufgegeben';
    receiver.answerWith(403);
    await subscribe({
      id,
      subscriptionName: 'Aufgegeben',
      entities: [{ type: 'OffStreetParking', id: garage }],
      notification: { format: 'simplified', endpoint: { uri: `${receiver.address}/tot` } },
    });
    await reportFreePlaces(server.address, 71);
    await reportFreePlaces(server.address, 72);
    const { page, end } = await visit(browser, server.address);
    await open(page, `/data/subscriptions/${encodeURIComponent(id)}`);
    const card = page.getByRole('region', { name: 'Aufgegebene Benachrichtigungen' });
    await card.getByText('2 aufgegeben').waitFor({ timeout: 30_000 });
    await card.getByText('Antwort 403').first().waitFor();
    await card
      .getByRole('button', { name: /^Ansehen/u })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('"availableSpotNumber": 72', { exact: false }).waitFor();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.keyboard.press('Escape');
    receiver.answerWith(200);
    await card
      .getByRole('button', { name: /^Erneut senden/u })
      .first()
      .click();
    await card.getByText('1 aufgegeben').waitFor();
    await expect.poll(() => receiver.received.at(-1)?.body).toContain('"availableSpotNumber":72');
    await card.getByRole('button', { name: 'Alle verwerfen' }).click();
    await dialog.getByRole('button', { name: 'Alle verwerfen' }).click();
    await card.waitFor({ state: 'detached' });
    await end();
  });

  it('are changed without losing what the form does not show', async () => {
    const id = 'urn:ngsi-ld:Subscription:test:edit';
    await subscribe({
      id,
      subscriptionName: 'Vorher',
      entities: [{ type: 'OffStreetParking' }],
      q: '(availableSpotNumber<5|status=="closed");totalSpotNumber>10',
      scopeQ: '/Muenster',
      throttling: 60,
      notification: { pick: ['id', 'name'], endpoint: { uri: `${receiver.address}/x`, cooldown: 700 } },
    });
    const { page, end } = await visit(browser, server.address);
    await open(page, `/data/subscriptions/${encodeURIComponent(id)}`);
    await page.getByRole('link', { name: 'Bearbeiten' }).click();
    expect(await page.getByLabel('Ausdruck (q)').inputValue()).toContain('availableSpotNumber<5');
    await page.getByText('Dieser Ausdruck lässt sich nicht als Bedingungen zeigen.').waitFor();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Nachher');
    await page.getByLabel('Mindestabstand in Sekunden').fill('');
    await page.getByRole('button', { name: 'In der Nähe von' }).click();
    await page.getByLabel('Mittelpunkt', { exact: true }).last().fill('51.9625, 7.6256');
    await page.getByRole('button', { name: 'Abonnement speichern' }).click();
    await page.getByRole('heading', { level: 1, name: 'Nachher' }).waitFor();
    const changed = await readKept(`/${id}`);
    expect(changed).toMatchObject({
      subscriptionName: 'Nachher',
      scopeQ: '/Muenster',
      q: '(availableSpotNumber<5|status=="closed");totalSpotNumber>10',
      geoQ: { georel: 'near;maxDistance==500', coordinates: [7.6256, 51.9625] },
      notification: { pick: ['id', 'name'], endpoint: { cooldown: 700 } },
    });
    expect(changed).not.toHaveProperty('throttling');
    await end();
  });

  it('belong to the tenant that is chosen', async () => {
    await subscribe(
      {
        subscriptionName: 'Nur Stadtwerke',
        entities: [{ type: 'Pump' }],
        notification: { endpoint: { uri: `${receiver.address}/pump` } },
      },
      'stadtwerke',
    );
    const { page, end } = await visit(browser, server.address);
    await open(page, '/data/subscriptions');
    await page.getByRole('row', { name: /Prüfplatz/u }).waitFor();
    expect(await page.getByText('Nur Stadtwerke').count()).toBe(0);
    await page.getByLabel('Mandant').selectOption('stadtwerke');
    await page.getByRole('link', { name: 'Nur Stadtwerke' }).click();
    await page.getByRole('heading', { level: 1, name: 'Nur Stadtwerke' }).waitFor();
    expect(new URL(page.url()).searchParams.get('tenant')).toBe('stadtwerke');
    await page.getByRole('button', { name: 'curl', exact: true }).click();
    await page.getByText("--header 'NGSILD-Tenant: stadtwerke'", { exact: false }).waitFor();
    await page.getByRole('link', { name: 'Alle Abonnements' }).click();
    expect(await page.getByLabel('Mandant').inputValue()).toBe('stadtwerke');
    await end();
  });

  it('can be made, tried and deleted by keyboard', async () => {
    const { page, end } = await visit(browser, server.address);
    await open(page, '/data/subscriptions/new');
    /** Tabs on until what is focused has the name. */
    const tabTo = async (name: RegExp): Promise<void> => {
      for (let step = 0; step < 120; step += 1) {
        await page.keyboard.press('Tab');
        const focused = await page.evaluate(() => {
          const element = document.activeElement;
          const label =
            element?.id === '' ? null : document.querySelector(`label[for="${element?.id ?? ''}"]`);
          return element?.getAttribute('aria-label') ?? label?.textContent ?? element?.textContent ?? '';
        });
        if (name.test(focused)) return;
      }
      throw new Error(`The keyboard does not reach ${String(name)}.`);
    };
    await tabTo(/^Name$/u);
    await page.keyboard.type('Ohne Maus');
    await tabTo(/^Datenart$/u);
    await page.keyboard.type('Parkh');
    await tabTo(/^Adresse des Empfängers$/u);
    await page.keyboard.type(`${receiver.address}/tasten`);
    await tabTo(/^Abonnement speichern$/u);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Ohne Maus' }).waitFor();
    const before = receiver.received.length;
    await tabTo(/^Löschen$/u);
    await tabTo(/^Probe senden$/u);
    await page.keyboard.press('Enter');
    await page.getByText(/Antwort 200/u).waitFor();
    expect(receiver.received.length).toBeGreaterThan(before);
    await page.getByRole('button', { name: 'Löschen' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Daten' }).waitFor();
    await end();
  });
});
