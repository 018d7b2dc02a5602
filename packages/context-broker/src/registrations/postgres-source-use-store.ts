import type { PostgresDatabase } from '@allmende/database';
import type { SourceUse } from './source-use.ts';
import type { SourceUseStore } from './source-use-store.ts';

const useOf = ([timesSent, timesFailed, lastSuccess, lastFailure]: readonly unknown[]): SourceUse => ({
  timesSent: Number(timesSent),
  timesFailed: Number(timesFailed),
  ...(lastSuccess === null ? {} : { lastSuccess: String(lastSuccess) }),
  ...(lastFailure === null ? {} : { lastFailure: String(lastFailure) }),
});

/** The use of registrations in table source_uses; times are UTC texts of one length. */
export const createPostgresSourceUseStore = (database: PostgresDatabase): SourceUseStore => ({
  add: (uses) =>
    database.write(async (connection) => {
      // In order, so that processes which tell of the same ones wait for each other in no circle.
      const ordered = uses.toSorted((one, other) =>
        `${one.tenant} ${one.id}` < `${other.tenant} ${other.id}` ? -1 : 1,
      );
      for (const { tenant, id, use } of ordered) {
        const { timesSent, timesFailed, lastSuccess = null, lastFailure = null } = use;
        await connection.run(
          `INSERT INTO source_uses AS known (tenant, id, times_sent, times_failed, last_success, last_failure)
           VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (tenant, id) DO UPDATE SET
             times_sent = known.times_sent + excluded.times_sent,
             times_failed = known.times_failed + excluded.times_failed,
             last_success = greatest(known.last_success, excluded.last_success),
             last_failure = greatest(known.last_failure, excluded.last_failure)`,
          tenant,
          id,
          timesSent,
          timesFailed,
          lastSuccess,
          lastFailure,
        );
      }
    }),
  all: async (tenant) => {
    const rows = await database.read.rows(
      `SELECT id, times_sent, times_failed, last_success, last_failure FROM source_uses
       WHERE tenant = $1 ORDER BY id`,
      tenant,
    );
    return new Map(rows.map(([id, ...use]) => [String(id), useOf(use)]));
  },
  remove: async (tenant, id) => {
    await database.read.run('DELETE FROM source_uses WHERE tenant = $1 AND id = $2', tenant, id);
  },
});
