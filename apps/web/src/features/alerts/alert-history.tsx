import { ErrorState, Loading } from '@allmende/design-system';
import { useQuery } from '@tanstack/react-query';
import { getDeliveries, type Alert, type AlertEvent } from '../../api/alerts.ts';
import { useFormat, useText } from '../../i18n/index.ts';
import { text } from './text.ts';
import { useAlertValue } from './use-alert-value.ts';

const refreshEveryMs = 5000;

/** What happened to an alert, and who was told. */
export const AlertHistory = ({ alert }: { readonly alert: Alert }) => {
  const t = useText(text);
  const format = useFormat();
  const describe = useEventText(alert);
  const deliveries = useQuery({
    queryKey: ['alert-deliveries', alert.id],
    queryFn: ({ signal }) => getDeliveries(alert.id, signal),
    refetchInterval: refreshEveryMs,
  });
  return (
    <div className="alerts__history">
      <ol className="alerts__events">
        {alert.history.map((event, index) => (
          <li key={`${String(index)} ${event.at}`} className="kern-body kern-body--small">
            <time dateTime={event.at}>{format.time(event.at)}</time>
            {` · ${describe(event)}`}
          </li>
        ))}
      </ol>
      <p className="kern-title kern-title--small">{t('deliveries')}</p>
      {deliveries.isPending ? <Loading /> : null}
      {deliveries.isError ? <ErrorState detail={deliveries.error.message} /> : null}
      {deliveries.data?.length === 0 ? (
        <p className="kern-body kern-body--small">{t('noDeliveries')}</p>
      ) : null}
      <ul className="alerts__events">
        {(deliveries.data ?? []).map(({ channel, target, status, attempts, lastError }, index) => (
          <li key={`${String(index)} ${target}`} className="kern-body kern-body--small alerts__target">
            {`${t(channel)} ${target}: ${t(status, { attempts })}`}
            {status === 'sent' || lastError === undefined ? '' : ` (${lastError})`}
          </li>
        ))}
      </ul>
    </div>
  );
};

const reasons = [
  'rule-changed',
  'rule-paused',
  'rule-deleted',
  'entity-deleted',
  'attribute-deleted',
] as const;

const useEventText = (alert: Alert): ((event: AlertEvent) => string) => {
  const t = useText(text);
  const valueText = useAlertValue(alert);
  return ({ kind, by, note, value }) => {
    // What the service notes about a clearing is a code; what a person notes is text.
    const reason = kind === 'cleared' ? reasons.find((one) => one === note) : undefined;
    const shownNote = reason === undefined ? note : t(`reason_${reason}`);
    return [
      t(`event_${kind}`),
      ...(by === undefined ? [] : [t('by', { by })]),
      ...(typeof value === 'number' || typeof value === 'string'
        ? [t('withValue', { value: valueText(value) })]
        : []),
      ...(shownNote === undefined ? [] : [shownNote]),
    ].join(', ');
  };
};
