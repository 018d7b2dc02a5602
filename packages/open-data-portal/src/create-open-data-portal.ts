import { randomUUID } from 'node:crypto';
import type { Database, Migration, PostgresDatabase } from '@allmende/database';
import type { Answer, ApiRequest, Route } from '@allmende/http';
import type { Clock, Logger } from '@allmende/kernel';
import type { AccountStore } from './accounts/account-store.ts';
import { createActorOf, type ActorOf } from './accounts/api-tokens.ts';
import { createPostgresAccountStore } from './accounts/postgres-account-store.ts';
import { createSqlAccountStore } from './accounts/sql-account-store.ts';
import type { CatalogueStore } from './catalogue/catalogue-store.ts';
import type { Catalogue } from './catalogue/dataset.ts';
import { createPostgresCatalogueStore } from './catalogue/postgres-catalogue-store.ts';
import { createSqlCatalogueStore } from './catalogue/sql-catalogue-store.ts';
import { ckanRoutes } from './ckan/ckan-routes.ts';
import { catalogue as catalogueTables } from './migrations/0001-catalogue.ts';
import { accounts as accountTables } from './migrations/0002-accounts.ts';
import { postgresCatalogue } from './migrations/postgres-0001-catalogue.ts';
import { postgresAccounts } from './migrations/postgres-0002-accounts.ts';
import { createFormerUrlAnswer } from './move-in/former-url-routes.ts';
import { codeListLabel } from './portal-api/labels.ts';
import { pageHead, type PageHead } from './portal-api/page-head.ts';
import { portalRoutes } from './portal-api/portal-routes.ts';
import { defaultCatalogue } from './publication/default-catalogue.ts';
import { publicationRoutes } from './publication/publication-routes.ts';

export interface OpenDataPortalParts {
  readonly database: Database | PostgresDatabase;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Address under which users reach the server, without trailing slash; known once it listens. */
  publicUrl(): string;
  /** Random ids, UUIDs unless told. */
  readonly newId?: () => string;
  /** What the catalogue of a tenant says of itself. */
  readonly describe?: (tenant: string) => Catalogue | Promise<Catalogue>;
}

export interface OpenDataPortal {
  readonly routes: readonly Route[];
  readonly migrations: readonly Migration[];
  readonly catalogue: CatalogueStore;
  readonly accounts: AccountStore;
  /** Who asks, for every part of the portal. */
  readonly actorOf: ActorOf;
  /** What to tell of the page of a data set before its scripts run. */
  readonly pageHead: (path: string, query: URLSearchParams) => Promise<PageHead | undefined>;
  /** Answers addresses that are no route and, perhaps, no page: those that entries had elsewhere. */
  answerElse(request: Pick<ApiRequest, 'method' | 'path' | 'headers' | 'query'>): Promise<Answer | undefined>;
  /** Call after the migrations. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Schema of the portal, in order. */
export const portalMigrations: readonly Migration[] = [
  catalogueTables,
  postgresCatalogue,
  accountTables,
  postgresAccounts,
];

/** The catalogue over the tables of its migrations. */
export const createCatalogueStore = (database: Database | PostgresDatabase): CatalogueStore =>
  database.kind === 'sqlite' ? createSqlCatalogueStore(database) : createPostgresCatalogueStore(database);

/** Accounts and tokens over the tables of its migrations. */
export const createAccountStore = (database: Database | PostgresDatabase): AccountStore =>
  database.kind === 'sqlite' ? createSqlAccountStore(database) : createPostgresAccountStore(database);

/** The open data portal. */
export const createOpenDataPortal = (parts: OpenDataPortalParts): OpenDataPortal => {
  const { database, clock, publicUrl, newId = randomUUID } = parts;
  const { describe = () => defaultCatalogue(publicUrl()) } = parts;
  const catalogue = createCatalogueStore(database);
  const accounts = createAccountStore(database);
  const actorOf = createActorOf({ accounts, clock });
  return {
    routes: [
      ...portalRoutes({ store: catalogue, clock, labelOf: codeListLabel }),
      ...ckanRoutes({ catalogue, accounts, actorOf, clock, newId, publicUrl }),
      ...publicationRoutes({ catalogue, publicUrl, describe }),
    ],
    accounts,
    actorOf,
    migrations: portalMigrations,
    catalogue,
    pageHead: (path, query) => pageHead(catalogue, path, query),
    answerElse: createFormerUrlAnswer({ store: catalogue }),
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
};
