import type { ContextBroker } from '@allmende/context-broker';
import { createSimulator, type Simulator } from '@allmende/demo-city';
import { systemClock, type Logger } from '@allmende/kernel';
import type { ServerModule } from './serve.ts';

interface DemoParts {
  readonly broker: ContextBroker;
  readonly logger: Logger;
  readonly speed: number;
  readonly seed: string;
}

const WEATHER = 'https://uri.etsi.org/ngsi-ld/default-context/WeatherObserved';

/** Sped-up time may have run ahead of the clock in an earlier run; the city goes on from there. */
const startOf = async ({ parts }: ContextBroker): Promise<number> => {
  const { entities } = await parts.entities.query('', { types: [[WEATHER]], limit: 10, offset: 0 });
  const observed = entities
    .flatMap(({ attributes }) => Object.values(attributes).flat())
    .map(({ observedAt }) => Date.parse(observedAt ?? ''))
    .filter(Number.isFinite);
  return Math.max(systemClock.now(), ...observed);
};

/** The demo city in the default tenant: its entities, and what its sensors say. */
export const createDemoModule = ({ broker, logger, speed, seed }: DemoParts): ServerModule => {
  const running: { simulator?: Simulator } = {};
  return {
    routes: [],
    migrations: [],
    start: async () => {
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
