import { DomainError } from '@allmende/kernel';
import type { Dashboard } from '../dashboard.ts';
import type { Page, PageRequest } from '../page.ts';
import { monitoringProblems } from '../problems.ts';

/** Port: saved dashboards; `version` guards against overwriting somebody else's change. */
export interface DashboardStore {
  /** Those of the tenant, oldest first; what was saved without a tenant is of the default one. */
  list(page: PageRequest & { readonly tenant: string }): Promise<Page<Dashboard>>;
  /** Refuses (`dashboard-not-found`). */
  find(id: string): Promise<Dashboard>;
  /** Refuses (`already-exists`) an id that is taken. */
  insert(dashboard: Dashboard): Promise<void>;
  /** Saves over version `expected`; refuses (`changed-meanwhile`) when it is another by now. */
  replace(dashboard: Dashboard, expected: number): Promise<void>;
  /** Removes, when given only version `expected`. */
  remove(id: string, expected: number | undefined): Promise<void>;
}

/** What is kept as JSON; earlier versions kept no tenant. */
export const readStoredDashboard = (body: string): Dashboard => {
  const { tenant = '', ...kept } = JSON.parse(body) as Partial<Pick<Dashboard, 'tenant'>> &
    Omit<Dashboard, 'tenant'>;
  return { ...kept, tenant };
};

export const dashboardNotFound = (id: string): DomainError =>
  new DomainError(monitoringProblems.dashboardNotFound, `There is no dashboard ${id}.`);

export const dashboardExists = (id: string): DomainError =>
  new DomainError(monitoringProblems.exists, `There is a dashboard ${id} already.`);
