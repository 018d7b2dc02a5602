import { PostgresLeases, type PostgresConnection, type PostgresDatabase } from '@allmende/database';
import { deliveryOf, recipientOf, type DeliveryStore, type Recipient } from './delivery-store.ts';

const columns = 'id, alert_id, channel, target, payload, status, attempts, last_error';

const isDue = `status = 'pending' AND next_attempt_at <= $1
  AND NOT EXISTS (
    SELECT 1 FROM alert_deliveries AS earlier
    WHERE earlier.alert_id = due.alert_id AND earlier.seq < due.seq AND earlier.status = 'pending'
      AND earlier.channel = due.channel AND earlier.target = due.target)`;

const dueRecipients = `SELECT DISTINCT channel, target FROM alert_deliveries AS due WHERE ${isDue}
  AND NOT EXISTS (SELECT 1 FROM monitoring_leases
    WHERE name = due.channel || ' ' || due.target AND until > clock_timestamp())`;

const dueTo = `SELECT ${columns} FROM alert_deliveries AS due
  WHERE ${isDue} AND channel = $2 AND target = $3 ORDER BY seq LIMIT $4`;

const ofAlert = `SELECT ${columns} FROM
  (SELECT * FROM alert_deliveries WHERE alert_id = $1 ORDER BY seq DESC LIMIT $2) last ORDER BY seq`;

const nameOf = ({ channel, target }: Recipient): string => `${channel} ${target}`;

/** Messages in the table of migration postgres-0001; who serves a recipient has a lease on it. */
export const createPostgresDeliveryStore = (
  database: PostgresDatabase,
): DeliveryStore<PostgresConnection> => {
  const { read } = database;
  const leases = new PostgresLeases(database, 'monitoring_leases');
  return {
    addWithin: async (connection, delivery, at) => {
      await connection.run(
        `INSERT INTO alert_deliveries (id, alert_id, channel, target, payload, status, next_attempt_at)
         VALUES ($1, $2, $3, $4, $5, 'pending', $6)`,
        delivery.id,
        delivery.alertId,
        delivery.channel,
        delivery.target,
        delivery.payload,
        at,
      );
    },
    dueRecipients: async (at) => (await read.rows(dueRecipients, at)).map(recipientOf),
    due: async ({ channel, target }, { at, limit }) =>
      (await read.rows(dueTo, at, channel, target, limit)).map(deliveryOf),
    ofAlert: async (alertId, limit) => (await read.rows(ofAlert, alertId, limit)).map(deliveryOf),
    saveAttempt: async ({ id, attempts }, { status, nextAttemptAt, error = null }) => {
      await read.run(
        `UPDATE alert_deliveries SET status = $3, attempts = attempts + 1, next_attempt_at = $4, last_error = $5
         WHERE id = $1 AND attempts = $2`,
        id,
        attempts,
        status,
        nextAttemptAt,
        error,
      );
    },
    claim: (recipient) => leases.take(nameOf(recipient)),
    holds: (recipient) => leases.holds(nameOf(recipient)),
    release: (recipient) => leases.giveBack(nameOf(recipient)),
  };
};
