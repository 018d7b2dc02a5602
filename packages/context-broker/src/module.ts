import type { Migration } from '@allmende/database';
import type { Route } from '@allmende/http';
import type { BrokerDependencies, BrokerParts, ChangeRecorder } from './broker.ts';
import { createContextLibrary, type ContextLibrary } from './contexts/context-library.ts';
import { contextRoutes } from './contexts/context-routes.ts';
import { createSqlContextStore } from './contexts/sql-context-store.ts';
import { discoveryRoutes } from './discovery/discovery-routes.ts';
import type { Distribution } from './distribution/distribution.ts';
import { createDistribution } from './distribution/create-distribution.ts';
import { withDistribution } from './distribution/with-distribution.ts';
import type { TemporalReading } from './distribution/temporal/temporal-reading.ts';
import { batchRoutes } from './entities/batch-routes.ts';
import type { ChangeListener } from './entities/entity-store.ts';
import { createStartParsing, entityRoutes, type StartParsing } from './entities/entity-routes.ts';
import { withPreferredVersion } from './entities/preferred-version.ts';
import { createDictionaries } from './entities/sql-dictionaries.ts';
import { purgeRoutes } from './entities/purge-routes.ts';
import { createScanThread, type ScanThread } from './entities/scan-thread.ts';
import { createSqlEntityStore, type SqlEntityStoreOptions } from './entities/sql-entity-store.ts';
import { createSqlValueIndex, type ValueIndex } from './entities/sql-value-index.ts';
import type { ReaderNews } from './reader/reader-news.ts';
import { createHarmonisedWriter, type HarmonisedWriter } from './harmonised-writer.ts';
import { entityMapRoutes } from './entity-maps/entity-map-routes.ts';
import { mappedRoutes, type EntityMapParts } from './entity-maps/mapped-routes.ts';
import { createSqlEntityMapStore } from './entity-maps/sql-entity-map-store.ts';
import { createExpiry } from './expiry/create-expiry.ts';
import { createSoonestEnd } from './expiry/sql-expiries.ts';
import {
  createFederatedSubscriptions,
  followed,
  refuseReturned,
} from './federated-subscriptions/create-federated-subscriptions.ts';
import type { FederatedSubscriptions } from './federated-subscriptions/federated-subscriptions.ts';
import { createSqlRemoteSubscriptionStore } from './federated-subscriptions/sql-remote-subscription-store.ts';
import { liveRoutes } from './live/live-routes.ts';
import { entitiesMigration } from './migrations/0001-entities.ts';
import { valueIndexMigration } from './migrations/0002-value-index.ts';
import { seriesHistoryMigration } from './migrations/0003-series-history.ts';
import { contextRevisionMigration } from './migrations/0018-context-revision.ts';
import { snapshotsMigration } from './migrations/0016-snapshots.ts';
import { entityMapsMigration } from './migrations/0015-entity-maps.ts';
import { expiriesMigration } from './migrations/0014-expiries.ts';
import { registrationSubscriptionsMigration } from './migrations/0013-registration-subscriptions.ts';
import { registrationsMigration } from './migrations/0012-registrations.ts';
import { contextsMigration } from './migrations/0011-contexts.ts';
import { sourceUsesMigration } from './migrations/0020-source-uses.ts';
import { remoteSubscriptionsMigration } from './migrations/0021-remote-subscriptions.ts';
import { tenantsMigration } from './migrations/0010-tenants.ts';
import { queryRoutes } from './query-language/query-routes.ts';
import { createSourceSubscriptions } from './registration-subscriptions/create-source-subscriptions.ts';
import { remembered } from './registrations/remembered-registrations.ts';
import type { RegistrationStore } from './registrations/registration-store.ts';
import { registrationRoutes } from './registrations/registration-routes.ts';
import { createSourceUses } from './registrations/source-uses.ts';
import { createSqlRegistrationStore } from './registrations/sql-registration-store.ts';
import { createSqlSourceUseStore } from './registrations/sql-source-use-store.ts';
import type { ContentStores } from './snapshots/snapshot-contents.ts';
import { snapshotRoutes, withSnapshots, type SnapshotParts } from './snapshots/snapshot-routes.ts';
import type { SnapshotStore } from './snapshots/snapshot-store.ts';
import { isSnapshotTenant } from './snapshots/snapshot-tenant.ts';
import { createSnapshotWork } from './snapshots/snapshot-work.ts';
import { createSqlSnapshotStore } from './snapshots/sql-snapshot-store.ts';
import { sourceIdentityRoutes } from './source-identity/source-identity-routes.ts';
import { createSubscriptions, subscriptionMigrations } from './subscriptions/create-subscriptions.ts';
import { historyRoutes, type HistoryRoutesParts } from './temporal/history-routes.ts';
import { createSqlHistoryEditor } from './temporal/sql-history-editor.ts';
import { createSqlTemporalStore } from './temporal/sql-temporal-store.ts';
import type { TemporalStore } from './temporal/temporal-store.ts';
import { temporalRoutes } from './temporal/temporal-routes.ts';
import { createSqlTenantStore } from './tenants/sql-tenant-store.ts';
import { tenantListRoute } from './tenants/tenant-list-route.ts';
import { withTenants } from './tenants/tenant-routes.ts';
import type { TenantStore } from './tenants/tenant-store.ts';
import { trialRoutes } from './trials/trial-routes.ts';

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
  contextRevisionMigration,
  sourceUsesMigration,
  remoteSubscriptionsMigration,
];

/** The NGSI-LD context broker (ETSI GS CIM 009 v1.9.1) of one server. */
export interface ContextBroker {
  readonly routes: readonly Route[];
  /** What other modules read through ports that apps/server binds. */
  readonly parts: BrokerParts;
  /** Where imports and simulators write, without HTTP. */
  readonly writer: HarmonisedWriter;
  /** Takes what processes that only read tell (`createContextReader`). */
  hear(news: readonly ReaderNews[]): void;
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

/** The stores of entities and of their past, as they are and guarded against what is over (§4.22). */
const createStores = (
  { database, clock, logger }: BrokerDependencies,
  hooks: Pick<SqlEntityStoreOptions, 'onCommitted' | 'recordChanges'>,
) => {
  const dictionaries = createDictionaries(database);
  const soonest = createSoonestEnd();
  const common = { database, dictionaries, clock };
  const thread = createScanThread(database.file);
  const index = createSqlValueIndex({ database, clock, logger });
  const storedEntities = createSqlEntityStore({ ...common, ...hooks, thread, logger, soonest, index });
  const storedHistory = createSqlTemporalStore({ ...common, soonest });
  const editor = createSqlHistoryEditor(common);
  const expiry = createExpiry({ database, clock, logger, soonest, editor, entities: storedEntities });
  return {
    index,
    thread,
    storedEntities,
    storedHistory,
    editor,
    expiry,
    entities: expiry.guardEntities(storedEntities),
    temporal: expiry.guardHistory(storedHistory),
  };
};

/** Reading operations over any stores, as entity maps need them. */
const createEntityMaps = (
  parts: BrokerParts,
  temporal: TemporalStore,
  startParsing: StartParsing,
): EntityMapParts => ({
  maps: createSqlEntityMapStore(parts.database, parts.clock),
  clock: parts.clock,
  stores: { entities: parts.entities, temporal },
  makeRoutes: (read) => {
    const reading = { ...parts, entities: read.entities };
    return [
      ...entityRoutes(reading, startParsing),
      ...queryRoutes(reading),
      ...temporalRoutes({ parts: reading, store: read.temporal, startParsing }),
    ];
  },
});

/** The past as distributed operations read it (§5.7.3, §5.7.4). */
const createTemporalReading = (
  parts: BrokerParts,
  store: TemporalStore,
  startParsing: StartParsing,
): TemporalReading => ({
  store,
  handlerOver: (over, clause) => {
    const routes = temporalRoutes({ parts, store: over, startParsing });
    const route = routes.find((one) => one.clause === clause);
    if (route === undefined) throw new Error(`There is no temporal operation ${clause}.`);
    return route.handle;
  },
});

interface Started {
  start(): void | Promise<void>;
  stop(): Promise<void>;
}

/** Starts parts in order, and ends them in the opposite one; the thread, which they may use, goes last. */
const lifecycleOf = (own: {
  readonly starting: readonly Started[];
  readonly thread: ScanThread;
}): Pick<ContextBroker, 'start' | 'stop'> => ({
  start: async () => {
    for (const part of own.starting) await part.start();
  },
  stop: async () => {
    for (const part of own.starting.toReversed()) await part.stop();
    await own.thread.close();
  },
});

const createSnapshots = (
  distribution: Distribution,
  contents: ContentStores,
  snapshots: SnapshotStore,
): SnapshotParts => {
  const { parts } = distribution;
  const work = createSnapshotWork({ parts, snapshots, contents });
  return { distribution, contents, snapshots, work };
};

/** A tenant exists from its first change on; snapshots are kept as tenants, but are none. */
const registerTenants =
  (tenants: TenantStore): ChangeRecorder =>
  (connection, changes) => {
    for (const tenant of new Set(changes.map((change) => change.tenant)))
      if (!isSnapshotTenant(tenant)) tenants.registerWithin(connection, tenant);
  };

const listenTo =
  (index: ValueIndex, contexts: ContextLibrary): ContextBroker['hear'] =>
  (news) => {
    for (const told of news) {
      if (told.kind === 'contextUsed') contexts.addUses(told.key, told.hits);
      else if (told.kind === 'used') index.used(told.tenant, told.name);
      else index.missed(told.tenant, told.name, told.tookMs);
    }
  };

/** Subscriptions to entities and to registrations, which federated ones follow once these are there. */
const createBoundSubscriptions = (parts: BrokerParts, registrations: RegistrationStore) => {
  const followers: { federated?: FederatedSubscriptions } = {};
  return {
    subscriptions: createSubscriptions(parts, {
      onChanged: (tenant, id) => followers.federated?.onSubscription(tenant, id),
      refuse: (request) => {
        if (followers.federated !== undefined) refuseReturned(followers.federated, request);
      },
    }),
    sources: createSourceSubscriptions(
      parts,
      registrations,
      (tenant) => followers.federated?.internal(tenant) ?? Promise.resolve([]),
    ),
    follow: (federated: FederatedSubscriptions): void => {
      followers.federated = federated;
    },
  };
};

interface Bound {
  readonly parts: BrokerParts;
  readonly startParsing: StartParsing;
  readonly contexts: ContextLibrary;
  readonly tenants: TenantStore;
  readonly history: HistoryRoutesParts;
  readonly registrations: Parameters<typeof registrationRoutes>[0];
  readonly distribution: Distribution;
  readonly entityMaps: EntityMapParts;
  readonly snapshots: SnapshotParts;
  readonly subscriptions: readonly Route[];
  readonly federation: readonly Route[];
}

/** The route tables, wrapped by what operations have in common. */
const routesOf = (bound: Bound): readonly Route[] => {
  const { parts, startParsing, distribution, snapshots, entityMaps, tenants } = bound;
  return [
    ...withTenants(
      tenants,
      withPreferredVersion([
        ...withSnapshots(
          snapshots,
          withDistribution(distribution, [
            ...batchRoutes(parts, startParsing),
            ...purgeRoutes(parts),
            ...mappedRoutes(entityMaps),
            ...historyRoutes(bound.history),
          ]),
        ),
        ...withDistribution(distribution, discoveryRoutes(parts)),
        ...snapshotRoutes(snapshots),
        ...entityMapRoutes(entityMaps),
        ...bound.subscriptions,
        ...contextRoutes(bound.contexts),
        ...registrationRoutes(bound.registrations),
      ]),
    ),
    ...bound.federation,
    ...sourceIdentityRoutes(parts),
    ...liveRoutes(parts),
    tenantListRoute(tenants),
    ...trialRoutes(parts),
  ];
};

/** Binds the broker's stores and route tables. */
export const createContextBroker = (dependencies: BrokerDependencies): ContextBroker => {
  const { announce, recordChanges, onChange, beforeCommit } = createAnnouncer(dependencies);
  const { database } = dependencies;
  const stores = createStores(dependencies, { onCommitted: announce, recordChanges });
  const { entities, temporal, editor, expiry, thread } = stores;
  const contexts = createContextLibrary({ ...dependencies, store: createSqlContextStore(database) });
  const parts: BrokerParts = { ...dependencies, contexts, entities, onChange, beforeCommit };
  const startParsing = createStartParsing(parts);
  const registrations = remembered(createSqlRegistrationStore(database));
  const { subscriptions, sources, follow } = createBoundSubscriptions(parts, registrations);
  const uses = createSourceUses({ ...dependencies, store: createSqlSourceUseStore(database) });
  const past = createTemporalReading(parts, temporal, startParsing);
  const distribution = createDistribution({ parts, registrations, startParsing, uses, temporal: past });
  const federation = createFederatedSubscriptions({
    distribution,
    store: createSqlRemoteSubscriptionStore(database),
    subscriptions,
  });
  follow(federation.federated);
  const entityMaps = createEntityMaps(parts, temporal, startParsing);
  const tenants = createSqlTenantStore(database);
  const contents = { entities, temporal, editor };
  const snapshots = createSnapshots(distribution, contents, createSqlSnapshotStore(database));
  beforeCommit(registerTenants(tenants));
  return {
    parts,
    hear: listenTo(stores.index, contexts),
    // Its two writes have to join one transaction, which waiting for the guards would prevent.
    writer: createHarmonisedWriter({
      ...parts,
      entities: stores.storedEntities,
      temporal: stores.storedHistory,
      startParsing,
    }),
    routes: routesOf({
      parts,
      startParsing,
      contexts,
      tenants,
      history: { parts, store: temporal, editor, startParsing },
      registrations: { parts, store: followed(sources.registrations, federation.federated), uses },
      distribution,
      entityMaps,
      snapshots,
      subscriptions: [...subscriptions.routes, ...sources.routes],
      federation: federation.routes,
    }),
    ...lifecycleOf({
      starting: [subscriptions, sources, federation.federated, snapshots.work, expiry, uses],
      thread,
    }),
  };
};
