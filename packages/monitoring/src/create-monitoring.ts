import { randomUUID } from 'node:crypto';
import type {
  Connection,
  Database,
  Migration,
  PostgresConnection,
  PostgresDatabase,
} from '@allmende/database';
import type { Route } from '@allmende/http';
import type { Clock, Logger } from '@allmende/kernel';
import { AlertDeliveryJob } from './alert-delivery-job.ts';
import { alertRoutes } from './alert-routes.ts';
import { alertRuleRoutes } from './alert-rule-routes.ts';
import { dashboardRoutes } from './dashboard-routes.ts';
import type { EntitySource } from './entity-source.ts';
import type { MailSender } from './mail-sender.ts';
import { alertsAndDashboards } from './migrations/0001-alerts-and-dashboards.ts';
import { postgresAlertsAndDashboards } from './migrations/postgres-0001-alerts-and-dashboards.ts';
import type { MonitoringStores } from './stores/monitoring-stores.ts';
import { createPostgresStores } from './stores/postgres-stores.ts';
import { createSqliteStores } from './stores/sqlite-stores.ts';
import { watchAlone, type WatchAloneParts } from './watching/watch-alone.ts';
import { WatchTogether, type RecordChanges } from './watching/watch-together.ts';
import type { Watching } from './watching/watching.ts';

interface CommonParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly entities: EntitySource;
  /** Absent: e-mails count as failed at once. */
  readonly mail: MailSender | undefined;
  /** Calls webhooks; whoever wants to restrict where they may lead passes a function that refuses. */
  readonly fetch: typeof fetch;
  /** Address of the page of alerts, for messages. */
  readonly alertsUrl?: () => string;
  /** Random ids, UUIDs unless told; a dashboard's id is all that protects its link. */
  readonly newId?: () => string;
}

/** On PostgreSQL, monitoring sees the changes of this process before their commit. */
export type MonitoringParts = CommonParts &
  (
    | { readonly database: Database }
    | {
        readonly database: PostgresDatabase;
        readonly beforeCommit: (record: RecordChanges) => void;
      }
  );

export interface Monitoring {
  readonly routes: readonly Route[];
  readonly migrations: readonly Migration[];
  /** Takes up rules, states and unsent messages; call after the migrations. */
  start(): Promise<void>;
  /** Lets time pass for rules and messages; `start` calls it once a second. */
  tick(): void;
  /** Resolves when nothing is being evaluated or sent. */
  settled(): Promise<void>;
  /** Unsent messages stay queued. */
  stop(): Promise<void>;
}

const tickMs = 1000;

/** Schema of monitoring, in order. */
export const monitoringMigrations: readonly Migration[] = [alertsAndDashboards, postgresAlertsAndDashboards];

type Assembly<Transaction> = CommonParts & {
  readonly stores: MonitoringStores<Transaction>;
  readonly watch: (parts: WatchAloneParts<Transaction>) => Watching;
};

const assemble = <Transaction>(given: Assembly<Transaction>): Monitoring => {
  const parts = { newId: randomUUID, alertsUrl: undefined, ...given };
  const { stores, clock, logger, newId } = parts;
  const delivery = new AlertDeliveryJob({ ...parts, deliveries: stores.deliveries });
  const watching = parts.watch({ ...parts, onQueued: delivery.wake });
  const ends: (() => void)[] = [];
  const tick = (): void => {
    try {
      watching.tick();
      delivery.wake();
    } catch (cause) {
      logger.error('alert rules could not be run', { cause });
    }
  };
  return {
    migrations: monitoringMigrations,
    routes: [
      ...alertRuleRoutes({ ...parts, follower: watching.follower }),
      ...alertRoutes(parts),
      ...dashboardRoutes({ store: stores.dashboards, clock, newId }),
    ],
    start: async () => {
      await watching.start();
      const timer = setInterval(tick, tickMs);
      ends.push(() => {
        clearInterval(timer);
      });
      tick();
    },
    tick,
    settled: async () => {
      await watching.settled();
      await delivery.settled();
    },
    stop: async () => {
      for (const end of ends.splice(0)) end();
      await watching.stop();
      await delivery.stop();
    },
  };
};

/** Alerts and dashboards. */
export const createMonitoring = (given: MonitoringParts): Monitoring => {
  if (!('beforeCommit' in given))
    return assemble<Connection>({ ...given, stores: createSqliteStores(given.database), watch: watchAlone });
  const { database, beforeCommit } = given;
  return assemble<PostgresConnection>({
    ...given,
    stores: createPostgresStores(database),
    watch: (parts) => new WatchTogether({ ...parts, database, beforeCommit }),
  });
};
