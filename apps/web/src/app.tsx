import { Loading } from '@allmende/design-system';
import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { Shell } from './shell/shell.tsx';

const StartPage = lazy(async () => ({ default: (await import('./features/start/index.ts')).StartPage }));
const MapPage = lazy(async () => ({ default: (await import('./features/city-map/index.ts')).MapPage }));
const EntityPage = lazy(async () => ({ default: (await import('./features/entity/index.ts')).EntityPage }));
const dashboards = () => import('./features/dashboards/index.ts');
const DashboardListPage = lazy(async () => ({ default: (await dashboards()).DashboardListPage }));
const DashboardPage = lazy(async () => ({ default: (await dashboards()).DashboardPage }));
const DataBrowserPage = lazy(async () => ({
  default: (await import('./features/data-browser/index.ts')).DataBrowserPage,
}));
const subscriptions = () => import('./features/data-browser/subscriptions/index.ts');
const SubscriptionsPage = lazy(async () => ({ default: (await subscriptions()).SubscriptionsPage }));
const SubscriptionPage = lazy(async () => ({ default: (await subscriptions()).SubscriptionPage }));
const SubscriptionEditPage = lazy(async () => ({ default: (await subscriptions()).SubscriptionEditPage }));
const registrations = () => import('./features/data-browser/registrations/index.ts');
const RegistrationsPage = lazy(async () => ({ default: (await registrations()).RegistrationsPage }));
const RegistrationPage = lazy(async () => ({ default: (await registrations()).RegistrationPage }));
const RegistrationEditPage = lazy(async () => ({ default: (await registrations()).RegistrationEditPage }));
const contexts = () => import('./features/data-browser/contexts/index.ts');
const ContextsPage = lazy(async () => ({ default: (await contexts()).ContextsPage }));
const ContextPage = lazy(async () => ({ default: (await contexts()).ContextPage }));
const NewContextPage = lazy(async () => ({ default: (await contexts()).NewContextPage }));
const alerts = () => import('./features/alerts/index.ts');
const AlertsPage = lazy(async () => ({ default: (await alerts()).AlertsPage }));
const RulesPage = lazy(async () => ({ default: (await alerts()).RulesPage }));
const RulePage = lazy(async () => ({ default: (await alerts()).RulePage }));
const portal = () => import('./features/portal/index.ts');
const DatasetsPage = lazy(async () => ({ default: (await portal()).DatasetsPage }));
const DatasetPage = lazy(async () => ({ default: (await portal()).DatasetPage }));
const OrganisationsPage = lazy(async () => ({ default: (await portal()).OrganisationsPage }));
const OrganisationPage = lazy(async () => ({ default: (await portal()).OrganisationPage }));

/** All pages of the application; each is loaded when first visited. */
export const App = () => (
  <Shell>
    <Suspense fallback={<Loading />}>
      <Routes>
        <Route path="/" element={<StartPage />} />
        <Route path="/datasets" element={<DatasetsPage />} />
        <Route path="/dataset/:name" element={<DatasetPage />} />
        <Route path="/organisations" element={<OrganisationsPage />} />
        <Route path="/organisations/:name" element={<OrganisationPage />} />
        <Route path="/map" element={<MapPage />} />
        <Route path="/entities/:id" element={<EntityPage />} />
        <Route path="/dashboards" element={<DashboardListPage />} />
        <Route path="/dashboards/:id" element={<DashboardPage />} />
        <Route path="/data" element={<DataBrowserPage />} />
        <Route path="/data/subscriptions" element={<SubscriptionsPage />} />
        <Route path="/data/subscriptions/new" element={<SubscriptionEditPage />} />
        <Route path="/data/subscriptions/:id" element={<SubscriptionPage />} />
        <Route path="/data/subscriptions/:id/edit" element={<SubscriptionEditPage />} />
        <Route path="/data/registrations" element={<RegistrationsPage />} />
        <Route path="/data/registrations/new" element={<RegistrationEditPage />} />
        <Route path="/data/registrations/:id" element={<RegistrationPage />} />
        <Route path="/data/registrations/:id/edit" element={<RegistrationEditPage />} />
        <Route path="/data/contexts" element={<ContextsPage />} />
        <Route path="/data/contexts/new" element={<NewContextPage />} />
        <Route path="/data/contexts/:id" element={<ContextPage />} />
        <Route path="/alerts" element={<AlertsPage />} />
        <Route path="/alerts/rules" element={<RulesPage />} />
        <Route path="/alerts/rules/:id" element={<RulePage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Suspense>
  </Shell>
);
