import {
  Button,
  Card,
  DataTable,
  Dialog,
  ErrorState,
  JsonBlock,
  Loading,
  Paging,
} from '@allmende/design-system';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  discardDead,
  getDeadContent,
  getDeadNotifications,
  sendAgain,
  type DeadNotification,
  type DeadNotifications,
  type SubscriptionKey,
} from '../../../api/dead-notifications.ts';
import { useFormat, useText } from '../../../i18n/index.ts';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { failureReason } from './failure-reason.ts';
import { text } from './text.ts';

const pageSize = 10;
const refreshMs = 5000;

/** Notifications of a subscription that were given up: look at them, send them again, discard them. */
export const DeadCard = (key: SubscriptionKey) => {
  const t = useText(text);
  const [page, setPage] = useState(1);
  const { tenant, subscriptionId } = key;
  const dead = useQuery({
    queryKey: ['dead-notifications', tenant, subscriptionId, page],
    queryFn: ({ signal }) =>
      getDeadNotifications(
        { tenant, subscriptionId },
        { limit: pageSize, offset: (page - 1) * pageSize },
        signal,
      ),
    refetchInterval: refreshMs,
  });
  if (dead.isError)
    return (
      <Card title={t('dead')}>
        <ErrorState detail={dead.error.message} onRetry={() => void dead.refetch()} />
      </Card>
    );
  if (dead.data === undefined || dead.data.count === 0) return null;
  return <Given given={dead.data} keyOf={{ tenant, subscriptionId }} page={page} onPage={setPage} />;
};

interface GivenProps {
  readonly given: DeadNotifications;
  readonly keyOf: SubscriptionKey;
  readonly page: number;
  readonly onPage: (page: number) => void;
}

const Given = ({ given, keyOf, page, onPage }: GivenProps) => {
  const t = useText(text);
  const [shown, setShown] = useState<DeadNotification>();
  const [isDooming, setDooming] = useState(false);
  const work = useDeadWork(keyOf);
  const { count, notifications } = given;
  return (
    <Card
      title={t('dead')}
      preline={t('deadCount', { count })}
      actions={
        <>
          <Button
            variant="secondary"
            className="kern-btn--x-small"
            disabled={work.isPending}
            onClick={() => {
              work.mutate({ kind: 'send' });
            }}
          >
            {t('deadSendAll')}
          </Button>
          <Button
            variant="tertiary"
            icon="delete"
            className="kern-btn--x-small"
            onClick={() => {
              setDooming(true);
            }}
          >
            {t('deadDiscardAll')}
          </Button>
        </>
      }
    >
      <p className="kern-body">{t('deadIntro')}</p>
      {work.isError ? <ErrorState detail={work.error.message} /> : null}
      <DeadTable rows={notifications} work={work} onShow={setShown} />
      <Paging page={page} pages={Math.ceil(count / pageSize)} onPage={onPage} />
      {shown === undefined ? null : (
        <ContentDialog
          dead={shown}
          tenant={keyOf.tenant}
          onClose={() => {
            setShown(undefined);
          }}
        />
      )}
      {isDooming ? (
        <ConfirmDialog
          title={t('deadDiscardTitle')}
          detail={t('deadDiscardDetail', { count })}
          confirm={t('deadDiscardAll')}
          onClose={() => {
            setDooming(false);
          }}
          onConfirm={async () => {
            await work.mutateAsync({ kind: 'discard' });
          }}
        />
      ) : null}
    </Card>
  );
};

interface DeadWork {
  readonly kind: 'send' | 'discard';
  /** All of the subscription where there is none. */
  readonly id?: number;
}

const useDeadWork = (key: SubscriptionKey) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ kind, id }: DeadWork) => (kind === 'send' ? sendAgain(key, id) : discardDead(key, id)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['dead-notifications'] });
      await queries.invalidateQueries({ queryKey: ['subscription'] });
    },
  });
};

interface DeadTableProps {
  readonly rows: readonly DeadNotification[];
  readonly work: ReturnType<typeof useDeadWork>;
  readonly onShow: (dead: DeadNotification) => void;
}

const DeadTable = ({ rows, work, onShow }: DeadTableProps) => {
  const t = useText(text);
  const format = useFormat();
  const named = (key: 'deadShow' | 'deadSend' | 'deadDiscard', dead: DeadNotification): string =>
    `${t(key)}: ${format.time(dead.queuedAt)}`;
  return (
    <DataTable
      caption={t('dead')}
      rows={rows}
      rowKey={({ id }) => String(id)}
      columns={[
        { key: 'queued', header: t('deadQueued'), render: ({ queuedAt }) => format.time(queuedAt) },
        {
          key: 'last',
          header: t('deadLast'),
          render: ({ lastAttemptAt, attempts }) => (
            <>
              {format.time(lastAttemptAt)}
              <span className="data__second">{t('deadAttempts', { count: attempts })}</span>
            </>
          ),
        },
        {
          key: 'reason',
          header: t('deadReason'),
          render: ({ reason, status }) =>
            status === undefined ? <Reason code={reason} /> : t('deadStatus', { status }),
        },
        {
          key: 'work',
          header: t('deadWork'),
          render: (dead) => (
            <span className="data__row">
              <Button
                variant="tertiary"
                className="kern-btn--x-small"
                aria-label={named('deadShow', dead)}
                onClick={() => {
                  onShow(dead);
                }}
              >
                {t('deadShow')}
              </Button>
              <Button
                variant="tertiary"
                className="kern-btn--x-small"
                aria-label={named('deadSend', dead)}
                disabled={work.isPending}
                onClick={() => {
                  work.mutate({ kind: 'send', id: dead.id });
                }}
              >
                {t('deadSend')}
              </Button>
              <Button
                variant="tertiary"
                className="kern-btn--x-small"
                aria-label={named('deadDiscard', dead)}
                disabled={work.isPending}
                onClick={() => {
                  work.mutate({ kind: 'discard', id: dead.id });
                }}
              >
                {t('deadDiscard')}
              </Button>
            </span>
          ),
        },
      ]}
    />
  );
};

interface ContentDialogProps {
  readonly dead: DeadNotification;
  readonly tenant: string;
  readonly onClose: () => void;
}

const ContentDialog = ({ dead, tenant, onClose }: ContentDialogProps) => {
  const t = useText(text);
  const format = useFormat();
  const content = useQuery({
    queryKey: ['dead-content', tenant, dead.id],
    queryFn: ({ signal }) => getDeadContent(dead.id, tenant, signal),
  });
  return (
    <Dialog title={t('deadContent', { time: format.time(dead.queuedAt) })} onClose={onClose}>
      {content.isPending ? <Loading /> : null}
      {content.isError ? <ErrorState detail={content.error.message} /> : null}
      {content.data === undefined ? null : <JsonBlock label={t('deadShow')} value={content.data} isBounded />}
    </Dialog>
  );
};

/** Why nothing arrived, in words where there are some, with the code for those who look into it. */
const Reason = ({ code }: { readonly code: string }) => {
  const t = useText(text);
  const reason = failureReason(code);
  if (reason === undefined) return code;
  return (
    <>
      {t(reason)}
      <span className="data__second">{code}</span>
    </>
  );
};
