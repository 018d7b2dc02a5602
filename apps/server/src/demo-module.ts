import type { ContextBroker } from '@allmende/context-broker';
import { cityEntities, createSimulator, type Simulator } from '@allmende/demo-city';
import type { Route } from '@allmende/http';
import { systemClock, type Logger } from '@allmende/kernel';
import { addDemoCatalogue, type OpenDataPortal } from '@allmende/open-data-portal';
import { demoDataApi, demoDataRoutes } from './demo-data-routes.ts';
import { addDemoExamples } from './demo-examples.ts';
import type { ServerModule } from './server-module.ts';

interface DemoParts {
  readonly broker: ContextBroker;
  /** Operations on dashboards and alert rules; their module has started. */
  readonly monitoringRoutes: readonly Route[];
  /** The open data portal's; it has started. */
  readonly catalogue: OpenDataPortal['catalogue'];
  publicUrl(): string;
  readonly logger: Logger;
  readonly speed: number;
  readonly seed: string;
}

interface DemoModule extends ServerModule {
  start(): Promise<void>;
}

const DEFAULT_CONTEXT = 'https://uri.etsi.org/ngsi-ld/default-context/';

const WEATHER = `${DEFAULT_CONTEXT}WeatherObserved`;

/**
 * Whether the city was played on these data before. The examples are added before the first entity is written
 * and never again, so that what was deleted stays deleted.
 */
const isKnownCity = async ({ parts }: ContextBroker): Promise<boolean> => {
  const names = [...new Set(cityEntities().map(({ type }) => type))];
  const types = names.map((name) => [DEFAULT_CONTEXT + name]);
  return (await parts.entities.query('', { types, limit: 1, offset: 0 })).entities.length > 0;
};

/** Sped-up time may have run ahead of the clock in an earlier run; the city goes on from there. */
const startOf = async ({ parts }: ContextBroker): Promise<number> => {
  const { entities } = await parts.entities.query('', { types: [[WEATHER]], limit: 10, offset: 0 });
  const observed = entities
    .flatMap(({ attributes }) => Object.values(attributes).flat())
    .map(({ observedAt }) => Date.parse(observedAt ?? ''))
    .filter(Number.isFinite);
  return Math.max(systemClock.now(), ...observed);
};

/** The demo city in the default tenant: its entities, what its sensors say, and examples for the first visitor. */
export const createDemoModule = ({
  broker,
  monitoringRoutes,
  catalogue,
  publicUrl,
  logger,
  speed,
  seed,
}: DemoParts): DemoModule => {
  const running: { simulator?: Simulator } = {};
  return {
    routes: demoDataRoutes(broker.routes),
    api: demoDataApi,
    migrations: [],
    start: async () => {
      if (!(await isKnownCity(broker))) await addDemoExamples(monitoringRoutes);
      await addDemoCatalogue({ store: catalogue, clock: systemClock }, publicUrl());
      const simulator = createSimulator({
        seed,
        startAt: await startOf(broker),
        writer: { write: (entities) => broker.writer.write('', entities) },
        clock: systemClock,
        speed,
        logger,
      });
      running.simulator = simulator;
      await simulator.start();
    },
    stop: async () => {
      await running.simulator?.stop();
    },
  };
};
