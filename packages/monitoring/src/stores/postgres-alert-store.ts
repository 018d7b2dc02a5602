import type { PostgresConnection, PostgresDatabase } from '@allmende/database';
import type { Alert } from '../alert.ts';
import type { AlertFilter, AlertStore } from './alert-store.ts';
import { filteredColumns } from './sql-alert-filter.ts';

const alertsIn = async (
  connection: PostgresConnection,
  sql: string,
  ...parameters: readonly unknown[]
): Promise<readonly Alert[]> =>
  (await connection.rows(sql, ...parameters)).map(([body]) => JSON.parse(String(body)) as Alert);

const conditionOf = (filter: AlertFilter) => {
  const given = filteredColumns(filter);
  return {
    where: given.map(({ column }, index) => `${column} = $${String(index + 1)}`).join(' AND '),
    values: given.map(({ value }) => value),
  };
};

/** Alerts in the tables of migration postgres-0001. */
export const createPostgresAlertStore = ({
  read,
}: Pick<PostgresDatabase, 'read'>): AlertStore<PostgresConnection> => ({
  find: async (id) => (await alertsIn(read, 'SELECT body FROM alerts WHERE id = $1', id))[0],
  list: async (filter) => {
    const { where, values } = conditionOf(filter);
    const [limit, offset] = [values.length + 1, values.length + 2].map(String);
    const page = `SELECT body FROM alerts WHERE ${where} ORDER BY seq DESC LIMIT $${limit ?? ''} OFFSET $${offset ?? ''}`;
    const [members, [[count] = []]] = await Promise.all([
      alertsIn(read, page, ...values, filter.limit, filter.offset),
      read.rows(`SELECT count(*) FROM alerts WHERE ${where}`, ...values),
    ]);
    return { members, count: Number(count) };
  },
  findWithin: async (connection, id) =>
    (await alertsIn(connection, 'SELECT body FROM alerts WHERE id = $1 FOR UPDATE', id))[0],
  findLiveWithin: async (connection, ruleId, entityId) => {
    const sql = `SELECT body FROM alerts WHERE rule_id = $1 AND entity_id = $2 AND status <> 'closed' FOR UPDATE`;
    return (await alertsIn(connection, sql, ruleId, entityId))[0];
  },
  liveOfWithin: (connection, ruleId) =>
    alertsIn(
      connection,
      `SELECT body FROM alerts WHERE rule_id = $1 AND status <> 'closed' ORDER BY seq FOR UPDATE`,
      ruleId,
    ),
  saveWithin: async (connection, alert) => {
    await connection.run(
      `INSERT INTO alerts (id, tenant, rule_id, entity_id, status, body) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (id) DO UPDATE SET status = excluded.status, body = excluded.body`,
      alert.id,
      alert.tenant,
      alert.ruleId,
      alert.entityId,
      alert.status,
      JSON.stringify(alert),
    );
  },
});
