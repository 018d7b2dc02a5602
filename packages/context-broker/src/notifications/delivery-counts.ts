/** What this process did with notifications since its start. */
export interface DeliveryCounts {
  delivered: number;
  /** Attempts that failed, whether they are repeated or not. */
  failed: number;
  /** Given up after the last attempt. */
  dead: number;
  /** Not sent, as the subscription is paused, expired or gone. */
  discarded: number;
}

export const noCounts = (): DeliveryCounts => ({ delivered: 0, failed: 0, dead: 0, discarded: 0 });
