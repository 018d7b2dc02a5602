export { DashboardListPage } from './dashboard-list-page.tsx';
export { DashboardPage } from './dashboard-page.tsx';
