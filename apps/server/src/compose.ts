import {
  contextBrokerMigrations,
  createContextBroker,
  createHttpContextSourceClient,
  createHttpTrialClient,
} from '@allmende/context-broker';
import { fetchDocumentOverHttp } from '@allmende/jsonld';
import { systemClock } from '@allmende/kernel';
import { createMonitoring, createSmtpSender, monitoringMigrations } from '@allmende/monitoring';
import { brokerEntitySource } from './broker-entity-source.ts';
import { createDemoModule } from './demo-module.ts';
import type { ServerModule, ServerParts } from './serve.ts';

/** Binds the modules of this server to one another; the only place that knows them all. */
export const composeModules = (
  { config, logger, database, publicUrl }: ServerParts,
  { demo }: { readonly demo: boolean },
): readonly ServerModule[] => {
  const fetchDocument = fetchDocumentOverHttp({ allowPrivateAddresses: config.allowPrivateContexts });
  const contextSources = createHttpContextSourceClient({
    allowPrivateAddresses: config.allowPrivateSources,
  });
  const clock = systemClock;
  const broker = createContextBroker({
    database,
    fetchDocument,
    contextSources,
    trialClient: createHttpTrialClient({
      clock: systemClock,
      allowPrivateAddresses: config.allowPrivateSources,
    }),
    clock,
    logger,
    publicUrl,
    temporalPageSize: config.temporalPageSize,
  });
  const { smtpUrl, mailFrom } = config;
  const mail =
    smtpUrl === undefined || mailFrom === undefined
      ? undefined
      : createSmtpSender({ url: smtpUrl, from: mailFrom });
  const monitoring = createMonitoring({
    database,
    clock,
    logger,
    entities: brokerEntitySource(broker.parts),
    mail,
    fetch,
    alertsUrl: () => `${publicUrl()}/alerts`,
  });
  return [
    { ...broker, migrations: contextBrokerMigrations },
    { ...monitoring, migrations: monitoringMigrations },
    ...(demo
      ? [
          createDemoModule({
            broker,
            monitoringRoutes: monitoring.routes,
            logger,
            speed: config.demoSpeed,
            seed: config.demoSeed,
          }),
        ]
      : []),
  ];
};
