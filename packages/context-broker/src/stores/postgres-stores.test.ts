import { temporaryPostgres, type TemporaryPostgres } from '@allmende/database/testing';
import { fixedClock } from '@allmende/kernel/testing';
import { afterAll, beforeAll } from 'vitest';
import { describeContextStore } from '../contexts/context-store.contract.ts';
import { createPostgresContextStore } from '../contexts/postgres-context-store.ts';
import type { EntityChange } from '../entities/entity.ts';
import { describeEntityStore } from '../entities/entity-store.contract.ts';
import { createPostgresEntityStore } from '../entities/postgres-entity-store.ts';
import { describeEntityMapStore } from '../entity-maps/entity-map-store.contract.ts';
import { createPostgresEntityMapStore } from '../entity-maps/postgres-entity-map-store.ts';
import { contextBrokerMigrations } from '../module.ts';
import { createPostgresRegistrationStore } from '../registrations/postgres-registration-store.ts';
import { createPostgresRemoteSubscriptionStore } from '../federated-subscriptions/postgres-remote-subscription-store.ts';
import { describeRemoteSubscriptionStore } from '../federated-subscriptions/remote-subscription-store.contract.ts';
import { createPostgresSourceUseStore } from '../registrations/postgres-source-use-store.ts';
import { describeRegistrationStore } from '../registrations/registration-store.contract.ts';
import { describeSourceUseStore } from '../registrations/source-use-store.contract.ts';
import { createPostgresSnapshotStore } from '../snapshots/postgres-snapshot-store.ts';
import { describeSnapshotStore } from '../snapshots/snapshot-store.contract.ts';
import { createPostgresSeriesDictionary } from '../temporal/postgres-series-dictionary.ts';

const url = process.env['TEST_POSTGRES_URL'];

/** PostgreSQL within this process, unless TEST_POSTGRES_URL names a server. */
const name = url === undefined ? 'PGlite' : 'PostgreSQL';
const start = Date.UTC(2026, 2, 1, 12);
let own: TemporaryPostgres;

beforeAll(async () => {
  own = await temporaryPostgres({ url, migrations: contextBrokerMigrations });
}, 180_000);
afterAll(() => own.remove());

const untold = { record: () => undefined, onCommitted: () => undefined };

const remove = (): Promise<void> => own.clear();

describeEntityStore(name, () => {
  const announced: EntityChange[] = [];
  const recorded: EntityChange[] = [];
  let isFailing = false;
  const store = createPostgresEntityStore({
    database: own.database,
    series: createPostgresSeriesDictionary(),
    clock: fixedClock(start),
    onCommitted: (changes) => announced.push(...changes),
    recordChanges: (_connection, changes) => {
      if (isFailing) {
        isFailing = false;
        throw new Error('nothing can be recorded');
      }
      recorded.push(...changes);
    },
  });
  return {
    store,
    announced,
    recorded,
    failRecording: () => {
      isFailing = true;
    },
    hasOneConnection: url === undefined,
    remove,
  };
});

describeContextStore(name, () => ({ store: createPostgresContextStore(own.database), remove }));
describeRegistrationStore(name, () => ({
  store: createPostgresRegistrationStore(own.database, untold),
  remove,
}));
describeSourceUseStore(name, () => ({ store: createPostgresSourceUseStore(own.database), remove }));
describeRemoteSubscriptionStore(name, () => ({
  store: createPostgresRemoteSubscriptionStore(own.database),
  remove,
}));
describeSnapshotStore(name, () => ({ store: createPostgresSnapshotStore(own.database), remove }));
describeEntityMapStore(name, () => {
  const clock = fixedClock(0);
  return { store: createPostgresEntityMapStore(own.database, clock), clock, remove };
});
