import type { Database } from '@allmende/database';
import type { Route } from '@allmende/http';
import type { Clock, Logger } from '@allmende/kernel';
import { dashboardRoutes } from './dashboard-routes.ts';
import { createAlertDelivery } from './deliver-alerts.ts';
import type { EntitySource } from './entity-source.ts';
import type { MailSender } from './mail-sender.ts';
import { alertRoutes } from './monitoring-routes.ts';
import { createSqlDashboardStore } from './sql-dashboard-store.ts';
import { EntityWatcher } from './watch-entities.ts';

export interface MonitoringParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly entities: EntitySource;
  /** Absent: e-mails count as failed at once. */
  readonly mail: MailSender | undefined;
  readonly fetch: typeof fetch;
}

export interface Monitoring {
  readonly routes: readonly Route[];
  start(): void;
  stop(): Promise<void>;
}

const tickMs = 1000;

/** Alerts and dashboards. */
export const createMonitoring = (parts: MonitoringParts): Monitoring => {
  const { database, clock, logger, entities } = parts;
  const delivery = createAlertDelivery(parts);
  const watcher = new EntityWatcher({
    database,
    clock,
    logger,
    entities,
    onQueued: () => {
      delivery.wake();
    },
  });
  const ends: (() => void)[] = [];
  return {
    routes: [
      ...alertRoutes({ database, clock, watcher }),
      ...dashboardRoutes({ store: createSqlDashboardStore(database), clock }),
    ],
    start: () => {
      watcher.load();
      const timer = setInterval(() => {
        watcher.onTick();
        delivery.wake();
      }, tickMs);
      ends.push(
        entities.onChange((changes) => {
          watcher.onChanges(changes);
        }),
        () => {
          clearInterval(timer);
        },
      );
      delivery.wake();
    },
    stop: async () => {
      for (const end of ends.splice(0)) end();
      await watcher.settled();
      await delivery.stop();
    },
  };
};
