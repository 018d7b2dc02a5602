import { temporaryPostgres } from '@allmende/database/testing';
import { expect, it, vi } from 'vitest';
import { isPostgresReady } from './sql-readiness.ts';

it('PostgreSQL is ready as long as it answers', async () => {
  const { database, remove } = await temporaryPostgres();
  expect(await isPostgresReady(database)).toBe(true);
  await remove();
  expect(await isPostgresReady(database)).toBe(false);
}, 120_000);

it('a standby, and what does not answer in time, is not ready', async () => {
  const run = () => Promise.resolve(0);
  expect(await isPostgresReady({ read: { run, rows: () => Promise.resolve([[true]]) } })).toBe(false);
  vi.useFakeTimers();
  const never = new Promise<never>(() => undefined);
  const asked = isPostgresReady({ read: { run, rows: () => never } });
  await vi.advanceTimersByTimeAsync(2000);
  expect(await asked).toBe(false);
  vi.useRealTimers();
});
