import type { Connection } from '@allmende/database';
import type { Alert, AlertStatus } from './alert.ts';
import type { Page, PageRequest } from './page.ts';

export interface AlertFilter extends PageRequest {
  readonly tenant: string;
  readonly status?: AlertStatus;
  readonly ruleId?: string;
  readonly entityId?: string;
}

const alertOf = (row: Readonly<Record<string, unknown>>): Alert => JSON.parse(String(row['body'])) as Alert;

export const findAlert = (connection: Connection, id: string): Alert | undefined => {
  const row = connection.prepare('SELECT body FROM alerts WHERE id = ?').get(id);
  return row === undefined ? undefined : alertOf(row);
};

/** The alert of this cause that is not closed; there is at most one. */
export const findLiveAlert = (
  connection: Connection,
  ruleId: string,
  entityId: string,
): Alert | undefined => {
  const row = connection
    .prepare(`SELECT body FROM alerts WHERE rule_id = ? AND entity_id = ? AND status <> 'closed'`)
    .get(ruleId, entityId);
  return row === undefined ? undefined : alertOf(row);
};

/** All alerts of a rule that are not closed. */
export const liveAlertsOf = (connection: Connection, ruleId: string): readonly Alert[] =>
  connection
    .prepare(`SELECT body FROM alerts WHERE rule_id = ? AND status <> 'closed' ORDER BY seq`)
    .all(ruleId)
    .map(alertOf);

export const saveAlert = (connection: Connection, alert: Alert): void => {
  connection
    .prepare(
      `INSERT INTO alerts (id, tenant, rule_id, entity_id, status, body) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET status = excluded.status, body = excluded.body`,
    )
    .run(alert.id, alert.tenant, alert.ruleId, alert.entityId, alert.status, JSON.stringify(alert));
};

/** Newest first. */
export const listAlerts = (connection: Connection, filter: AlertFilter): Page<Alert> => {
  const wanted = [
    ['tenant', filter.tenant],
    ['status', filter.status],
    ['rule_id', filter.ruleId],
    ['entity_id', filter.entityId],
  ] as const;
  const given = wanted.flatMap(([column, value]) => (value === undefined ? [] : [{ column, value }]));
  const where = given.map(({ column }) => `${column} = ?`).join(' AND ');
  const values = given.map(({ value }) => value);
  const rows = connection
    .prepare(`SELECT body FROM alerts WHERE ${where} ORDER BY seq DESC LIMIT ? OFFSET ?`)
    .all(...values, filter.limit, filter.offset);
  const counted = connection.prepare(`SELECT count(*) AS n FROM alerts WHERE ${where}`).get(...values);
  return { members: rows.map(alertOf), count: Number(counted?.['n']) };
};
