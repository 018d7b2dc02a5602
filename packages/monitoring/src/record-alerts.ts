import type { Connection } from '@allmende/database';
import type { Clock } from '@allmende/kernel';
import { messagesFor, type MessageParts } from './alert-message.ts';
import type { AlertRule } from './alert-rule.ts';
import type { WatchEvent } from './alert-state.ts';
import { clearAlert, raiseAgain, raiseAlert, type Alert, type ClearingNote } from './alert.ts';
import { findLiveAlert, liveAlertsOf, saveAlert } from './sql-alert-store.ts';
import { addDelivery } from './sql-delivery-store.ts';

export interface RecorderParts extends MessageParts {
  readonly clock: Clock;
}

/** What a rule found out about an entity. */
export interface Occurrence extends WatchEvent {
  readonly entityId: string;
  readonly note?: ClearingNote;
}

const isoNow = ({ clock }: RecorderParts): string => new Date(clock.now()).toISOString();

/** The alert after the occurrence; undefined when it tells nothing new. */
const alertAfter = (
  parts: RecorderParts,
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

/**
 * Raises or clears the alert of a rule and an entity and queues the messages, all in the transaction of the
 * connection. Telling the same again changes nothing. Answers whether messages were queued.
 */
export const recordOccurrence = (
  parts: RecorderParts,
  connection: Connection,
  rule: AlertRule,
  occurrence: Occurrence,
): boolean => {
  const live = findLiveAlert(connection, rule.id, occurrence.entityId);
  const alert = alertAfter(parts, rule, live, occurrence);
  if (alert === undefined) return false;
  saveAlert(connection, alert);
  const messages = messagesFor(parts, rule, alert);
  for (const message of messages) addDelivery(connection, message, parts.clock.now());
  return messages.length > 0;
};

/** A person ended what a rule watches: its open alerts clear, and nobody is told what that person knows. */
export const clearAlertsOf = (
  parts: RecorderParts,
  connection: Connection,
  ruleId: string,
  note: ClearingNote,
): void => {
  for (const alert of liveAlertsOf(connection, ruleId)) {
    if (!alert.isCleared) saveAlert(connection, clearAlert(alert, isoNow(parts), { note }));
  }
};
