import { inTurn, whenDone, type Clock, type MaybePromise } from '@allmende/kernel';
import { messagesFor, type MessageParts } from './alert-message.ts';
import type { AlertRule } from './alert-rule.ts';
import type { WatchEvent } from './alert-state.ts';
import { clearAlert, raiseAgain, raiseAlert, type Alert, type ClearingNote } from './alert.ts';
import type { MonitoringStores } from './stores/monitoring-stores.ts';

export interface RecorderParts<Transaction> extends MessageParts {
  readonly clock: Clock;
  readonly stores: Pick<MonitoringStores<Transaction>, 'alerts' | 'deliveries'>;
}

/** What a rule found out about an entity. */
export interface Occurrence extends WatchEvent {
  readonly entityId: string;
  readonly note?: ClearingNote;
}

const isoNow = ({ clock }: { readonly clock: Clock }): string => new Date(clock.now()).toISOString();

/** The alert after the occurrence; undefined when it tells nothing new. */
const alertAfter = (
  parts: Pick<RecorderParts<never>, 'clock' | 'newId'>,
  rule: AlertRule,
  live: Alert | undefined,
  occurrence: Occurrence,
): Alert | undefined => {
  const { kind, entityId, value } = occurrence;
  const at = isoNow(parts);
  if (kind === 'cleared') {
    return live === undefined || live.isCleared ? undefined : clearAlert(live, at, occurrence);
  }
  if (live === undefined) return raiseAlert(rule, { id: parts.newId(), entityId, at, value });
  return live.isCleared ? raiseAgain(live, at, value) : undefined;
};

/** Keeps an alert and queues its messages; answers whether there are any. */
const saveAndTell = <Transaction>(
  parts: RecorderParts<Transaction>,
  transaction: Transaction,
  rule: AlertRule,
  alert: Alert,
): MaybePromise<boolean> => {
  const { alerts, deliveries } = parts.stores;
  const messages = messagesFor(parts, rule, alert);
  const queue = (): MaybePromise<void> =>
    inTurn(messages, (message) => deliveries.addWithin(transaction, message, parts.clock.now()));
  const queued = whenDone(alerts.saveWithin(transaction, alert), queue);
  return whenDone(queued, () => messages.length > 0);
};

/**
 * Raises or clears the alert of a rule and an entity and queues the messages, all in the same transaction. Telling
 * the same again changes nothing. Answers whether messages were queued.
 */
export const recordOccurrence = <Transaction>(
  parts: RecorderParts<Transaction>,
  transaction: Transaction,
  rule: AlertRule,
  occurrence: Occurrence,
): MaybePromise<boolean> => {
  const live = parts.stores.alerts.findLiveWithin(transaction, rule.id, occurrence.entityId);
  return whenDone(live, (found) => {
    const alert = alertAfter(parts, rule, found, occurrence);
    return alert === undefined ? false : saveAndTell(parts, transaction, rule, alert);
  });
};

/** A person ended what a rule watches: its open alerts clear, and nobody is told what that person knows. */
export const clearAlertsOf = <Transaction>(
  parts: RecorderParts<Transaction>,
  transaction: Transaction,
  ruleId: string,
  note: ClearingNote,
): MaybePromise<void> => {
  const { alerts } = parts.stores;
  return whenDone(alerts.liveOfWithin(transaction, ruleId), (live) =>
    inTurn(live, (alert) =>
      alert.isCleared
        ? undefined
        : alerts.saveWithin(transaction, clearAlert(alert, isoNow(parts), { note })),
    ),
  );
};
