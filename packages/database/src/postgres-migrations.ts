import type { Migration } from './database.ts';
import type { PostgresSession, Transact } from './postgres.ts';

/** Number of the advisory lock under which migrations run. */
const migrationLock = 4_711_001;

const applyWithin = async (session: PostgresSession, { name, postgres = '' }: Migration): Promise<void> => {
  await session.rows('SELECT pg_advisory_xact_lock($1)', migrationLock);
  const made = await session.run(
    'INSERT INTO migrations (name, applied_at) VALUES ($1, now()) ON CONFLICT DO NOTHING',
    name,
  );
  if (made === 1) await session.script(postgres);
};

/** Applies what is new of the migrations that have a text for PostgreSQL, each in a transaction of its own. */
export const applyPostgresMigrations = async (
  transact: Transact,
  migrations: readonly Migration[],
): Promise<void> => {
  await transact(async (session) => {
    await session.rows('SELECT pg_advisory_xact_lock($1)', migrationLock);
    await session.script(
      'CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL)',
    );
  });
  for (const migration of migrations) {
    if (migration.postgres === undefined) continue;
    try {
      await transact((session) => applyWithin(session, migration));
    } catch (cause) {
      throw new Error(`Migration ${migration.name} failed; nothing of it was kept.`, { cause });
    }
  }
};
