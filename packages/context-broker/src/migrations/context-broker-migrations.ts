import type { Migration } from '@allmende/database';
import { contextRevisionMigration } from './0018-context-revision.ts';
import { contextsMigration } from './0011-contexts.ts';
import { deadNotificationsMigration } from './0017-dead-notifications.ts';
import { entitiesMigration } from './0001-entities.ts';
import { entityMapsMigration } from './0015-entity-maps.ts';
import { expiriesMigration } from './0014-expiries.ts';
import { postgresDocumentsMigration } from './postgres-0003-documents.ts';
import { postgresEntitiesMigration } from './postgres-0001-entities.ts';
import { postgresHistoryMigration } from './postgres-0002-history.ts';
import { postgresRemoteSubscriptionsMigration } from './postgres-0004-remote-subscriptions.ts';
import { postgresSubscriptionsMigration } from './postgres-0002-subscriptions.ts';
import { registrationSubscriptionsMigration } from './0013-registration-subscriptions.ts';
import { registrationsMigration } from './0012-registrations.ts';
import { remoteSubscriptionsMigration } from './0021-remote-subscriptions.ts';
import { seriesHistoryMigration } from './0003-series-history.ts';
import { snapshotsMigration } from './0016-snapshots.ts';
import { sourceUsesMigration } from './0020-source-uses.ts';
import { subscriptionMigrations } from '../subscriptions/sql-subscription-store.ts';
import { tenantsMigration } from './0010-tenants.ts';
import { valueIndexMigration } from './0002-value-index.ts';

/** Schema of the broker, in order. */
export const contextBrokerMigrations: readonly Migration[] = [
  entitiesMigration,
  valueIndexMigration,
  tenantsMigration,
  contextsMigration,
  registrationsMigration,
  registrationSubscriptionsMigration,
  ...subscriptionMigrations,
  seriesHistoryMigration,
  expiriesMigration,
  entityMapsMigration,
  snapshotsMigration,
  postgresEntitiesMigration,
  postgresHistoryMigration,
  postgresDocumentsMigration,
  postgresRemoteSubscriptionsMigration,
  deadNotificationsMigration,
  sourceUsesMigration,
  remoteSubscriptionsMigration,
  postgresSubscriptionsMigration,
  contextRevisionMigration,
];
