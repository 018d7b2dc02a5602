import type { PostgresConnection, PostgresDatabase } from '@allmende/database';
import { instantMs } from '../entities/date-time.ts';
import { notify } from '../stores/postgres-news.ts';
import type { Fresh } from '../temporal/additions.ts';
import type { ExpiryStore } from './expiry-store.ts';

/** What of an entity ends, and when. */
export interface OwnedEnding {
  readonly tenant: string;
  readonly entityId: string;
  readonly attribute?: string;
  readonly atMs: number;
}

/** When past instances of an entity end. */
export const endingsOfPast = (
  owner: Pick<OwnedEnding, 'tenant' | 'entityId'>,
  fresh: readonly Fresh[],
): readonly OwnedEnding[] =>
  fresh.flatMap(({ attribute, instance: { expiresAt } }) =>
    expiresAt === undefined ? [] : [{ ...owner, attribute, atMs: instantMs(expiresAt) }],
  );

/** Remembers ends within a transaction, and tells other processes of the first. */
export const writeEndings = async (
  connection: PostgresConnection,
  ends: readonly OwnedEnding[],
): Promise<void> => {
  if (ends.length === 0) return;
  await connection.run(
    `INSERT INTO expiries (at, tenant, entity, attribute)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING`,
    ends.map(({ atMs }) => atMs),
    ends.map(({ tenant }) => tenant),
    ends.map(({ entityId }) => entityId),
    ends.map(({ attribute = '' }) => attribute),
  );
  await notify(connection, 'allmende_ends', String(Math.min(...ends.map(({ atMs }) => atMs))));
};

/** Endings in table expiries of migration postgres-0001-entities. */
export const createPostgresExpiryStore = (database: PostgresDatabase): ExpiryStore => ({
  due: async (nowMs, limit) => {
    const rows = await database.read.rows(
      'SELECT at, attribute, tenant, entity FROM expiries WHERE at <= $1 ORDER BY at LIMIT $2',
      nowMs,
      limit,
    );
    return rows.map(([at, attribute, tenant, entityId]) => ({
      at: Number(at),
      attribute: String(attribute),
      tenant: String(tenant),
      entityId: String(entityId),
    }));
  },
  soonest: async () => {
    const [row] = await database.read.rows('SELECT min(at) FROM expiries');
    return typeof row?.[0] === 'number' ? row[0] : Number.POSITIVE_INFINITY;
  },
  forget: (due) =>
    database.write(async (connection) => {
      await connection.run(
        `DELETE FROM expiries WHERE (at, tenant, entity, attribute) IN
           (SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[]))`,
        due.map(({ at }) => at),
        due.map(({ tenant }) => tenant),
        due.map(({ entityId }) => entityId),
        due.map(({ attribute }) => attribute),
      );
    }),
});
