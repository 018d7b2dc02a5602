import { temporaryPostgres, type TemporaryPostgres } from '@allmende/database/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { monitoringMigrations } from '../create-monitoring.ts';
import { describeMonitoringStores } from './monitoring-stores.contract.ts';
import { createPostgresStores } from './postgres-stores.ts';

const url = process.env['TEST_POSTGRES_URL'];

/** PostgreSQL within this process, unless TEST_POSTGRES_URL names a server. */
const name = url === undefined ? 'PGlite' : 'PostgreSQL';
let own: TemporaryPostgres;

beforeAll(async () => {
  own = await temporaryPostgres({ url, migrations: monitoringMigrations });
}, 180_000);
afterAll(() => own.remove());

describeMonitoringStores(name, () => ({
  stores: createPostgresStores(own.database),
  remove: () => own.clear(),
}));

describe(`deliveries of several processes (${name})`, () => {
  it('are sent by one of them at a time', async () => {
    const [first, second] = [createPostgresStores(own.database), createPostgresStores(own.database)];
    const recipient = { channel: 'webhook', target: 'https://amt.example/' } as const;
    await first.write((transaction) =>
      first.deliveries.addWithin(transaction, { id: 'd', alertId: 'a', payload: '{}', ...recipient }, 0),
    );
    expect(await second.deliveries.dueRecipients(0)).toEqual([recipient]);
    expect(await first.deliveries.claim(recipient)).toBe(true);
    expect(await second.deliveries.dueRecipients(0)).toEqual([]);
    expect(await second.deliveries.claim(recipient)).toBe(false);
    await first.deliveries.release(recipient);
    expect(await second.deliveries.claim(recipient)).toBe(true);
    await second.deliveries.release(recipient);
    await own.clear();
  });
});
