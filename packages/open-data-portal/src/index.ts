export {
  createOpenDataPortal,
  portalMigrations,
  type OpenDataPortal,
  type OpenDataPortalParts,
} from './create-open-data-portal.ts';
export { portalApi } from './portal-api/portal-api.ts';
