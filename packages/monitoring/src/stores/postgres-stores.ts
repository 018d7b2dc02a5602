import type { PostgresConnection, PostgresDatabase } from '@allmende/database';
import type { MonitoringStores } from './monitoring-stores.ts';
import { createPostgresAlertStore } from './postgres-alert-store.ts';
import { createPostgresDashboardStore } from './postgres-dashboard-store.ts';
import { createPostgresDeliveryStore } from './postgres-delivery-store.ts';
import { createPostgresRuleStore } from './postgres-rule-store.ts';

/** The stores over PostgreSQL, for any number of processes. */
export const createPostgresStores = (database: PostgresDatabase): MonitoringStores<PostgresConnection> => ({
  alerts: createPostgresAlertStore(database),
  rules: createPostgresRuleStore(database),
  deliveries: createPostgresDeliveryStore(database),
  dashboards: createPostgresDashboardStore(database),
  write: (work) => database.write(async (connection) => work(connection)),
});
