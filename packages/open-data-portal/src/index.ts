export {
  createAccountStore,
  createCatalogueStore,
  createOpenDataPortal,
  portalMigrations,
  type OpenDataPortal,
  type OpenDataPortalParts,
} from './create-open-data-portal.ts';
export { portalSystems, runMoveIn, type MoveInRequest, type PortalSystem } from './move-in/run-move-in.ts';
export type { MoveInReport } from './move-in/move-in-report.ts';
export { reportMarkdown } from './move-in/report-markdown.ts';
export { portalApi } from './portal-api/portal-api.ts';
export type {
  CataloguePage,
  CatalogueQuery,
  CatalogueStore,
  FacetName,
  FacetValue,
  Revision,
} from './catalogue/catalogue-store.ts';
export { ckanApi } from './ckan/ckan-api.ts';
export { roles, type Actor, type Role } from './accounts/actor.ts';
export { accountWithRole, issueToken, type ActorOf } from './accounts/api-tokens.ts';
export { addDemoCatalogue } from './demo-catalogue/add-demo-catalogue.ts';
export { publicationApi } from './publication/publication-api.ts';
