import type { Connection, Database, PostgresConnection, PostgresDatabase } from '@allmende/database';
import type { Route } from '@allmende/http';
import { inTurn } from '@allmende/kernel';
import { brokerRoutes } from './broker-routes.ts';
import type { BeforeCommit, BrokerDependencies, BrokerParts, ChangeRecorder } from './broker.ts';
import { createContextLibrary, type ContextLibrary } from './contexts/context-library.ts';
import type { Distribution } from './distribution/distribution.ts';
import { createMappedReading } from './distribution/mapped/create-mapped-reading.ts';
import { createDistribution } from './distribution/create-distribution.ts';
import type { TemporalReading } from './distribution/temporal/temporal-reading.ts';
import type { ChangeListener } from './entities/entity-store.ts';
import { createStartParsing, entityRoutes, type StartParsing } from './entities/entity-routes.ts';
import { createHarmonisedWriter, type HarmonisedWriter } from './harmonised-writer.ts';
import { type EntityMapParts } from './entity-maps/mapped-routes.ts';
import { createExpiry, type Expiry } from './expiry/create-expiry.ts';
import { createSoonestEnd } from './expiry/soonest-end.ts';
import {
  createFederatedSubscriptions,
  followed,
  refuseReturned,
} from './federated-subscriptions/create-federated-subscriptions.ts';
import type { RemoteSubscriptionStore } from './federated-subscriptions/remote-subscription-store.ts';
import type { FederatedSubscriptions } from './federated-subscriptions/federated-subscriptions.ts';
import { createNotifications } from './notifications/create-notifications.ts';
import type { Metric } from './notifications/notification-metrics.ts';
import { queryRoutes } from './query-language/query-routes.ts';
import type { ReaderNews } from './reader/reader-news.ts';
import { createSourceSubscriptions } from './registration-subscriptions/create-source-subscriptions.ts';
import { remembered, type RememberedRegistrations } from './registrations/remembered-registrations.ts';
import type { RegistrationHooks } from './registrations/registration-store.ts';
import { createSourceUses } from './registrations/source-uses.ts';
import type { ContentStores } from './snapshots/snapshot-contents.ts';
import { type SnapshotParts } from './snapshots/snapshot-routes.ts';
import type { SnapshotStore } from './snapshots/snapshot-store.ts';
import { isSnapshotTenant } from './snapshots/snapshot-tenant.ts';
import { createSnapshotWork } from './snapshots/snapshot-work.ts';
import type { BrokerStores, StoreParts } from './stores/broker-stores.ts';
import { createPostgresStores } from './stores/postgres-stores.ts';
import { createSqliteStores } from './stores/sqlite-stores.ts';
import { createSubscriptions, type Subscriptions } from './subscriptions/create-subscriptions.ts';
import { createHistoryUpkeepJob } from './temporal/history-upkeep-job.ts';
import { temporalRoutes } from './temporal/temporal-routes.ts';
import type { TemporalStore } from './temporal/temporal-store.ts';
import type { TenantStore } from './tenants/tenant-store.ts';

/** The NGSI-LD context broker (ETSI GS CIM 009 v1.9.1) of one server; its database has transactions of that type. */
export interface ContextBroker<Transaction = unknown> {
  readonly routes: readonly Route[];
  /** What other modules read through ports that apps/server binds. */
  readonly parts: BrokerParts;
  /** Where imports and simulators write, without HTTP. */
  readonly writer: HarmonisedWriter;
  /** Takes what processes that only read tell (`createContextReader`). */
  hear(news: readonly ReaderNews[]): void;
  /** Figures for operators, collected when they ask. */
  metrics(): Promise<readonly Metric[]>;
  /**
   * Lets somebody see changes before their commit, write something that commits with them, or refuse them by an error;
   * returns its end.
   */
  readonly beforeCommit: BeforeCommit<Transaction>;
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
const createAnnouncer = <Transaction>({ logger }: Pick<BrokerDependencies, 'logger'>) => {
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
  const recorders = new Set<ChangeRecorder<Transaction>>();
  const recordChanges: ChangeRecorder<Transaction> = (transaction, changes) =>
    inTurn(recorders, (recorder) => recorder(transaction, changes));
  return { announce, recordChanges, onChange: addTo(listeners), beforeCommit: addTo(recorders) };
};

/** Reading operations over any stores, as entity maps need them. */
const createEntityMaps = (
  parts: BrokerParts,
  { entityMaps, temporal }: Pick<BrokerStores<never>, 'entityMaps' | 'temporal'>,
  {
    startParsing,
    distribution,
  }: { readonly startParsing: StartParsing; readonly distribution: Distribution },
): EntityMapParts => ({
  sources: createMappedReading(distribution),
  maps: entityMaps,
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

/** Starts parts in order, and ends them in the opposite one; the stores, which they use, go last. */
const lifecycleOf = (
  starting: readonly Started[],
  stores: Pick<BrokerStores<never>, 'close'>,
): Pick<ContextBroker, 'start' | 'stop'> => ({
  start: async () => {
    for (const part of starting) await part.start();
  },
  stop: async () => {
    for (const part of starting.toReversed()) await part.stop();
    await stores.close();
  },
});

const createSnapshots = (
  distribution: Distribution,
  contents: ContentStores,
  { snapshots, subscriptions }: { readonly snapshots: SnapshotStore; readonly subscriptions: Subscriptions },
): SnapshotParts => {
  const { parts } = distribution;
  const work = createSnapshotWork({ parts, snapshots, contents, subscriptions });
  return { distribution, contents, snapshots, work };
};

/** A tenant exists from its first change on; snapshots are kept as tenants, but are none. */
const registerTenants =
  <Transaction>(tenants: TenantStore<Transaction>): ChangeRecorder<Transaction> =>
  (transaction, changes) =>
    inTurn(new Set(changes.map(({ tenant }) => tenant)), (tenant) =>
      isSnapshotTenant(tenant) ? undefined : tenants.registerWithin(transaction, tenant),
    );

/** Stores as they are, made for a broker. */
type MakeStores<Transaction> = (parts: StoreParts<Transaction>) => BrokerStores<Transaction>;

/** The stores of a broker, those of entities and of their past guarded against what is over (§4.22). */
const createStores = <Transaction>(
  { clock, logger }: BrokerDependencies,
  hooks: Pick<StoreParts<Transaction>, 'onCommitted' | 'recordChanges' | 'registrationHooks'>,
  makeStores: MakeStores<Transaction>,
) => {
  const soonest = createSoonestEnd();
  const stores = makeStores({ clock, logger, soonest, ...hooks });
  const expiry = createExpiry({ ...stores, clock, logger, soonest });
  const entities = expiry.guardEntities(stores.entities);
  const temporal = expiry.guardHistory(stores.temporal);
  return { expiry, stores: { ...stores, entities, temporal } };
};

/** The store of registrations tells the subscriptions to them, which need the stores and so come later. */
const createRegistrationHooks = <Transaction>() => {
  const told = new Set<RegistrationHooks<Transaction>>();
  const registrationHooks: RegistrationHooks<Transaction> = {
    record: (transaction, change) => inTurn(told, ({ record }) => record(transaction, change)),
    onCommitted: (change) => {
      for (const { onCommitted } of told) onCommitted(change);
    },
  };
  return { registrationHooks, tell: addTo(told) };
};

/** Who is told of changes: subscriptions of both kinds and their notifications; federated ones follow them later. */
const createTelling = <Transaction>(
  parts: BrokerParts,
  stores: Pick<
    BrokerStores<Transaction>,
    'subscriptions' | 'queues' | 'findWithin' | 'registrations' | 'deadNotifications'
  >,
  beforeCommit: BeforeCommit<Transaction>,
) => {
  const followers: { federated?: FederatedSubscriptions } = {};
  const subscriptions = createSubscriptions({
    parts,
    store: stores.subscriptions.entities,
    queue: stores.queues.entities,
    findWithin: stores.findWithin,
    beforeCommit,
    onChanged: (tenant, id) => followers.federated?.onSubscription(tenant, id),
    refuse: (request) => {
      if (followers.federated !== undefined) refuseReturned(followers.federated, request);
    },
  });
  const sources = createSourceSubscriptions({
    parts,
    store: stores.subscriptions.sources,
    queue: stores.queues.sources,
    all: (tenant) => stores.registrations.all(tenant),
    others: (tenant) => followers.federated?.internal(tenant) ?? Promise.resolve([]),
  });
  const notifications = createNotifications(
    { clock: parts.clock, dead: stores.deadNotifications },
    { entities: subscriptions, sources },
  );
  const follow = (federated: FederatedSubscriptions): void => {
    followers.federated = federated;
  };
  return { subscriptions, sources, notifications, follow };
};

/** Sources that keep their part of subscriptions (§5.8.1.4). */
const createFederation = (
  distribution: Distribution,
  store: RemoteSubscriptionStore,
  { subscriptions, follow }: Pick<ReturnType<typeof createTelling>, 'subscriptions' | 'follow'>,
) => {
  const federation = createFederatedSubscriptions({ distribution, store, subscriptions });
  follow(federation.federated);
  return federation;
};

const listenToReaders =
  (stores: Pick<BrokerStores<never>, 'hearOfIndex'>, contexts: ContextLibrary): ContextBroker['hear'] =>
  (news) => {
    for (const told of news) {
      if (told.kind === 'contextUsed') contexts.useElsewhere(told.key, told.hits);
      else stores.hearOfIndex(told);
    }
  };

/** What this process remembers is kept true to what others do. */
const listeningTo = (foundation: {
  readonly stores: Pick<BrokerStores<never>, 'listen'>;
  readonly registrations: RememberedRegistrations;
  readonly contexts: ContextLibrary;
  readonly expiry: Expiry;
}): Started => {
  const { stores, registrations, contexts, expiry } = foundation;
  const running: { end?: () => Promise<void> } = {};
  return {
    start: async () => {
      running.end = await stores.listen({
        onRegistrations: registrations.forget,
        onContext: (name) => {
          contexts.forget(name);
        },
        onEnd: expiry.noteElsewhere,
      });
    },
    stop: async () => {
      await running.end?.();
    },
  };
};

/** The stores and what all parts of the broker share. */
const createFoundation = <Transaction>(
  dependencies: BrokerDependencies,
  makeStores: MakeStores<Transaction>,
) => {
  const { announce, recordChanges, onChange, beforeCommit } = createAnnouncer<Transaction>(dependencies);
  const { registrationHooks, tell } = createRegistrationHooks<Transaction>();
  const hooks = { onCommitted: announce, recordChanges, registrationHooks };
  const { expiry, stores } = createStores(dependencies, hooks, makeStores);
  const { entities, onChangeElsewhere } = stores;
  const contexts = createContextLibrary({ ...dependencies, store: stores.contexts });
  const parts: BrokerParts = { ...dependencies, contexts, entities, onChange, onChangeElsewhere };
  const registrations = remembered(stores.registrations);
  const telling = createTelling(parts, { ...stores, registrations }, beforeCommit);
  tell(telling.sources.hooks);
  beforeCommit(registerTenants(stores.tenants));
  return { parts, stores, expiry, contexts, registrations, telling, beforeCommit };
};

/** Binds stores and route tables. */
const assemble = <Transaction>(
  dependencies: BrokerDependencies,
  makeStores: MakeStores<Transaction>,
): ContextBroker<Transaction> => {
  const foundation = createFoundation(dependencies, makeStores);
  const { parts, stores, expiry, contexts, registrations, telling, beforeCommit } = foundation;
  const { temporal, editor, tenants } = stores;
  const startParsing = createStartParsing(parts);
  const uses = createSourceUses({ ...dependencies, store: stores.sourceUses });
  const past = createTemporalReading(parts, temporal, startParsing);
  const distribution = createDistribution({ parts, registrations, startParsing, uses, temporal: past });
  const federation = createFederation(distribution, stores.remoteSubscriptions, telling);
  const entityMaps = createEntityMaps(parts, stores, { startParsing, distribution });
  const contents = { entities: stores.entities, temporal, editor };
  const snapshots = createSnapshots(distribution, contents, { ...stores, ...telling });
  const { logger, historyPolicy: policy = { retention: [] } } = dependencies;
  const upkeep = createHistoryUpkeepJob({ keeper: stores.keeper, policy, logger });
  const starting = [telling.subscriptions, telling.sources, federation.federated];
  return {
    parts,
    beforeCommit,
    writer: createHarmonisedWriter({ ...parts, startParsing }),
    hear: listenToReaders(stores, contexts),
    routes: brokerRoutes({
      parts,
      startParsing,
      contexts,
      tenants,
      history: { parts, store: temporal, editor, startParsing },
      registrations: { parts, store: followed(registrations, federation.federated), uses },
      distribution,
      entityMaps,
      snapshots,
      subscriptions: telling.subscriptions.routes,
      sourceSubscriptions: telling.sources.routes,
      federation: federation.routes,
      notifications: telling.notifications.routes,
    }),
    metrics: telling.notifications.metrics,
    ...lifecycleOf([listeningTo(foundation), ...starting, snapshots.work, expiry, uses, upkeep], stores),
  };
};

type Over<Store extends BrokerDependencies['database']> = BrokerDependencies & { readonly database: Store };

/** The broker over the embedded database. */
export const createSqliteBroker = (dependencies: Over<Database>): ContextBroker<Connection> =>
  assemble(dependencies, (parts) => createSqliteStores(dependencies.database, parts));

/** The broker of one of any number of processes over PostgreSQL. */
export const createPostgresBroker = (
  dependencies: Over<PostgresDatabase>,
): ContextBroker<PostgresConnection> =>
  assemble(dependencies, (parts) => createPostgresStores(dependencies.database, parts));

/** The broker over the database that it is given. */
export const createContextBroker = (dependencies: BrokerDependencies): ContextBroker => {
  const { database } = dependencies;
  return database.kind === 'sqlite'
    ? createSqliteBroker({ ...dependencies, database })
    : createPostgresBroker({ ...dependencies, database });
};
