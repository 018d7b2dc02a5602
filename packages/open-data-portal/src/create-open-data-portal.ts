import type { Database, Migration, PostgresDatabase } from '@allmende/database';
import type { Answer, ApiRequest, Route } from '@allmende/http';
import type { Clock, Logger } from '@allmende/kernel';
import type { CatalogueStore } from './catalogue/catalogue-store.ts';
import type { Catalogue } from './catalogue/dataset.ts';
import { createPostgresCatalogueStore } from './catalogue/postgres-catalogue-store.ts';
import { createSqlCatalogueStore } from './catalogue/sql-catalogue-store.ts';
import { catalogue as catalogueTables } from './migrations/0001-catalogue.ts';
import { postgresCatalogue } from './migrations/postgres-0001-catalogue.ts';
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
  /** The page that people see at the address of an entry; without it they get Turtle. */
  readonly page?: (request: ApiRequest) => Promise<Answer | undefined>;
}

export interface OpenDataPortal {
  readonly routes: readonly Route[];
  readonly migrations: readonly Migration[];
  readonly catalogue: CatalogueStore;
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
export const createOpenDataPortal = (parts: OpenDataPortalParts): OpenDataPortal => {
  const catalogue = createCatalogueStore(parts.database);
  const { describe = () => defaultCatalogue(parts.publicUrl()), publicUrl, page } = parts;
  return {
    routes: publicationRoutes({ catalogue, publicUrl, describe, ...(page === undefined ? {} : { page }) }),
    migrations: portalMigrations,
    catalogue,
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
};
