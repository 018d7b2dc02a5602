import { DomainError } from '@allmende/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlertRule } from '../alert-rule.ts';
import { closeAlert, raiseAlert, type Alert } from '../alert.ts';
import type { Dashboard } from '../dashboard.ts';
import type { MonitoringStores } from './monitoring-stores.ts';
import type { NewDelivery } from './delivery-store.ts';

export interface StoresUnderTest<Transaction> {
  readonly stores: MonitoringStores<Transaction>;
  remove(): Promise<void>;
}

const at = '2026-11-24T08:00:00.000Z';

const aRule = (parts: Partial<AlertRule> = {}): AlertRule => ({
  id: 'rule-1',
  version: 1,
  createdAt: at,
  modifiedAt: at,
  name: 'Hitze „im“ Schacht',
  tenant: '',
  entityType: 'Sensor',
  severity: 'critical',
  isActive: true,
  condition: { kind: 'missing-data', afterSeconds: 60 },
  recipients: { emails: ['amt@stadt.example'], webhooks: [] },
  ...parts,
});

const anAlert = (id: string, entityId: string, rule: AlertRule = aRule()): Alert =>
  raiseAlert(rule, { id, entityId, at, value: 35 });

const aDelivery = (id: string, parts: Partial<NewDelivery> = {}): NewDelivery => ({
  id,
  alertId: 'alert-1',
  channel: 'email',
  target: 'amt@stadt.example',
  payload: '{"subject":"Hitze"}',
  ...parts,
});

const aDashboard = (id: string, parts: Partial<Dashboard> = {}): Dashboard => ({
  id,
  tenant: '',
  title: `Tafel ${id}`,
  tiles: [],
  version: 1,
  modifiedAt: at,
  ...parts,
});

/** What every implementation of the ports guarantees. */
export const describeMonitoringStores = <Transaction>(
  name: string,
  start: () => StoresUnderTest<Transaction>,
): void => {
  describe(`stores of monitoring (${name})`, () => {
    let stores: MonitoringStores<Transaction>;
    let remove: () => Promise<void>;
    beforeEach(() => {
      ({ stores, remove } = start());
    });
    afterEach(() => remove());

    const save = (alert: Alert): Promise<void> =>
      stores.write((transaction) => stores.alerts.saveWithin(transaction, alert));
    const live = (entityId: string): Promise<Alert | undefined> =>
      stores.write((transaction) => stores.alerts.findLiveWithin(transaction, 'rule-1', entityId));
    const saveRule = (rule: AlertRule): Promise<void> =>
      stores.write((transaction) => stores.rules.saveWithin(transaction, rule));
    const queue = async (...deliveries: readonly NewDelivery[]): Promise<void> => {
      for (const delivery of deliveries)
        await stores.write((transaction) => stores.deliveries.addWithin(transaction, delivery, 1000));
    };

    describe('a transaction', () => {
      it('that throws leaves nothing', async () => {
        const failing = stores.write((transaction) => {
          const saved = stores.alerts.saveWithin(transaction, anAlert('alert-1', 'urn:1'));
          if (saved instanceof Promise) return saved.then(() => Promise.reject(new Error('no')));
          throw new Error('no');
        });
        await expect(failing).rejects.toThrow('no');
        expect(await stores.alerts.find('alert-1')).toBeUndefined();
      });
    });

    describe('alerts', () => {
      it('are found as they were saved last', async () => {
        const alert = anAlert('alert-1', 'urn:1');
        await save(alert);
        expect(await stores.alerts.find('alert-1')).toEqual(alert);
        const closed = closeAlert(alert, { by: 'Ada', at });
        await save(closed);
        expect(await stores.alerts.find('alert-1')).toEqual(closed);
        const within = stores.write((transaction) => stores.alerts.findWithin(transaction, 'alert-1'));
        expect(await within).toEqual(closed);
        expect(await stores.alerts.find('alert-2')).toBeUndefined();
      });

      it('of one cause are at most one that is not closed', async () => {
        const first = anAlert('alert-1', 'urn:1');
        await save(first);
        await expect(save(anAlert('alert-2', 'urn:1'))).rejects.toThrow();
        expect(await live('urn:1')).toEqual(first);
        await save(closeAlert(first, { by: 'Ada', at }));
        expect(await live('urn:1')).toBeUndefined();
        await save(anAlert('alert-2', 'urn:1'));
        expect((await live('urn:1'))?.id).toBe('alert-2');
      });

      it('of a rule that are not closed come oldest first', async () => {
        for (const number of ['3', '1', '2']) await save(anAlert(`alert-${number}`, `urn:${number}`));
        await save(closeAlert(anAlert('alert-1', 'urn:1'), { by: 'Ada', at }));
        await save(anAlert('alert-4', 'urn:1', aRule({ id: 'rule-2' })));
        const found = await stores.write((transaction) => stores.alerts.liveOfWithin(transaction, 'rule-1'));
        expect(found.map(({ id }) => id)).toEqual(['alert-3', 'alert-2']);
      });

      it('are listed newest first, by what is asked for, in pages with their count', async () => {
        for (const number of ['1', '2', '3']) await save(anAlert(`alert-${number}`, `urn:${number}`));
        await save(anAlert('alert-4', 'urn:4', aRule({ id: 'rule-2', tenant: 'other' })));
        await save(closeAlert(anAlert('alert-2', 'urn:2'), { by: 'Ada', at }));
        const list = async (filter: object) => {
          const page = await stores.alerts.list({ tenant: '', limit: 10, offset: 0, ...filter });
          return [page.members.map(({ id }) => id), page.count];
        };
        expect(await list({})).toEqual([['alert-3', 'alert-2', 'alert-1'], 3]);
        expect(await list({ limit: 1, offset: 1 })).toEqual([['alert-2'], 3]);
        expect(await list({ status: 'open' })).toEqual([['alert-3', 'alert-1'], 2]);
        expect(await list({ status: 'closed', ruleId: 'rule-1', entityId: 'urn:2' })).toEqual([
          ['alert-2'],
          1,
        ]);
        expect(await list({ tenant: 'other', ruleId: 'rule-1' })).toEqual([[], 0]);
        expect(await list({ tenant: 'other', entityId: 'urn:4' })).toEqual([['alert-4'], 1]);
      });
    });

    describe('rules and watches', () => {
      it('are found as they were saved last, oldest first, by tenant', async () => {
        await saveRule(aRule({ id: 'rule-2' }));
        await saveRule(aRule());
        await saveRule(aRule({ id: 'rule-3', tenant: 'other' }));
        await saveRule(aRule({ id: 'rule-2', version: 2, name: 'Frost' }));
        expect(await stores.rules.find('rule-2')).toEqual(aRule({ id: 'rule-2', version: 2, name: 'Frost' }));
        expect((await stores.rules.all()).map(({ id }) => id)).toEqual(['rule-2', 'rule-1', 'rule-3']);
        const page = await stores.rules.list({ tenant: '', limit: 1, offset: 1 });
        expect([page.members.map(({ id }) => id), page.count]).toEqual([['rule-1'], 2]);
        await stores.write((transaction) => stores.rules.removeWithin(transaction, 'rule-1'));
        expect(await stores.rules.find('rule-1')).toBeUndefined();
        const within = (id: string) =>
          stores.write((transaction) => stores.rules.findWithin(transaction, id));
        expect([await within('rule-1'), (await within('rule-2'))?.name]).toEqual([undefined, 'Frost']);
      });

      it('keep where a rule stands for each entity, until it is removed', async () => {
        const keep = (ruleId: string, entityId: string, since: number) =>
          stores.write((transaction) =>
            stores.rules.saveWatchWithin(transaction, {
              ruleId,
              entityId,
              state: { phase: 'pending', since },
            }),
          );
        const states = async (ruleId: string) =>
          (await stores.rules.watchesOf(ruleId))
            .map(({ entityId, state }) => `${entityId} ${String(state.since)}`)
            .sort();
        await keep('rule-1', 'urn:1', 1);
        await keep('rule-1', 'urn:2', 2);
        await keep('rule-2', 'urn:1', 3);
        await keep('rule-1', 'urn:1', 4);
        expect(await states('rule-1')).toEqual(['urn:1 4', 'urn:2 2']);
        await stores.write((transaction) => stores.rules.removeWatchWithin(transaction, 'rule-1', 'urn:2'));
        expect(await states('rule-1')).toEqual(['urn:1 4']);
        await stores.write((transaction) => stores.rules.removeWatchesWithin(transaction, 'rule-1'));
        expect([await states('rule-1'), await states('rule-2')]).toEqual([[], ['urn:1 3']]);
      });
    });

    describe('deliveries', () => {
      const recipient = { channel: 'email', target: 'amt@stadt.example' } as const;
      const due = async (now = 1000, limit = 10) =>
        (await stores.deliveries.due(recipient, { at: now, limit })).map(({ id }) => id);

      it('are due from their time on, to their recipient, oldest first', async () => {
        await queue(
          aDelivery('d-2'),
          aDelivery('d-1', { alertId: 'alert-2' }),
          aDelivery('d-3', { channel: 'webhook', target: 'https://amt.example/' }),
        );
        expect(await due(999)).toEqual([]);
        expect(await stores.deliveries.dueRecipients(999)).toEqual([]);
        expect(await due()).toEqual(['d-2', 'd-1']);
        expect(await due(1000, 1)).toEqual(['d-2']);
        const found = await stores.deliveries.dueRecipients(1000);
        expect(found.map(({ channel, target }) => `${channel} ${target}`).sort()).toEqual([
          'email amt@stadt.example',
          'webhook https://amt.example/',
        ]);
      });

      it('of one alert wait for the earlier one to the same recipient', async () => {
        await queue(aDelivery('d-1'), aDelivery('d-2'), aDelivery('d-3', { alertId: 'alert-2' }));
        expect(await due()).toEqual(['d-1', 'd-3']);
        await stores.deliveries.saveAttempt(
          { id: 'd-1', attempts: 0 },
          { status: 'pending', nextAttemptAt: 5000, error: 'not now' },
        );
        expect(await due()).toEqual(['d-3']);
        await stores.deliveries.saveAttempt(
          { id: 'd-1', attempts: 1 },
          { status: 'sent', nextAttemptAt: 5000 },
        );
        expect(await due()).toEqual(['d-2', 'd-3']);
        expect(await stores.deliveries.ofAlert('alert-1', 10)).toEqual([
          { ...aDelivery('d-1'), status: 'sent', attempts: 2 },
          { ...aDelivery('d-2'), status: 'pending', attempts: 0 },
        ]);
        expect((await stores.deliveries.ofAlert('alert-1', 1)).map(({ id }) => id)).toEqual(['d-2']);
      });

      it('count an attempt once, whoever notes it', async () => {
        await queue(aDelivery('d-1'));
        const attempt = { id: 'd-1', attempts: 0 };
        await stores.deliveries.saveAttempt(attempt, { status: 'sent', nextAttemptAt: 0 });
        await stores.deliveries.saveAttempt(attempt, { status: 'failed', nextAttemptAt: 0, error: 'late' });
        expect(await stores.deliveries.ofAlert('alert-1', 1)).toMatchObject([
          { status: 'sent', attempts: 1 },
        ]);
      });

      it('are held by who claimed their recipient', async () => {
        await queue(aDelivery('d-1'));
        expect(await stores.deliveries.claim(recipient)).toBe(true);
        expect(stores.deliveries.holds(recipient)).toBe(true);
        await stores.deliveries.release(recipient);
        expect(await stores.deliveries.claim(recipient)).toBe(true);
        await stores.deliveries.release(recipient);
      });
    });

    describe('dashboards', () => {
      const codeOf = (work: Promise<unknown>): Promise<string> =>
        work.then(
          () => 'done',
          (cause: unknown) => (cause instanceof DomainError ? cause.problem.code : 'other'),
        );

      it('are listed oldest first, and found', async () => {
        for (const id of ['b', 'a', 'c']) await stores.dashboards.insert(aDashboard(id));
        const { members, count } = await stores.dashboards.list({ tenant: '', limit: 2, offset: 1 });
        expect([members.map(({ id }) => id), count]).toEqual([['a', 'c'], 3]);
        expect(await stores.dashboards.find('b')).toEqual(aDashboard('b'));
        expect(await codeOf(stores.dashboards.find('d'))).toBe('dashboard-not-found');
      });

      it('are listed by tenant; one kept without a tenant is of the default one', async () => {
        const { tenant: _tenant, ...early } = aDashboard('a');
        await stores.dashboards.insert(early as Dashboard);
        await stores.dashboards.insert(aDashboard('b', { tenant: 'leipzig' }));
        const listed = async (tenant: string) => stores.dashboards.list({ tenant, limit: 9, offset: 0 });
        expect(await listed('')).toEqual({ members: [aDashboard('a')], count: 1 });
        expect(await listed('leipzig')).toEqual({
          members: [aDashboard('b', { tenant: 'leipzig' })],
          count: 1,
        });
        expect(await stores.dashboards.find('a')).toEqual(aDashboard('a'));
      });

      it('are inserted once', async () => {
        await stores.dashboards.insert(aDashboard('a'));
        expect(await codeOf(stores.dashboards.insert(aDashboard('a', { title: 'x' })))).toBe(
          'already-exists',
        );
        expect((await stores.dashboards.find('a')).title).toBe('Tafel a');
      });

      it('are changed and removed from the version that somebody saw', async () => {
        await stores.dashboards.insert(aDashboard('a'));
        await stores.dashboards.replace(aDashboard('a', { version: 2, title: 'Neu' }), 1);
        const late = stores.dashboards.replace(aDashboard('a', { version: 2, title: 'Alt' }), 1);
        expect(await codeOf(late)).toBe('changed-meanwhile');
        expect(await codeOf(stores.dashboards.remove('a', 1))).toBe('changed-meanwhile');
        expect((await stores.dashboards.find('a')).title).toBe('Neu');
        await stores.dashboards.remove('a', 2);
        expect(await codeOf(stores.dashboards.remove('a', undefined))).toBe('dashboard-not-found');
        expect(await codeOf(stores.dashboards.replace(aDashboard('a'), 1))).toBe('dashboard-not-found');
      });

      it('changed by two at once are changed by one', async () => {
        await stores.dashboards.insert(aDashboard('a'));
        const outcomes = await Promise.all(
          ['x', 'y'].map((title) =>
            codeOf(stores.dashboards.replace(aDashboard('a', { version: 2, title }), 1)),
          ),
        );
        expect(outcomes.sort()).toEqual(['changed-meanwhile', 'done']);
      });
    });
  });
};
