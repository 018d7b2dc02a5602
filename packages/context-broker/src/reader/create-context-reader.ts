import { readTogether, type Database } from '@allmende/database';
import type { Route } from '@allmende/http';
import { NeedsWriter } from '@allmende/kernel';
import type { BrokerDependencies, BrokerParts } from '../broker.ts';
import { createContextLibrary } from '../contexts/context-library.ts';
import { createSqlContextStore } from '../contexts/sql-context-store.ts';
import { discoveryRoutes } from '../discovery/discovery-routes.ts';
import { mappableWith } from '../entity-maps/mapped-routes.ts';
import { createStartParsing, entityRoutes } from '../entities/entity-routes.ts';
import { withPreferredVersion } from '../entities/preferred-version.ts';
import { tenantOf } from '../entities/request-context.ts';
import { createScanThread } from '../entities/scan-thread.ts';
import { createDictionaries } from '../entities/sql-dictionaries.ts';
import { createSqlEntityStore } from '../entities/sql-entity-store.ts';
import { createReadingValueIndex } from '../entities/sql-reading-value-index.ts';
import { queryRoutes } from '../query-language/query-routes.ts';
import { createSqlTemporalStore } from '../temporal/sql-temporal-store.ts';
import { temporalRoutes } from '../temporal/temporal-routes.ts';
import type { TemporalStore } from '../temporal/temporal-store.ts';
import { createSqlTenantStore } from '../tenants/sql-tenant-store.ts';
import { withTenants } from '../tenants/tenant-routes.ts';
import { createNewsCollector, type ReaderNews } from './reader-news.ts';
import { contextRevision, needsWriter } from './sql-reader-state.ts';

export interface ContextReaderDependencies extends Pick<
  BrokerDependencies,
  'clock' | 'logger' | 'publicUrl' | 'temporalPageSize'
> {
  readonly database: Database;
  /** Tells the writing process what it should know. */
  readonly tell: (news: readonly ReaderNews[]) => void;
}

/** The reading operations of the broker in a process that does not write. */
export interface ContextReader {
  /** What they cannot answer here throws `NeedsWriter`. */
  readonly routes: readonly Route[];
  stop(): Promise<void>;
}

const refuse = (): Promise<never> => Promise.reject(new NeedsWriter());

const isReading = ({ method, path }: Route): boolean => method === 'GET' || path.endsWith('/query');

const withTogether = (
  store: TemporalStore,
  together: <Value>(work: () => Value) => Value,
): TemporalStore => ({
  find: (...asked) => together(() => store.find(...asked)),
  query: (...asked) => together(() => store.query(...asked)),
  addHistory: refuse,
});

const createReading = (dependencies: ContextReaderDependencies, tell: (news: ReaderNews) => void) => {
  const { database, clock, logger } = dependencies;
  const { read } = database;
  const dictionaries = createDictionaries(database);
  const thread = createScanThread(database.file);
  const entities = createSqlEntityStore({
    ...{ database, clock, logger, dictionaries, thread },
    index: createReadingValueIndex(read, tell),
    together: (work) => readTogether(read, work),
    onCommitted: () => undefined,
  });
  const temporal = withTogether(createSqlTemporalStore({ database, dictionaries, clock }), (work) =>
    readTogether(read, () => {
      dictionaries.series.refresh();
      return work();
    }),
  );
  return { entities, temporal, thread };
};

/** Binds the stores that read, and the routes that need no others. */
export const createContextReader = (dependencies: ContextReaderDependencies): ContextReader => {
  const { database, clock } = dependencies;
  const news = createNewsCollector(dependencies.tell);
  const { entities, temporal, thread } = createReading(dependencies, news.add);
  const contexts = createContextLibrary({
    ...dependencies,
    store: createSqlContextStore(database),
    // What is fetched is kept.
    fetchDocument: refuse,
    elsewhere: {
      revision: () => contextRevision(database.read),
      onUse: (key) => {
        news.add({ kind: 'contextUsed', key, hits: 1 });
      },
    },
  });
  const parts: BrokerParts = {
    ...dependencies,
    ...{ contexts, entities, fetchDocument: refuse },
    contextSources: { send: refuse },
    trialClient: { send: refuse, publish: refuse },
    onChange: () => () => undefined,
    onChangeElsewhere: () => () => undefined,
  };
  const startParsing = createStartParsing(parts);
  const guarded = (route: Route): Route => ({
    ...route,
    handle: (request) => {
      // The use of a snapshot is noted.
      if (request.headers['ngsild-snapshot'] !== undefined) throw new NeedsWriter();
      if (needsWriter(database.read, tenantOf(request), clock.now())) throw new NeedsWriter();
      return route.handle(request);
    },
  });
  const routes = [
    ...entityRoutes(parts, startParsing),
    ...queryRoutes(parts),
    ...temporalRoutes({ parts, store: temporal, startParsing }),
    ...discoveryRoutes(parts),
  ].filter(isReading);
  return {
    routes: withTenants(
      createSqlTenantStore(database),
      withPreferredVersion(mappableWith(routes.map(guarded), refuse)),
    ),
    stop: async () => {
      news.stop();
      await thread.close();
    },
  };
};
