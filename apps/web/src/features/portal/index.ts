export { DatasetPage } from './dataset-page.tsx';
export { DatasetsPage } from './datasets-page.tsx';
export { OrganisationPage } from './organisation-page.tsx';
export { OrganisationsPage } from './organisations-page.tsx';
