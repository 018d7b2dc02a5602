import type { Database, Migration, PostgresDatabase } from '@allmende/database';
import type { Answer, ApiRequest, Route } from '@allmende/http';
import type { Clock, Logger } from '@allmende/kernel';
import type { CatalogueStore } from './catalogue/catalogue-store.ts';
import { createPostgresCatalogueStore } from './catalogue/postgres-catalogue-store.ts';
import { createSqlCatalogueStore } from './catalogue/sql-catalogue-store.ts';
import { catalogue as catalogueTables } from './migrations/0001-catalogue.ts';
import { postgresCatalogue } from './migrations/postgres-0001-catalogue.ts';
import { codeListLabel } from './portal-api/labels.ts';
import { pageHead, type PageHead } from './portal-api/page-head.ts';
import { portalRoutes } from './portal-api/portal-routes.ts';
import { createFormerUrlAnswer } from './move-in/former-url-routes.ts';

export interface OpenDataPortalParts {
  readonly database: Database | PostgresDatabase;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Address under which users reach the server, without trailing slash; known once it listens. */
  publicUrl(): string;
  /** Random ids, UUIDs unless told. */
  readonly newId?: () => string;
}

export interface OpenDataPortal {
  readonly routes: readonly Route[];
  readonly migrations: readonly Migration[];
  readonly catalogue: CatalogueStore;
  /** What to tell of the page of a data set before its scripts run. */
  readonly pageHead: (path: string, query: URLSearchParams) => Promise<PageHead | undefined>;
  /** Answers addresses that are no route and, perhaps, no page: those that entries had elsewhere. */
  answerElse(request: Pick<ApiRequest, 'method' | 'path' | 'headers' | 'query'>): Promise<Answer | undefined>;
  /** Call after the migrations. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Schema of the portal, in order. */
export const portalMigrations: readonly Migration[] = [catalogueTables, postgresCatalogue];

/** The catalogue over the tables of its migrations. */
export const createCatalogueStore = (database: Database | PostgresDatabase): CatalogueStore =>
  database.kind === 'sqlite' ? createSqlCatalogueStore(database) : createPostgresCatalogueStore(database);

/** The open data portal. */
export const createOpenDataPortal = ({ database, clock }: OpenDataPortalParts): OpenDataPortal => {
  const catalogue = createCatalogueStore(database);
  return {
    routes: portalRoutes({ store: catalogue, clock, labelOf: codeListLabel }),
    migrations: portalMigrations,
    catalogue,
    pageHead: (path, query) => pageHead(catalogue, path, query),
    answerElse: createFormerUrlAnswer({ store: catalogue }),
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
};
