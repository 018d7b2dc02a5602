import type { Connection } from '@allmende/database';

/** Whether only the writing process can answer for a tenant now: others take part, or something is over (§4.22). */
export const needsWriter = (connection: Connection, tenant: string, nowMs: number): boolean => {
  const [row] = connection.rows(
    `SELECT EXISTS (SELECT 1 FROM registrations WHERE tenant = ?)
     OR EXISTS (SELECT 1 FROM expiries WHERE at <= ?)`,
    tenant,
    nowMs,
  );
  return row?.[0] !== 0;
};

/** Differs whenever the kept contexts do. */
export const contextRevision = (connection: Connection): number =>
  Number(connection.rows('SELECT revision FROM context_revision')[0]?.[0]);
