import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  aRule,
  alertsIn,
  createMailbox,
  historyOf,
  idOf,
  startMonitoring,
  type Fixture,
} from './monitoring-fixture.ts';

describe('alerts', () => {
  let fixture: Fixture;
  let mailbox: ReturnType<typeof createMailbox>;

  beforeEach(async () => {
    mailbox = createMailbox();
    fixture = await startMonitoring({ mail: mailbox });
  });
  afterEach(() => fixture.remove());

  const create = async (parts: Readonly<Record<string, unknown>> = {}): Promise<string> =>
    idOf(await fixture.client().call('POST', '/api/alert-rules', { body: aRule(parts) }));

  const put = async (id: string, attributes: Readonly<Record<string, unknown>>): Promise<void> => {
    fixture.source.put(fixture.sensor(id, attributes));
    await fixture.monitoring().settled();
  };

  const change = async (id: string, parts: Readonly<Record<string, unknown>>) => {
    const rule = (await fixture.client().call('GET', `/api/alert-rules/${id}`)).json() as object;
    return fixture.client().call('PUT', `/api/alert-rules/${id}`, { body: { ...rule, ...parts } });
  };

  const atOnce = {
    condition: { kind: 'threshold', attribute: 'temperature', direction: 'above', raiseAt: 30, clearAt: 25 },
  };
  const recipients = { emails: ['amt@stadt.example'], webhooks: [] };

  describe('an alert', () => {
    it('is raised after the duration, clears itself, and is acknowledged and closed by a clerk', async () => {
      await create({ recipients });
      await put('urn:1', { temperature: 35 });
      await fixture.pass(59);
      expect(await alertsIn(fixture)).toEqual([]);
      await fixture.pass(1);
      const [alert] = await alertsIn(fixture);
      expect(alert).toMatchObject({ ruleName: 'Hitze', entityId: 'urn:1', status: 'open', isCleared: false });
      const address = `/api/alerts/${alert?.id ?? ''}`;
      const body = { by: 'Ada', note: 'Wagen ist unterwegs.\nBis 9 Uhr.' };
      expect(await fixture.client().call('POST', `${address}/acknowledge`, { body })).toMatchObject({
        status: 200,
      });
      await put('urn:1', { temperature: 25 });
      expect((await alertsIn(fixture))[0]).toMatchObject({ status: 'acknowledged', isCleared: true });
      await fixture.client().call('POST', `${address}/close`, { body: { by: 'Ada' } });
      const shown = (await fixture.client().call('GET', address)).json();
      expect(shown).toMatchObject({
        status: 'closed',
        history: [
          { kind: 'raised', value: 35 },
          { kind: 'acknowledged', by: 'Ada', note: body.note },
          { kind: 'cleared', value: 25 },
          { kind: 'closed', by: 'Ada' },
        ],
        deliveries: [
          { channel: 'email', status: 'sent', attempts: 1 },
          { channel: 'email', status: 'sent' },
        ],
      });
      expect(mailbox.messages.map(({ subject }) => subject)).toEqual([
        '[critical] Hitze: ausgelöst / raised',
        '[critical] Hitze: entwarnt / cleared',
      ]);
    });

    it('stays one while it is not closed, and is open again when its cause is back', async () => {
      await create({ ...atOnce, recipients });
      await put('urn:1', { temperature: 35 });
      const [alert] = await alertsIn(fixture);
      await fixture
        .client()
        .call('POST', `/api/alerts/${alert?.id ?? ''}/acknowledge`, { body: { by: 'Ada' } });
      for (const temperature of [20, 40, 41]) await put('urn:1', { temperature });
      expect(await alertsIn(fixture)).toHaveLength(1);
      expect((await alertsIn(fixture))[0]).toMatchObject({ status: 'open', isCleared: false });
      expect(await historyOf(fixture)).toEqual(['raised', 'acknowledged', 'cleared', 'raised-again']);
      expect(mailbox.messages).toHaveLength(3);
    });

    it('that was closed while its cause lasts comes back as a new one only after the cause was gone', async () => {
      await create(atOnce);
      await put('urn:1', { temperature: 35 });
      const [alert] = await alertsIn(fixture);
      await fixture.client().call('POST', `/api/alerts/${alert?.id ?? ''}/close`, { body: { by: 'Ada' } });
      await put('urn:1', { temperature: 36 });
      await put('urn:1', { temperature: 20 });
      expect(await historyOf(fixture)).toEqual(['raised', 'closed']);
      await put('urn:1', { temperature: 36 });
      expect((await alertsIn(fixture)).map(({ status }) => status)).toEqual(['open', 'closed']);
    });

    it('clears when its entity, or the attribute, is deleted, or the entity is of another type', async () => {
      await create(atOnce);
      for (const id of ['urn:1', 'urn:2', 'urn:3']) await put(id, { temperature: 35, humidity: 5 });
      fixture.source.remove('urn:1');
      fixture.source.put(fixture.sensor('urn:2', { humidity: 5 }), ['temperature']);
      fixture.source.put({ ...fixture.sensor('urn:3', { humidity: 5 }), types: ['Other'] }, ['humidity']);
      await fixture.monitoring().settled();
      expect((await alertsIn(fixture)).map(({ history }) => history.at(-1))).toMatchObject([
        { kind: 'cleared', note: 'entity-deleted' },
        { kind: 'cleared', note: 'attribute-deleted' },
        { kind: 'cleared', note: 'entity-deleted' },
      ]);
    });

    it('is not raised by what is no number, nor by another tenant', async () => {
      await create(atOnce);
      for (const temperature of ['35', null, { value: 35 }, [35]]) await put('urn:1', { temperature });
      await fixture.pass(3600);
      await create({ ...atOnce, tenant: 'elsewhere' });
      await put('urn:2', { humidity: 99 });
      expect(await alertsIn(fixture)).toEqual([]);
      expect(await alertsIn(fixture, '?tenant=elsewhere')).toEqual([]);
    });

    it('is raised at once by what a new rule finds', async () => {
      await put('urn:1', { temperature: 35 });
      await create(atOnce);
      expect(await alertsIn(fixture)).toHaveLength(1);
    });

    it('is found by status, rule and entity, in pages', async () => {
      const rule = await create(atOnce);
      await create({ ...atOnce, name: 'Auch' });
      for (const id of ['urn:1', 'urn:2', 'urn:3']) await put(id, { temperature: 35 });
      expect(await alertsIn(fixture)).toHaveLength(6);
      expect(await alertsIn(fixture, `?ruleId=${rule}&entityId=urn:2&status=open`)).toHaveLength(1);
      expect(await alertsIn(fixture, '?status=closed')).toEqual([]);
      const page = await fixture.client().call('GET', '/api/alerts?limit=2&offset=5');
      expect(page.json()).toMatchObject({ count: 6, alerts: [{ entityId: 'urn:1', ruleName: 'Hitze' }] });
    });
  });

  describe('missing data', () => {
    const silent = { condition: { kind: 'missing-data', attribute: 'temperature', afterSeconds: 600 } };

    it('raises when an entity falls silent and clears when it reports again', async () => {
      await create(silent);
      await put('urn:1', { temperature: 1 });
      await fixture.pass(599);
      expect(await alertsIn(fixture)).toEqual([]);
      await fixture.pass(1);
      await put('urn:1', { temperature: 1 });
      expect(await historyOf(fixture)).toEqual(['raised', 'cleared']);
    });

    it('raises for entities that never reported, and for one that a rule names and nobody ever saw', async () => {
      await put('urn:1', { humidity: 1 });
      await create(silent);
      await create({
        ...silent,
        entityId: 'urn:ghost',
        condition: { kind: 'missing-data', afterSeconds: 60 },
      });
      await fixture.pass(599);
      expect((await alertsIn(fixture)).map(({ entityId }) => entityId)).toEqual(['urn:ghost']);
      await fixture.pass(1);
      expect((await alertsIn(fixture)).map(({ entityId }) => entityId)).toEqual(['urn:1', 'urn:ghost']);
    });

    it('goes on for a deleted attribute and a deleted entity that the rule names, but no other', async () => {
      await create(silent);
      await create({ ...silent, name: 'Zähler 3', entityId: 'urn:3' });
      for (const id of ['urn:1', 'urn:2', 'urn:3']) await put(id, { temperature: 1 });
      await fixture.pass(300);
      fixture.source.put(fixture.sensor('urn:1', { humidity: 1 }), ['temperature']);
      fixture.source.remove('urn:2');
      fixture.source.remove('urn:3');
      await fixture.restart();
      await fixture.pass(299);
      expect(await alertsIn(fixture)).toEqual([]);
      await fixture.pass(1);
      const raised = (await alertsIn(fixture)).map(({ entityId, ruleName }) => `${ruleName} ${entityId}`);
      expect(raised.sort()).toEqual(['Hitze urn:1', 'Zähler 3 urn:3']);
    });

    it('does not step back to the beginning of the watch after a restart', async () => {
      await create(silent);
      for (let minute = 0; minute < 30; minute += 5) {
        await put('urn:1', { temperature: minute });
        await fixture.pass(300);
      }
      await fixture.restart();
      expect(await alertsIn(fixture)).toEqual([]);
    });
  });

  describe('a geofence', () => {
    const ring = [
      [7, 51],
      [8, 51],
      [8, 52],
      [7, 52],
      [7, 51],
    ];
    const at = (longitude: number) => ({ location: { type: 'Point', coordinates: [longitude, 51.5] } });

    it('raises on entering and clears on leaving', async () => {
      const polygon = { type: 'Polygon', coordinates: [ring] };
      await create({ condition: { kind: 'geofence', on: 'enter', polygon } });
      for (const longitude of [6, 7.5, 7.6, 9]) await put('urn:1', at(longitude));
      expect(await historyOf(fixture)).toEqual(['raised', 'cleared']);
    });
  });

  describe('a rule that changes while its alert is open', () => {
    beforeEach(async () => {
      await create({ ...atOnce, recipients });
      await put('urn:1', { temperature: 35 });
    });

    const ruleId = async (): Promise<string> => {
      const answer = await fixture.client().call('GET', '/api/alert-rules');
      return (answer.json() as { readonly rules: readonly { readonly id: string }[] }).rules[0]?.id ?? '';
    };

    it('leaves the alert alone when only its name or recipients change', async () => {
      await change(await ruleId(), {
        name: 'Große Hitze',
        recipients: { emails: ['wache@stadt.example'], webhooks: [] },
      });
      await fixture.pass(10);
      expect(await historyOf(fixture)).toEqual(['raised']);
      await put('urn:1', { temperature: 20 });
      expect(mailbox.messages.map(({ to }) => to)).toEqual(['amt@stadt.example', 'wache@stadt.example']);
    });

    it('clears the alert when the new condition does not hold', async () => {
      await change(await ruleId(), { condition: { ...atOnce.condition, raiseAt: 40 } });
      expect(await historyOf(fixture)).toEqual(['raised', 'cleared: rule-changed']);
    });

    it('raises the same alert again when the new condition holds, too', async () => {
      await change(await ruleId(), { condition: { ...atOnce.condition, raiseAt: 31 } });
      expect(await historyOf(fixture)).toEqual(['raised', 'cleared: rule-changed', 'raised-again']);
      expect(await alertsIn(fixture)).toHaveLength(1);
    });

    it('clears the alert while it is paused and looks again afterwards', async () => {
      await change(await ruleId(), { isActive: false });
      await put('urn:1', { temperature: 50 });
      await fixture.pass(3600);
      expect(await historyOf(fixture)).toEqual(['raised', 'cleared: rule-paused']);
      expect(mailbox.messages).toHaveLength(1);
      await change(await ruleId(), { isActive: true });
      expect((await historyOf(fixture)).at(-1)).toBe('raised-again');
    });

    it('leaves the alert to the clerk when it is deleted', async () => {
      const id = await ruleId();
      expect((await fixture.client().call('DELETE', `/api/alert-rules/${id}`)).status).toBe(204);
      await put('urn:1', { temperature: 50 });
      await fixture.restart();
      expect(await historyOf(fixture)).toEqual(['raised', 'cleared: rule-deleted']);
      expect((await alertsIn(fixture))[0]).toMatchObject({ status: 'open', isCleared: true });
      expect((await fixture.client().call('GET', `/api/alert-rules/${id}`)).status).toBe(404);
    });
  });

  describe('a restart', () => {
    it('goes on with a duration that had begun', async () => {
      await create();
      await put('urn:1', { temperature: 35 });
      await fixture.pass(30);
      await fixture.restart();
      await fixture.pass(29);
      expect(await alertsIn(fixture)).toEqual([]);
      await fixture.pass(1);
      expect(await alertsIn(fixture)).toHaveLength(1);
    });

    it('tells of a duration that ended meanwhile', async () => {
      await create();
      await put('urn:1', { temperature: 35 });
      await fixture.restart(() => {
        fixture.clock.advance(120_000);
      });
      expect(await historyOf(fixture)).toEqual(['raised']);
    });

    it('keeps raised alerts and tells nothing twice', async () => {
      await create({ ...atOnce, recipients });
      await put('urn:1', { temperature: 35 });
      await fixture.restart();
      await fixture.pass(5);
      expect(await historyOf(fixture)).toEqual(['raised']);
      expect(mailbox.messages).toHaveLength(1);
    });

    it('finds the changes that were committed while nobody watched', async () => {
      await create(atOnce);
      await put('urn:1', { temperature: 35 });
      await put('urn:2', { temperature: 35 });
      await fixture.restart(() => {
        fixture.clock.advance(1000);
        fixture.source.putUnheard(fixture.sensor('urn:1', { temperature: 5 }));
        fixture.source.putUnheard(fixture.sensor('urn:3', { temperature: 45 }));
        fixture.source.remove('urn:2');
      });
      const seen = (await alertsIn(fixture)).map(({ entityId, isCleared }) => [entityId, isCleared]);
      expect(seen).toEqual([
        ['urn:3', false],
        ['urn:2', true],
        ['urn:1', true],
      ]);
    });
  });

  describe('failures around the watcher', () => {
    it('take no entity for deleted that only a list left out', async () => {
      await create(atOnce);
      await put('urn:1', { temperature: 35 });
      fixture.source.hidden.add('urn:1');
      await fixture.restart();
      expect(await historyOf(fixture)).toEqual(['raised']);
      fixture.source.remove('urn:1');
      await fixture.monitoring().settled();
      expect((await historyOf(fixture)).at(-1)).toBe('cleared: entity-deleted');
    });

    it('looks again when the entities could not be read', async () => {
      fixture.source.putUnheard(fixture.sensor('urn:1', { temperature: 35 }));
      fixture.source.isBroken = true;
      const answer = await fixture.client().call('POST', '/api/alert-rules', { body: aRule(atOnce) });
      expect(answer.status).toBe(201);
      fixture.source.isBroken = false;
      await fixture.pass(1);
      expect(await alertsIn(fixture)).toHaveLength(1);
    });

    it('raises later what could not be saved', async () => {
      await create(atOnce);
      const repair = await fixture.breakTable('alerts', 'INSERT');
      await put('urn:1', { temperature: 35 });
      await repair();
      expect(await alertsIn(fixture)).toEqual([]);
      await fixture.pass(1);
      expect(await historyOf(fixture)).toEqual(['raised']);
    });
  });
});
