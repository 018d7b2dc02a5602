import { describe, expect, it } from 'vitest';
import type { AlertRule } from './alert-rule.ts';
import { acknowledgeAlert, clearAlert, closeAlert, raiseAgain, raiseAlert } from './alert.ts';

const rule: AlertRule = {
  id: 'rule',
  name: 'Hitze',
  tenant: '',
  entityType: 'Sensor',
  severity: 'info',
  isActive: true,
  condition: { kind: 'missing-data', afterSeconds: 1 },
  recipients: { emails: [], webhooks: [] },
  version: 1,
  createdAt: '2026-11-24T08:00:00.000Z',
  modifiedAt: '2026-11-24T08:00:00.000Z',
};
const at = '2026-11-24T09:00:00.000Z';
const raised = raiseAlert(rule, { id: 'alert', entityId: 'urn:1', at });

describe('an alert', () => {
  it('is acknowledged once and closed once', () => {
    const acknowledged = acknowledgeAlert(raised, { by: 'Ada', at });
    expect(() => acknowledgeAlert(acknowledged, { by: 'Bo', at })).toThrow('The alert is acknowledged');
    const closed = closeAlert(acknowledged, { by: 'Bo', at, note: 'fertig' });
    expect(closed.history.at(-1)).toEqual({ kind: 'closed', by: 'Bo', at, note: 'fertig' });
    expect(() => closeAlert(closed, { by: 'Ada', at })).toThrow('closed already');
    expect(() => acknowledgeAlert(closed, { by: 'Ada', at })).toThrow('closed, not open');
  });

  it('may be closed without being acknowledged, and acknowledged after it cleared', () => {
    expect(closeAlert(raised, { by: 'Ada', at }).status).toBe('closed');
    expect(acknowledgeAlert(clearAlert(raised, at, {}), { by: 'Ada', at })).toMatchObject({
      status: 'acknowledged',
      isCleared: true,
    });
  });

  it('that flaps keeps its beginning, what people did, and its newest events', () => {
    let alert = acknowledgeAlert(raised, { by: 'Ada', at });
    for (let turn = 0; turn < 1000; turn += 1) {
      alert = raiseAgain(clearAlert(alert, at, { value: turn }), at, turn);
    }
    expect(alert.history).toHaveLength(500);
    expect(alert.history.slice(0, 2).map(({ kind }) => kind)).toEqual(['raised', 'acknowledged']);
    expect(alert.history.at(-1)).toEqual({ kind: 'raised-again', at, value: 999 });
  });
});
