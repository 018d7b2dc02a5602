import type { Connection, Database } from '@allmende/database';
import { deliveryOf, recipientOf, type DeliveryStore } from './delivery-store.ts';

const columns = 'id, alert_id, channel, target, payload, status, attempts, last_error';

const isDue = `status = 'pending' AND next_attempt_at <= ?
  AND NOT EXISTS (
    SELECT 1 FROM alert_deliveries AS earlier
    WHERE earlier.alert_id = due.alert_id AND earlier.seq < due.seq AND earlier.status = 'pending'
      AND earlier.channel = due.channel AND earlier.target = due.target)`;

const dueTo = `SELECT ${columns} FROM alert_deliveries AS due
  WHERE ${isDue} AND channel = ? AND target = ? ORDER BY seq LIMIT ?`;

const ofAlert = `SELECT ${columns} FROM
  (SELECT * FROM alert_deliveries WHERE alert_id = ? ORDER BY seq DESC LIMIT ?) ORDER BY seq`;

/** Messages in the table of migration 0001; the process has them to itself. */
export const createSqlDeliveryStore = ({
  read,
  write,
}: Pick<Database, 'read' | 'write'>): DeliveryStore<Connection> => ({
  addWithin: (connection, delivery, at) => {
    connection
      .prepare(
        `INSERT INTO alert_deliveries (id, alert_id, channel, target, payload, status, next_attempt_at)
         VALUES (?, ?, ?, ?, ?, 'pending', ?)`,
      )
      .run(delivery.id, delivery.alertId, delivery.channel, delivery.target, delivery.payload, at);
  },
  dueRecipients: (at) =>
    Promise.resolve(
      read
        .rows(`SELECT DISTINCT channel, target FROM alert_deliveries AS due WHERE ${isDue}`, at)
        .map(recipientOf),
    ),
  due: ({ channel, target }, { at, limit }) =>
    Promise.resolve(read.rows(dueTo, at, channel, target, limit).map(deliveryOf)),
  ofAlert: (alertId, limit) => Promise.resolve(read.rows(ofAlert, alertId, limit).map(deliveryOf)),
  saveAttempt: ({ id, attempts }, { status, nextAttemptAt, error = null }) =>
    write((connection) => {
      connection
        .prepare(
          `UPDATE alert_deliveries SET status = ?, attempts = attempts + 1, next_attempt_at = ?, last_error = ?
           WHERE id = ? AND attempts = ?`,
        )
        .run(status, nextAttemptAt, error, id, attempts);
    }),
  claim: () => Promise.resolve(true),
  holds: () => true,
  release: () => Promise.resolve(),
});
