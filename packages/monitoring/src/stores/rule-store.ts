import type { MaybePromise } from '@allmende/kernel';
import type { AlertRule } from '../alert-rule.ts';
import type { WatchState } from '../alert-state.ts';
import type { Page, PageRequest } from '../page.ts';

/** Where a rule stands for an entity, as it survives a restart. */
export interface KeptWatch {
  readonly ruleId: string;
  readonly entityId: string;
  readonly state: WatchState;
}

/** Port: alert rules, and where they stand for the entities that they watch. */
export interface RuleStore<Transaction> {
  find(id: string): Promise<AlertRule | undefined>;
  /** Every rule of all tenants, oldest first. */
  all(): Promise<readonly AlertRule[]>;
  /** Rules of a tenant, oldest first. */
  list(page: PageRequest & { readonly tenant: string }): Promise<Page<AlertRule>>;
  watchesOf(ruleId: string): Promise<readonly KeptWatch[]>;
  /** Nobody else changes rules until the transaction ends. */
  findWithin(transaction: Transaction, id: string): MaybePromise<AlertRule | undefined>;
  saveWithin(transaction: Transaction, rule: AlertRule): MaybePromise<void>;
  /** Removes the rule; not its watches. */
  removeWithin(transaction: Transaction, id: string): MaybePromise<void>;
  saveWatchWithin(transaction: Transaction, watch: KeptWatch): MaybePromise<void>;
  removeWatchWithin(transaction: Transaction, ruleId: string, entityId: string): MaybePromise<void>;
  removeWatchesWithin(transaction: Transaction, ruleId: string): MaybePromise<void>;
}
