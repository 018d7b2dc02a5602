export {
  createCatalogueStore,
  createOpenDataPortal,
  portalMigrations,
  type OpenDataPortal,
  type OpenDataPortalParts,
} from './create-open-data-portal.ts';
export type {
  CataloguePage,
  CatalogueQuery,
  CatalogueStore,
  FacetName,
  FacetValue,
  Revision,
} from './catalogue/catalogue-store.ts';
export { publicationApi } from './publication/publication-api.ts';
