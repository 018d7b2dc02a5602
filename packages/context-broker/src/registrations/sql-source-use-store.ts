import type { Database } from '@allmende/database';
import type { SourceUse } from './source-use.ts';
import type { SourceUseStore } from './source-use-store.ts';

const useOf = (row: Readonly<Record<string, unknown>>): SourceUse => ({
  timesSent: Number(row['times_sent']),
  timesFailed: Number(row['times_failed']),
  ...(row['last_success'] === null ? {} : { lastSuccess: String(row['last_success']) }),
  ...(row['last_failure'] === null ? {} : { lastFailure: String(row['last_failure']) }),
});

/** The use of registrations in the table of migration 0020-source-uses; times are UTC texts of one length. */
export const createSqlSourceUseStore = (database: Database): SourceUseStore => ({
  add: (uses) =>
    database.write((connection) => {
      const statement = connection.prepare(`
        INSERT INTO source_uses (tenant, id, times_sent, times_failed, last_success, last_failure)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (tenant, id) DO UPDATE SET
          times_sent = times_sent + excluded.times_sent,
          times_failed = times_failed + excluded.times_failed,
          last_success = max(coalesce(last_success, excluded.last_success), coalesce(excluded.last_success, last_success)),
          last_failure = max(coalesce(last_failure, excluded.last_failure), coalesce(excluded.last_failure, last_failure))`);
      for (const { tenant, id, use } of uses) {
        const { timesSent, timesFailed, lastSuccess = null, lastFailure = null } = use;
        statement.run(tenant, id, timesSent, timesFailed, lastSuccess, lastFailure);
      }
    }),
  all: (tenant) =>
    Promise.resolve(
      new Map(
        database.read
          .prepare('SELECT * FROM source_uses WHERE tenant = ? ORDER BY id')
          .all(tenant)
          .map((row) => [String(row['id']), useOf(row)]),
      ),
    ),
  remove: (tenant, id) =>
    database.write((connection) => {
      connection.prepare('DELETE FROM source_uses WHERE tenant = ? AND id = ?').run(tenant, id);
    }),
});
