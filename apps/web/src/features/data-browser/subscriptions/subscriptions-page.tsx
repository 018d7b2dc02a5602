import {
  Badge,
  ChoiceButtons,
  DataTable,
  EmptyState,
  ErrorState,
  Loading,
  Paging,
  TextField,
} from '@allmende/design-system';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getSubscriptions, type Subscription } from '../../../api/subscriptions.ts';
import { useFormat, useText } from '../../../i18n/index.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { Link, useTenant } from '../../../tenant/index.ts';
import '../data-browser.css';
import { DataHead } from '../data-head.tsx';
import { isFound, nameOf, receiverOf, stateOf, stateTone, subscriptionStates } from './subscription-state.ts';
import { text } from './text.ts';
import { useSubscriptionWords } from './use-subscription-words.ts';

const refreshMs = 10_000;

/** All subscriptions: which are active, paused or failing, and whom they tell. */
export const SubscriptionsPage = () => {
  const t = useText(text);
  usePageTitle(t('title'));
  const tenant = useTenant();
  const list = useQuery({
    queryKey: ['subscriptions', tenant],
    queryFn: ({ signal }) => getSubscriptions(tenant, signal),
    refetchInterval: refreshMs,
  });
  const create = (
    <Link className="kern-btn kern-btn--primary" to="/data/subscriptions/new">
      <span className="kern-icon kern-icon--add" aria-hidden="true" />
      <span className="kern-label">{t('newSubscription')}</span>
    </Link>
  );
  const isEmpty = list.data?.length === 0;
  return (
    <>
      <DataHead intro={t('intro')} action={list.data === undefined || isEmpty ? undefined : create} />
      {list.isPending ? <Loading /> : null}
      {list.isError ? <ErrorState detail={list.error.message} onRetry={() => void list.refetch()} /> : null}
      {isEmpty ? (
        <EmptyState title={t('none')} action={create}>
          {t('noneDetail')}
        </EmptyState>
      ) : null}
      {list.data === undefined || isEmpty ? null : <SubscriptionList subscriptions={list.data} />}
    </>
  );
};

const pageSize = 50;

const SubscriptionList = ({ subscriptions }: { readonly subscriptions: readonly Subscription[] }) => {
  const t = useText(text);
  const [shown, setShown] = useState('all');
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(1);
  const inState = (state: string): readonly Subscription[] =>
    subscriptions.filter((one) => state === 'all' || stateOf(one) === state);
  const states = subscriptionStates.filter((state) => inState(state).length > 0);
  const found = inState(shown).filter((one) => isFound(one, search));
  const pages = Math.max(1, Math.ceil(found.length / pageSize));
  return (
    <>
      <div className="data__tools">
        <ChoiceButtons
          label={t('byState')}
          value={shown}
          options={[
            { value: 'all', label: t('all', { count: subscriptions.length }) },
            ...states.map((state) => ({
              value: state,
              label: t(`filter_${state}`, { count: inState(state).length }),
            })),
          ]}
          onChange={(next) => {
            setShown(next);
            setPage(1);
          }}
        />
        <div className="data__search">
          <TextField
            label={t('search')}
            type="search"
            value={search}
            onChange={(next) => {
              setSearch(next);
              setPage(1);
            }}
          />
        </div>
      </div>
      {found.length === 0 ? (
        <EmptyState title={search === '' ? t('noneInState') : t('noneFound')} />
      ) : (
        <>
          <SubscriptionTable rows={found.slice((page - 1) * pageSize, page * pageSize)} />
          <Paging page={page} pages={pages} onPage={setPage} />
        </>
      )}
    </>
  );
};

const SubscriptionTable = ({ rows }: { readonly rows: readonly Subscription[] }) => {
  const t = useText(text);
  const words = useSubscriptionWords();
  return (
    <DataTable
      caption={t('title')}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          header: t('subscription'),
          render: (one) => (
            <Link className="kern-link" to={`/data/subscriptions/${encodeURIComponent(one.id)}`}>
              {nameOf(one)}
            </Link>
          ),
          sortValue: nameOf,
        },
        {
          key: 'state',
          header: t('state'),
          render: (one) => <Badge tone={stateTone[stateOf(one)]}>{t(`state_${stateOf(one)}`)}</Badge>,
          sortValue: (one) => subscriptionStates.indexOf(stateOf(one)),
        },
        { key: 'observes', header: t('observes'), render: (one) => words(one).observes },
        {
          key: 'tells',
          header: t('tells'),
          render: ({ notification }) => (
            <span className="data__receiver">{receiverOf(notification.endpoint.uri)}</span>
          ),
          sortValue: ({ notification }) => receiverOf(notification.endpoint.uri),
        },
        {
          key: 'sent',
          header: t('sent'),
          numeric: true,
          render: (one) => <Sent subscription={one} />,
          sortValue: ({ notification }) => notification.timesSent ?? 0,
        },
        {
          key: 'last',
          header: t('last'),
          render: (one) => <Last subscription={one} />,
          sortValue: ({ notification }) => notification.lastNotification ?? '',
        },
      ]}
    />
  );
};

const Sent = ({ subscription }: { readonly subscription: Subscription }) => {
  const t = useText(text);
  const format = useFormat();
  const { timesSent = 0, timesFailed = 0 } = subscription.notification;
  return (
    <>
      {format.number(timesSent)}
      {timesFailed === 0 ? null : (
        <span className="data__second">{t('failedTimes', { count: timesFailed })}</span>
      )}
    </>
  );
};

const Last = ({ subscription }: { readonly subscription: Subscription }) => {
  const t = useText(text);
  const format = useFormat();
  const { lastSuccess, lastFailure } = subscription.notification;
  if (lastSuccess === undefined && lastFailure === undefined) return t('never');
  return (
    <>
      {lastSuccess === undefined ? null : (
        <span className="data__line">{`${t('lastSuccess')}: ${format.time(lastSuccess)}`}</span>
      )}
      {lastFailure === undefined ? null : (
        <span className="data__line">{`${t('lastFailure')}: ${format.time(lastFailure)}`}</span>
      )}
    </>
  );
};
