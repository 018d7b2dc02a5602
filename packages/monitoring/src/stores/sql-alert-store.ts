import type { Connection, Database } from '@allmende/database';
import type { Alert } from '../alert.ts';
import type { AlertFilter, AlertStore } from './alert-store.ts';
import { filteredColumns } from './sql-alert-filter.ts';

const alertsIn = (
  connection: Connection,
  sql: string,
  ...parameters: readonly (string | number)[]
): readonly Alert[] => connection.rows(sql, ...parameters).map(([body]) => JSON.parse(String(body)) as Alert);

const conditionOf = (filter: AlertFilter) => {
  const given = filteredColumns(filter);
  return {
    where: given.map(({ column }) => `${column} = ?`).join(' AND '),
    values: given.map(({ value }) => value),
  };
};

/** Alerts in the tables of migration 0001. */
export const createSqlAlertStore = ({ read }: Pick<Database, 'read'>): AlertStore<Connection> => {
  const findIn = (connection: Connection, id: string): Alert | undefined =>
    alertsIn(connection, 'SELECT body FROM alerts WHERE id = ?', id)[0];
  return {
    find: (id) => Promise.resolve(findIn(read, id)),
    list: (filter) => {
      const { where, values } = conditionOf(filter);
      const page = `SELECT body FROM alerts WHERE ${where} ORDER BY seq DESC LIMIT ? OFFSET ?`;
      const [[count] = []] = read.rows(`SELECT count(*) FROM alerts WHERE ${where}`, ...values);
      const members = alertsIn(read, page, ...values, filter.limit, filter.offset);
      return Promise.resolve({ members, count: Number(count) });
    },
    findWithin: findIn,
    findLiveWithin: (connection, ruleId, entityId) =>
      alertsIn(
        connection,
        `SELECT body FROM alerts WHERE rule_id = ? AND entity_id = ? AND status <> 'closed'`,
        ruleId,
        entityId,
      )[0],
    liveOfWithin: (connection, ruleId) =>
      alertsIn(
        connection,
        `SELECT body FROM alerts WHERE rule_id = ? AND status <> 'closed' ORDER BY seq`,
        ruleId,
      ),
    saveWithin: (connection, alert) => {
      connection
        .prepare(
          `INSERT INTO alerts (id, tenant, rule_id, entity_id, status, body) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET status = excluded.status, body = excluded.body`,
        )
        .run(alert.id, alert.tenant, alert.ruleId, alert.entityId, alert.status, JSON.stringify(alert));
    },
  };
};
