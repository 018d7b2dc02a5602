import type { MaybePromise } from '@allmende/kernel';
import type { Alert, AlertStatus } from '../alert.ts';
import type { Page, PageRequest } from '../page.ts';

export interface AlertFilter extends PageRequest {
  readonly tenant: string;
  readonly status?: AlertStatus;
  readonly ruleId?: string;
  readonly entityId?: string;
}

/** Port: alerts. Those of one rule and entity are at most one that is not closed. */
export interface AlertStore<Transaction> {
  find(id: string): Promise<Alert | undefined>;
  /** Newest first. */
  list(filter: AlertFilter): Promise<Page<Alert>>;
  /** The alert as it will be until the transaction ends, but for what that changes itself; so do the next two. */
  findWithin(transaction: Transaction, id: string): MaybePromise<Alert | undefined>;
  /** The alert of this cause that is not closed. */
  findLiveWithin(transaction: Transaction, ruleId: string, entityId: string): MaybePromise<Alert | undefined>;
  /** All alerts of a rule that are not closed, oldest first. */
  liveOfWithin(transaction: Transaction, ruleId: string): MaybePromise<readonly Alert[]>;
  /** Adds or replaces; rejects a second one of a cause that is not closed. */
  saveWithin(transaction: Transaction, alert: Alert): MaybePromise<void>;
}
