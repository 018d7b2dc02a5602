import type { Migration } from '@allmende/database';
import type { Route } from '@allmende/http';
import type { BrokerDependencies, BrokerParts, ChangeRecorder } from './broker.ts';
import { createContextLibrary } from './contexts/context-library.ts';
import { contextRoutes } from './contexts/context-routes.ts';
import { createSqlContextStore } from './contexts/sql-context-store.ts';
import { discoveryRoutes } from './discovery/discovery-routes.ts';
import { createDistribution } from './distribution/create-distribution.ts';
import { withDistribution } from './distribution/with-distribution.ts';
import { batchRoutes } from './entities/batch-routes.ts';
import type { ChangeListener } from './entities/entity-store.ts';
import { createStartParsing, entityRoutes } from './entities/entity-routes.ts';
import { createDictionaries } from './entities/sql-dictionaries.ts';
import { purgeRoutes } from './entities/purge-routes.ts';
import { createSqlEntityStore } from './entities/sql-entity-store.ts';
import { createHarmonisedWriter, type HarmonisedWriter } from './harmonised-writer.ts';
import { liveRoutes } from './live/live-routes.ts';
import { entitiesMigration } from './migrations/0001-entities.ts';
import { valueIndexMigration } from './migrations/0002-value-index.ts';
import { seriesHistoryMigration } from './migrations/0003-series-history.ts';
import { registrationSubscriptionsMigration } from './migrations/0013-registration-subscriptions.ts';
import { registrationsMigration } from './migrations/0012-registrations.ts';
import { contextsMigration } from './migrations/0011-contexts.ts';
import { tenantsMigration } from './migrations/0010-tenants.ts';
import { queryRoutes } from './query-language/query-routes.ts';
import { createSourceSubscriptions } from './registration-subscriptions/create-source-subscriptions.ts';
import { remembered } from './registrations/remembered-registrations.ts';
import { registrationRoutes } from './registrations/registration-routes.ts';
import { createSqlRegistrationStore } from './registrations/sql-registration-store.ts';
import { sourceIdentityRoutes } from './source-identity/source-identity-routes.ts';
import { createSubscriptions, subscriptionMigrations } from './subscriptions/create-subscriptions.ts';
import { historyRoutes } from './temporal/history-routes.ts';
import { createSqlHistoryEditor } from './temporal/sql-history-editor.ts';
import { createSqlTemporalStore } from './temporal/sql-temporal-store.ts';
import { temporalRoutes } from './temporal/temporal-routes.ts';
import { createSqlTenantStore } from './tenants/sql-tenant-store.ts';
import { withTenants } from './tenants/tenant-routes.ts';

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
];

/** The NGSI-LD context broker (ETSI GS CIM 009 v1.9.1) of one server. */
export interface ContextBroker {
  readonly routes: readonly Route[];
  /** What other modules read through ports that apps/server binds. */
  readonly parts: BrokerParts;
  /** Where imports and simulators write, without HTTP. */
  readonly writer: HarmonisedWriter;
  /** Takes up subscriptions; call after the migrations. */
  start(): Promise<void>;
  /** Stops sending notifications; undelivered ones stay queued. */
  stop(): Promise<void>;
}

const addTo =
  <Member>(members: Set<Member>) =>
  (member: Member): (() => void) => {
    members.add(member);
    return () => {
      members.delete(member);
    };
  };

/** Listeners to committed changes; one that throws is logged and stops nobody. */
const createAnnouncer = ({ logger }: Pick<BrokerDependencies, 'logger'>) => {
  const listeners = new Set<ChangeListener>();
  const announce: ChangeListener = (changes) => {
    for (const listener of listeners) {
      try {
        listener(changes);
      } catch (cause) {
        logger.error('a listener to changes failed', { cause });
      }
    }
  };
  const recorders = new Set<ChangeRecorder>();
  const recordChanges: ChangeRecorder = (connection, changes) => {
    for (const recorder of recorders) recorder(connection, changes);
  };
  return { announce, recordChanges, onChange: addTo(listeners), beforeCommit: addTo(recorders) };
};

/** Binds the broker's stores and route tables. */
export const createContextBroker = (dependencies: BrokerDependencies): ContextBroker => {
  const { announce, recordChanges, onChange, beforeCommit } = createAnnouncer(dependencies);
  const { database, clock, logger } = dependencies;
  const dictionaries = createDictionaries(database);
  const entities = createSqlEntityStore({
    database,
    dictionaries,
    clock,
    logger,
    onCommitted: announce,
    recordChanges,
  });
  const contexts = createContextLibrary({ ...dependencies, store: createSqlContextStore(database) });
  const parts: BrokerParts = { ...dependencies, contexts, entities, onChange, beforeCommit };
  const startParsing = createStartParsing(parts);
  const temporal = createSqlTemporalStore({ database, dictionaries, clock });
  const editor = createSqlHistoryEditor({ database, dictionaries, clock });
  const subscriptions = createSubscriptions(parts);
  const registrations = remembered(createSqlRegistrationStore(database));
  const sources = createSourceSubscriptions(parts, registrations);
  const distribution = createDistribution({ parts, registrations, startParsing });
  const tenants = createSqlTenantStore(database);
  beforeCommit((connection, changes) => {
    for (const tenant of new Set(changes.map((change) => change.tenant)))
      tenants.registerWithin(connection, tenant);
  });
  return {
    parts,
    writer: createHarmonisedWriter({ ...parts, temporal, startParsing }),
    routes: [
      ...withTenants(tenants, [
        ...withDistribution(distribution, [
          ...entityRoutes(parts, startParsing),
          ...batchRoutes(parts, startParsing),
          ...purgeRoutes(parts),
          ...queryRoutes(parts),
          ...discoveryRoutes(parts),
        ]),
        ...temporalRoutes({ parts, store: temporal, startParsing }),
        ...historyRoutes({ parts, store: temporal, editor, startParsing }),
        ...subscriptions.routes,
        ...contextRoutes(contexts),
        ...registrationRoutes({ parts, store: sources.registrations }),
        ...sources.routes,
      ]),
      ...sourceIdentityRoutes(parts),
      ...liveRoutes(parts),
    ],
    start: async () => {
      await subscriptions.start();
      await sources.start();
    },
    stop: async () => {
      await subscriptions.stop();
      await sources.stop();
    },
  };
};
