import {
  Badge,
  Button,
  Card,
  EmptyState,
  ErrorState,
  type Fact,
  Facts,
  Loading,
  Notice,
} from '@allmende/design-system';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { ApiError } from '../../../api/api-error.ts';
import { getQueue, type NotificationQueue } from '../../../api/dead-notifications.ts';
import {
  deleteSubscription,
  getSubscription,
  patchSubscription,
  subscriptionsPath,
  type Subscription,
  type SubscriptionDraft,
} from '../../../api/subscriptions.ts';
import { useFormat, useText, type Format, type Translate } from '../../../i18n/index.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { Link, useGo, useTenant } from '../../../tenant/index.ts';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import '../data-browser.css';
import { DocumentCard } from '../document-card.tsx';
import { withoutOwn } from '../fragment.ts';
import { DeadCard } from './dead-card.tsx';
import { nameOf, stateOf, stateTone } from './subscription-state.ts';
import { text } from './text.ts';
import { TrialCard } from './trial-card.tsx';
import { useSubscriptionWords } from './use-subscription-words.ts';

const refreshMs = 5000;

/** One subscription: how it fares, what it observes, whom it tells; pause, try, delete. */
export const SubscriptionPage = () => {
  const t = useText(text);
  const { id = '' } = useParams();
  const tenant = useTenant();
  const found = useQuery({
    queryKey: ['subscription', tenant, id],
    queryFn: ({ signal }) => getSubscription(id, tenant, signal),
    refetchInterval: refreshMs,
  });
  usePageTitle(found.data === undefined ? t('subscription') : nameOf(found.data));
  const isMissing = found.error instanceof ApiError && found.error.status === 404;
  return (
    <>
      <Link className="kern-link" to="/data/subscriptions">
        {t('back')}
      </Link>
      {found.data === undefined || isMissing ? (
        <h1 className="kern-heading-large">{t('subscription')}</h1>
      ) : (
        <Shown subscription={found.data} />
      )}
      {found.isPending ? <Loading /> : null}
      {isMissing ? <EmptyState title={t('missing')} /> : null}
      {found.isError && !isMissing ? (
        <ErrorState detail={found.error.message} onRetry={() => void found.refetch()} />
      ) : null}
    </>
  );
};

/** The subscription as it was written. */
const draftOfKept = (kept: Subscription): SubscriptionDraft => ({
  ...(withoutOwn(kept) as SubscriptionDraft),
  type: 'Subscription',
  notification: withoutOwn(kept.notification) as SubscriptionDraft['notification'],
});

const Shown = ({ subscription }: { readonly subscription: Subscription }) => {
  const t = useText(text);
  const tenant = useTenant();
  const state = stateOf(subscription);
  return (
    <>
      <div className="data__head">
        <div className="data__intro">
          <h1 className="kern-heading-large data__title">{nameOf(subscription)}</h1>
          <Badge tone={stateTone[state]}>{t(`state_${state}`)}</Badge>
        </div>
        <Actions subscription={subscription} />
      </div>
      <div className="data__columns">
        <div className="data__stack">
          <Health subscription={subscription} />
          <Who subscription={subscription} />
        </div>
        <div className="data__stack">
          <What subscription={subscription} />
          <TrialCard draft={draftOfKept(subscription)} />
        </div>
      </div>
      <DeadCard tenant={tenant} subscriptionId={subscription.id} />
      <DocumentCard
        title={t('technical')}
        document={draftOfKept(subscription)}
        call={{ method: 'POST', path: subscriptionsPath, tenant }}
      />
    </>
  );
};

const Actions = ({ subscription }: { readonly subscription: Subscription }) => {
  const t = useText(text);
  const tenant = useTenant();
  const queries = useQueryClient();
  const go = useGo();
  const [isDoomed, setDoomed] = useState(false);
  const { id, status } = subscription;
  const isPaused = status === 'paused';
  const turning = useMutation({
    mutationFn: () => patchSubscription(id, { isActive: isPaused }, tenant),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['subscription', tenant, id] });
      await queries.invalidateQueries({ queryKey: ['subscriptions'] });
    },
  });
  return (
    <>
      <div className="data__buttons">
        <Link
          className="kern-btn kern-btn--secondary"
          to={`/data/subscriptions/${encodeURIComponent(id)}/edit`}
        >
          <span className="kern-icon kern-icon--edit" aria-hidden="true" />
          <span className="kern-label">{t('edit')}</span>
        </Link>
        {status === 'expired' ? null : (
          <Button
            variant="secondary"
            disabled={turning.isPending}
            onClick={() => {
              turning.mutate();
            }}
          >
            {isPaused ? t('resume') : t('pause')}
          </Button>
        )}
        <Button
          variant="tertiary"
          icon="delete"
          onClick={() => {
            setDoomed(true);
          }}
        >
          {t('remove')}
        </Button>
      </div>
      {turning.isError ? <ErrorState detail={turning.error.message} /> : null}
      {isDoomed ? (
        <ConfirmDialog
          title={t('removeTitle', { name: nameOf(subscription) })}
          detail={t('removeDetail')}
          confirm={t('removeYes')}
          onClose={() => {
            setDoomed(false);
          }}
          onConfirm={async () => {
            await deleteSubscription(id, tenant);
            await go('/data/subscriptions');
            queries.removeQueries({ queryKey: ['subscription', tenant, id] });
            await queries.invalidateQueries({ queryKey: ['subscriptions'] });
          }}
        />
      ) : null}
    </>
  );
};

const Health = ({ subscription }: { readonly subscription: Subscription }) => {
  const t = useText(text);
  const format = useFormat();
  const tenant = useTenant();
  const queue = useQuery({
    queryKey: ['notification-queue', tenant, subscription.id],
    queryFn: ({ signal }) => getQueue({ tenant, subscriptionId: subscription.id }, signal),
    refetchInterval: refreshMs,
  });
  const { notification, expiresAt } = subscription;
  const { timesSent = 0, timesFailed = 0, lastNotification, lastSuccess, lastFailure } = notification;
  const time = (at: string | undefined): string | undefined => (at === undefined ? at : format.time(at));
  return (
    <Card title={t('health')}>
      {stateOf(subscription) === 'failing' ? (
        <Notice tone="danger" title={t('state_failing')}>
          <p className="kern-body">{t('failingDetail')}</p>
        </Notice>
      ) : null}
      {timesSent === 0 ? <p className="kern-body">{t('nothingSent')}</p> : null}
      <Facts
        facts={[
          { term: t('timesSent'), value: format.number(timesSent) },
          { term: t('timesFailed'), value: timesFailed === 0 ? undefined : format.number(timesFailed) },
          { term: t('lastNotification'), value: time(lastNotification) },
          { term: t('lastSuccess'), value: time(lastSuccess) },
          { term: t('lastFailure'), value: time(lastFailure) },
          { term: t('expires'), value: time(expiresAt) },
          ...queueFacts(queue.data, t, format),
        ]}
      />
    </Card>
  );
};

/** What waits, and what was lost; silent where nothing is. */
const queueFacts = (
  queue: NotificationQueue | null | undefined,
  t: Translate<keyof (typeof text)['de']>,
  format: Format,
): readonly Fact[] => {
  const { waiting = 0, dropped = 0, first } = queue ?? {};
  const count = format.number(waiting);
  return [
    {
      term: t('waiting'),
      value:
        waiting === 0 || first === undefined
          ? undefined
          : t('waitingNext', { count, time: format.time(first.nextAttemptAt) }),
    },
    { term: t('dropped'), value: dropped === 0 ? undefined : format.number(dropped) },
  ];
};

const What = ({ subscription }: { readonly subscription: Subscription }) => {
  const t = useText(text);
  const words = useSubscriptionWords()(subscription);
  return (
    <Card title={t('what')}>
      <Facts
        facts={[
          { term: t('description'), value: subscription.description },
          { term: t('entities'), value: words.entities.join('; ') },
          { term: t('watched'), value: words.watched },
          {
            term: t('condition'),
            value: subscription.q === undefined ? undefined : <code>{subscription.q}</code>,
          },
          { term: t('place'), value: words.place },
          { term: t('triggers'), value: words.triggers },
          { term: t('timing'), value: words.timing },
          { term: t('id'), value: <code>{subscription.id}</code> },
        ]}
      />
    </Card>
  );
};

const Who = ({ subscription }: { readonly subscription: Subscription }) => {
  const t = useText(text);
  const { shown } = useSubscriptionWords()(subscription);
  const { endpoint, format = 'normalized' } = subscription.notification;
  const { uri, receiverInfo = [], accept = 'application/json' } = endpoint;
  return (
    <Card title={t('who')}>
      <Facts
        facts={[
          { term: t('endpoint'), value: <code className="data__receiver">{uri}</code> },
          { term: t('format'), value: `${t(`format_${format}`)}, ${accept}` },
          { term: t('headers'), value: receiverInfo.map(({ key }) => key).join(', ') },
          { term: t('shown'), value: shown },
        ]}
      />
    </Card>
  );
};
