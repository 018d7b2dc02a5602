import {
  contextBrokerApi,
  contextBrokerMigrations,
  createHttpContextSourceClient,
  createHttpTrialClient,
  createPostgresBroker,
  createSqliteBroker,
  type BrokerDependencies,
  type ContextBroker,
} from '@allmende/context-broker';
import { PostgresLeases, type Database, type PostgresDatabase } from '@allmende/database';
import { fetchDocumentOverHttp } from '@allmende/jsonld';
import { systemClock, type Logger } from '@allmende/kernel';
import {
  createMonitoring,
  createSmtpSender,
  monitoringApi,
  monitoringMigrations,
  type EntitySource,
  type Monitoring,
} from '@allmende/monitoring';
import {
  ckanApi,
  createOpenDataPortal,
  portalApi,
  portalMigrations,
  publicationApi,
  type OpenDataPortal,
} from '@allmende/open-data-portal';
import { brokerEntitySource, recordedChange } from './broker-entity-source.ts';
import type { Config } from './config.ts';
import { createDemoModule } from './demo-module.ts';
import { leasesTable, serverLeases } from './postgres-server-leases.ts';
import type { ServerModule, ServerParts } from './server-module.ts';
import { createSoleRunner } from './sole-runner.ts';

interface Parts {
  readonly config: Config;
  readonly logger: Logger;
  publicUrl(): string;
}

const brokerDependencies = ({ config, logger, publicUrl }: Parts): Omit<BrokerDependencies, 'database'> => ({
  fetchDocument: fetchDocumentOverHttp({ allowPrivateAddresses: config.allowPrivateContexts }),
  contextSources: createHttpContextSourceClient({ allowPrivateAddresses: config.allowPrivateSources }),
  trialClient: createHttpTrialClient({
    clock: systemClock,
    allowPrivateAddresses: config.allowPrivateSources,
  }),
  clock: systemClock,
  logger,
  publicUrl,
  temporalPageSize: config.temporalPageSize,
  historyPolicy: config.historyPolicy,
});

const monitoringParts = ({ config, logger, publicUrl }: Parts, entities: EntitySource) => {
  const { smtpUrl, mailFrom } = config;
  const mail =
    smtpUrl === undefined || mailFrom === undefined
      ? undefined
      : createSmtpSender({ url: smtpUrl, from: mailFrom });
  const alertsUrl = (): string => `${publicUrl()}/alerts`;
  return { clock: systemClock, logger, entities, mail, fetch, alertsUrl };
};

/** The broker, and monitoring that sees what changes in it. */
export interface Core {
  readonly broker: ContextBroker;
  readonly monitoring: Monitoring;
}

const composeOverSqlite = (parts: Parts, database: Database): Core => {
  const broker = createSqliteBroker({ ...brokerDependencies(parts), database });
  const entities = brokerEntitySource(broker.parts);
  return { broker, monitoring: createMonitoring({ ...monitoringParts(parts, entities), database }) };
};

const composeOverPostgres = (parts: Parts, database: PostgresDatabase): Core => {
  const broker = createPostgresBroker({ ...brokerDependencies(parts), database });
  const monitoring = createMonitoring({
    ...monitoringParts(parts, brokerEntitySource(broker.parts)),
    database,
    beforeCommit: (record) =>
      broker.beforeCommit((transaction, changes) => record(transaction, changes.map(recordedChange))),
  });
  return { broker, monitoring };
};

export const composeCore = (parts: Parts, database: Database | PostgresDatabase): Core =>
  database.kind === 'sqlite' ? composeOverSqlite(parts, database) : composeOverPostgres(parts, database);

/** The demo city is played by one process of those that share a database. */
const composeDemo = (
  { config, logger, database, publicUrl }: ServerParts,
  { broker, monitoring }: Core,
  { catalogue }: OpenDataPortal,
): ServerModule => {
  const demo = createDemoModule({
    broker,
    monitoringRoutes: monitoring.routes,
    catalogue,
    publicUrl,
    logger,
    speed: config.demoSpeed,
    seed: config.demoSeed,
  });
  if (database.kind === 'sqlite') return demo;
  const leases = new PostgresLeases(database, leasesTable);
  const runner = createSoleRunner({ name: 'demo city', ...demo }, { leases, logger });
  return { ...demo, ...runner, migrations: [serverLeases] };
};

/** Binds the modules of this server to one another; the only place that knows them all. */
export const composeModules = (
  parts: ServerParts,
  { demo }: { readonly demo: boolean },
): readonly ServerModule[] => {
  const core = composeCore(parts, parts.database);
  const portal = createOpenDataPortal({ ...parts, clock: systemClock });
  return [
    { ...core.broker, migrations: contextBrokerMigrations, apis: [contextBrokerApi] },
    { ...core.monitoring, migrations: monitoringMigrations, apis: [monitoringApi] },
    { ...portal, migrations: portalMigrations, apis: [portalApi, ckanApi, publicationApi] },
    ...(demo ? [composeDemo(parts, core, portal)] : []),
  ];
};
