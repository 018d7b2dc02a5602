import { temporaryDatabase } from '../packages/database/src/testing.ts';
import { fixedClock } from '../packages/kernel/src/testing.ts';
import { silentLogger } from '../packages/kernel/src/index.ts';
import { createContextBroker } from '../packages/context-broker/src/index.ts';
import type { Operation } from './clauses.ts';

/** The route table of a broker. */
export const brokerRoutes = async (): Promise<readonly Operation[]> => {
  const { database, remove } = temporaryDatabase();
  try {
    const broker = createContextBroker({
      database,
      clock: fixedClock(0),
      logger: silentLogger,
      trialClient: {
        send: () => Promise.reject(new Error('nobody is asked')),
        publish: () => Promise.reject(new Error('nobody is asked')),
      },
      contextSources: { send: () => Promise.reject(new Error('nobody is asked')) },
      publicUrl: () => 'https://city.example',
      fetchDocument: () => Promise.reject(new Error('nothing is fetched')),
    });
    await broker.stop();
    return broker.routes.map(({ clause, method, path }) => ({
      ...(clause === undefined ? {} : { clause }),
      method,
      path,
    }));
  } finally {
    await remove();
  }
};
