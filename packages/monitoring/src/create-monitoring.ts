import { randomUUID } from 'node:crypto';
import type { Database, Migration } from '@allmende/database';
import type { Route } from '@allmende/http';
import type { Clock, Logger } from '@allmende/kernel';
import { createAlertDeliveryJob } from './alert-delivery-job.ts';
import { alertRoutes } from './alert-routes.ts';
import { alertRuleRoutes } from './alert-rule-routes.ts';
import { dashboardRoutes } from './dashboard-routes.ts';
import type { EntitySource } from './entity-source.ts';
import { EntityWatcher } from './entity-watcher.ts';
import type { MailSender } from './mail-sender.ts';
import { alertsAndDashboards } from './migrations/0001-alerts-and-dashboards.ts';
import { createSqlDashboardStore } from './sql-dashboard-store.ts';

export interface MonitoringParts {
  readonly database: Database;
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

export interface Monitoring {
  readonly routes: readonly Route[];
  readonly migrations: readonly Migration[];
  /** Takes up rules, states and unsent messages; call after the migrations. */
  start(): void;
  /** Lets time pass for rules and messages; `start` calls it once a second. */
  tick(): void;
  /** Resolves when nothing is being evaluated or sent. */
  settled(): Promise<void>;
  /** Unsent messages stay queued. */
  stop(): Promise<void>;
}

const tickMs = 1000;

/** Schema of monitoring, in order. */
export const monitoringMigrations: readonly Migration[] = [alertsAndDashboards];

/** Alerts and dashboards. */
export const createMonitoring = (given: MonitoringParts): Monitoring => {
  const parts = { newId: randomUUID, alertsUrl: undefined, ...given };
  const { database, clock, logger, entities, newId } = parts;
  const delivery = createAlertDeliveryJob(parts);
  const watcher = new EntityWatcher({ ...parts, onQueued: delivery.wake });
  const ends: (() => void)[] = [];
  const tick = (): void => {
    try {
      watcher.onTick();
      delivery.wake();
    } catch (cause) {
      logger.error('alert rules could not be run', { cause });
    }
  };
  return {
    migrations: monitoringMigrations,
    routes: [
      ...alertRuleRoutes({ ...parts, watcher }),
      ...alertRoutes(parts),
      ...dashboardRoutes({ store: createSqlDashboardStore(database), clock, newId }),
    ],
    start: () => {
      watcher.load();
      const timer = setInterval(tick, tickMs);
      ends.push(
        entities.onChange((changes) => {
          watcher.onChanges(changes);
        }),
        () => {
          clearInterval(timer);
        },
      );
      tick();
    },
    tick,
    settled: async () => {
      await watcher.settled();
      await delivery.settled();
    },
    stop: async () => {
      for (const end of ends.splice(0)) end();
      await watcher.settled();
      await delivery.stop();
    },
  };
};
