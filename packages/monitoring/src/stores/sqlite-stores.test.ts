import { temporaryDatabase } from '@allmende/database/testing';
import { monitoringMigrations } from '../create-monitoring.ts';
import { describeMonitoringStores } from './monitoring-stores.contract.ts';
import { createSqliteStores } from './sqlite-stores.ts';

describeMonitoringStores('SQLite', () => {
  const { database, remove } = temporaryDatabase();
  database.migrate(monitoringMigrations);
  return { stores: createSqliteStores(database), remove };
});
