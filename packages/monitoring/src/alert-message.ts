import type { AlertRule } from './alert-rule.ts';
import type { Alert } from './alert.ts';
import type { MailMessage } from './mail-sender.ts';
import type { NewDelivery } from './stores/delivery-store.ts';

/** What of an alert is told to the outside; without what clerks wrote. */
export interface AlertNotice {
  readonly event: 'raised' | 'cleared';
  readonly at: string;
  readonly value?: unknown;
  readonly note?: string;
  readonly alert: Pick<
    Alert,
    'id' | 'tenant' | 'ruleId' | 'ruleName' | 'entityId' | 'severity' | 'status' | 'isCleared' | 'raisedAt'
  >;
}

export interface MessageParts {
  readonly newId: () => string;
  /** Where the page of alerts is found. */
  readonly alertsUrl: (() => string) | undefined;
}

const words = { raised: 'ausgelöst / raised', cleared: 'entwarnt / cleared' } as const;

const severityWords = {
  info: 'Hinweis / info',
  warning: 'Warnung / warning',
  critical: 'kritisch / critical',
} as const;

const mailOf = (notice: AlertNotice, alertsUrl: string | undefined): Omit<MailMessage, 'to' | 'id'> => {
  const { alert, event, at, value, note } = notice;
  return {
    subject: `[${alert.severity}] ${alert.ruleName}: ${words[event]}`,
    text: [
      `Alarm / alert: ${alert.ruleName} (${severityWords[alert.severity]})`,
      `Status: ${words[event]}`,
      `Objekt / entity: ${alert.entityId}`,
      ...(value === undefined ? [] : [`Wert / value: ${JSON.stringify(value)}`]),
      ...(note === undefined ? [] : [`Grund / reason: ${note}`]),
      `Zeit / time: ${at}`,
      ...(alertsUrl === undefined ? [] : [`Seite / page: ${alertsUrl}`]),
    ].join('\n'),
  };
};

/** The last event of an alert as one message for each of the rule's recipients. */
export const messagesFor = (
  { newId, alertsUrl }: MessageParts,
  rule: AlertRule,
  alert: Alert,
): readonly NewDelivery[] => {
  const { history, ...told } = alert;
  const last = history.at(-1);
  const notice: AlertNotice = {
    event: alert.isCleared ? 'cleared' : 'raised',
    at: last?.at ?? alert.raisedAt,
    ...(last?.value === undefined ? {} : { value: last.value }),
    ...(last?.note === undefined ? {} : { note: last.note }),
    alert: told,
  };
  const { emails, webhooks } = rule.recipients;
  const mail = JSON.stringify(mailOf(notice, alertsUrl?.()));
  const hook = JSON.stringify(notice);
  const to = (channel: NewDelivery['channel'], target: string, payload: string): NewDelivery => ({
    id: newId(),
    alertId: alert.id,
    channel,
    target,
    payload,
  });
  return [
    ...emails.map((target) => to('email', target, mail)),
    ...webhooks.map((target) => to('webhook', target, hook)),
  ];
};
