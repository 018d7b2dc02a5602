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
const alerts = () => import('./features/alerts/index.ts');
const AlertsPage = lazy(async () => ({ default: (await alerts()).AlertsPage }));
const RulesPage = lazy(async () => ({ default: (await alerts()).RulesPage }));
const RulePage = lazy(async () => ({ default: (await alerts()).RulePage }));

/** All pages of the application; each is loaded when first visited. */
export const App = () => (
  <Shell>
    <Suspense fallback={<Loading />}>
      <Routes>
        <Route path="/" element={<StartPage />} />
        <Route path="/map" element={<MapPage />} />
        <Route path="/entities/:id" element={<EntityPage />} />
        <Route path="/dashboards" element={<DashboardListPage />} />
        <Route path="/dashboards/:id" element={<DashboardPage />} />
        <Route path="/data" element={<DataBrowserPage />} />
        <Route path="/data/subscriptions" element={<SubscriptionsPage />} />
        <Route path="/data/subscriptions/new" element={<SubscriptionEditPage />} />
        <Route path="/data/subscriptions/:id" element={<SubscriptionPage />} />
        <Route path="/data/subscriptions/:id/edit" element={<SubscriptionEditPage />} />
        <Route path="/alerts" element={<AlertsPage />} />
        <Route path="/alerts/rules" element={<RulesPage />} />
        <Route path="/alerts/rules/:id" element={<RulePage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Suspense>
  </Shell>
);
