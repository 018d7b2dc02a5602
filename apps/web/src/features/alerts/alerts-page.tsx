import { ChoiceButtons, EmptyState, ErrorState, Loading, Paging } from '@allmende/design-system';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getAlerts, type Alert, type AlertAction, type AlertStatus } from '../../api/alerts.ts';
import { useText } from '../../i18n/index.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Link, usePageParameters, useTenant } from '../../tenant/index.ts';
import { ActDialog } from './act-dialog.tsx';
import { AlertCard } from './alert-card.tsx';
import './alerts.css';
import { AlertsHead } from './alerts-head.tsx';
import { text } from './text.ts';

const statuses = ['open', 'acknowledged', 'closed'] as const;
const pageSize = 25;
const refreshEveryMs = 5000;

interface Pending {
  readonly alert: Alert;
  readonly step: AlertAction['step'];
}

interface Filter {
  /** Undefined for all. */
  readonly status: AlertStatus | undefined;
  /** From 1 on. */
  readonly page: number;
}

/** Open alerts, first page, unless the address says otherwise. */
const readFilter = (parameters: URLSearchParams): Filter => {
  const status = parameters.get('status');
  const page = Number(parameters.get('page') ?? 1);
  return {
    status: status === 'all' ? undefined : (statuses.find((one) => one === status) ?? 'open'),
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
};

/** The alerts by state, renewed every few seconds; clerks acknowledge and close them. */
export const AlertsPage = () => {
  const t = useText(text);
  usePageTitle(t('title'));
  const [parameters, setParameters] = usePageParameters();
  const { status, page } = readFilter(parameters);
  const [pending, setPending] = useState<Pending>();
  const alerts = useAlerts(status, page);
  const count = alerts.data?.count ?? 0;
  return (
    <>
      <AlertsHead intro={t('intro')} />
      <div className="alerts__bar">
        <ChoiceButtons
          label={t('filter')}
          value={status ?? 'all'}
          options={[...statuses, 'all' as const].map((one) => ({ value: one, label: t(one) }))}
          onChange={(value) => {
            setParameters(value === 'open' ? {} : { status: value });
          }}
        />
        <span className="kern-body kern-body--muted" role="status">
          {alerts.data === undefined ? '' : t('found', { count })}
        </span>
      </div>
      {alerts.isPending ? <Loading /> : null}
      {alerts.isError ? (
        <ErrorState detail={alerts.error.message} onRetry={() => void alerts.refetch()} />
      ) : null}
      {alerts.data !== undefined && count === 0 ? <NoAlerts status={status} /> : null}
      <ul className="alerts__list">
        {(alerts.data?.alerts ?? []).map((alert) => (
          <li key={alert.id}>
            <AlertCard
              alert={alert}
              onAct={(step) => {
                setPending({ alert, step });
              }}
            />
          </li>
        ))}
      </ul>
      <Paging
        page={page}
        pages={Math.max(1, Math.ceil(count / pageSize))}
        onPage={(next) => {
          setParameters({ status: status ?? 'all', page: String(next) });
        }}
      />
      {pending === undefined ? null : (
        <ActDialog
          {...pending}
          onClose={() => {
            setPending(undefined);
          }}
        />
      )}
    </>
  );
};

const useAlerts = (status: AlertStatus | undefined, page: number) => {
  const tenant = useTenant();
  return useQuery({
    queryKey: ['alerts', tenant, status, page],
    queryFn: ({ signal }) =>
      getAlerts(
        {
          tenant,
          ...(status === undefined ? {} : { status }),
          limit: pageSize,
          offset: (page - 1) * pageSize,
        },
        signal,
      ),
    refetchInterval: refreshEveryMs,
    placeholderData: keepPreviousData,
  });
};

const NoAlerts = ({ status }: { readonly status: AlertStatus | undefined }) => {
  const t = useText(text);
  return (
    <EmptyState
      title={t(`none_${status ?? 'all'}`)}
      action={
        <Link className="kern-link" to="/alerts/rules">
          {t('toRules')}
        </Link>
      }
    >
      {t('noneDetail')}
    </EmptyState>
  );
};
