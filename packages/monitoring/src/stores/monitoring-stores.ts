import type { MaybePromise } from '@allmende/kernel';
import type { AlertStore } from './alert-store.ts';
import type { DashboardStore } from './dashboard-store.ts';
import type { DeliveryStore } from './delivery-store.ts';
import type { RuleStore } from './rule-store.ts';

/** All stores of monitoring over one database; what they write within a transaction commits with it, or not at all. */
export interface MonitoringStores<Transaction> {
  readonly alerts: AlertStore<Transaction>;
  readonly rules: RuleStore<Transaction>;
  readonly deliveries: DeliveryStore<Transaction>;
  readonly dashboards: DashboardStore;
  /** One transaction; the work has no effect but on it, as it may be made again. */
  write<Value>(work: (transaction: Transaction) => MaybePromise<Value>): Promise<Value>;
}
