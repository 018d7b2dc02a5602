import type { Connection, Database } from '@allmende/database';
import { atOnce } from '@allmende/kernel';
import type { MonitoringStores } from './monitoring-stores.ts';
import { createSqlAlertStore } from './sql-alert-store.ts';
import { createSqlDashboardStore } from './sql-dashboard-store.ts';
import { createSqlDeliveryStore } from './sql-delivery-store.ts';
import { createSqlRuleStore } from './sql-rule-store.ts';

/** The stores over the embedded database; `write` runs its work at once. */
export const createSqliteStores = (database: Database): MonitoringStores<Connection> => ({
  alerts: createSqlAlertStore(database),
  rules: createSqlRuleStore(database),
  deliveries: createSqlDeliveryStore(database),
  dashboards: createSqlDashboardStore(database),
  write: (work) => database.write((connection) => atOnce(work(connection), 'What is written on SQLite')),
});
