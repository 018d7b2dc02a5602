import { Button, Card, Dialog, EmptyState, ErrorState, Loading } from '@allmende/design-system';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { deleteDashboard, getDashboards, type Dashboard } from '../../api/dashboards.ts';
import { useFormat, useText } from '../../i18n/index.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Link, useTenant } from '../../tenant/index.ts';
import './dashboards.css';
import { ExampleButton } from './example-button.tsx';
import { NewDashboardDialog } from './new-dashboard-dialog.tsx';
import { text } from './text.ts';

/** All dashboards: open, create, delete. */
export const DashboardListPage = () => {
  const t = useText(text);
  usePageTitle(t('title'));
  const [isCreating, setCreating] = useState(false);
  const [doomed, setDoomed] = useState<Dashboard>();
  const tenant = useTenant();
  const dashboards = useQuery({
    queryKey: ['dashboards', tenant],
    queryFn: ({ signal }) => getDashboards(tenant, signal),
  });
  const create = (
    <Button
      icon="add"
      onClick={() => {
        setCreating(true);
      }}
    >
      {t('create')}
    </Button>
  );
  return (
    <>
      <div className="dashboard__head">
        <div>
          <h1 className="kern-heading-large">{t('title')}</h1>
          <p className="kern-body">{t('intro')}</p>
        </div>
        {dashboards.data === undefined || dashboards.data.length === 0 ? null : create}
      </div>
      {dashboards.isPending ? <Loading /> : null}
      {dashboards.isError ? (
        <ErrorState detail={dashboards.error.message} onRetry={() => void dashboards.refetch()} />
      ) : null}
      {dashboards.data?.length === 0 ? (
        <EmptyState
          title={t('none')}
          action={
            <div className="dashboard__row">
              {create}
              <ExampleButton />
            </div>
          }
        >
          {t('noneDetail')}
        </EmptyState>
      ) : null}
      <ul className="dashboard__list">
        {(dashboards.data ?? []).map((dashboard) => (
          <li key={dashboard.id}>
            <DashboardCard
              dashboard={dashboard}
              onDelete={() => {
                setDoomed(dashboard);
              }}
            />
          </li>
        ))}
      </ul>
      {isCreating ? (
        <NewDashboardDialog
          onClose={() => {
            setCreating(false);
          }}
        />
      ) : null}
      {doomed === undefined ? null : (
        <DeleteDialog
          dashboard={doomed}
          onClose={() => {
            setDoomed(undefined);
          }}
        />
      )}
    </>
  );
};

interface DashboardCardProps {
  readonly dashboard: Dashboard;
  readonly onDelete: () => void;
}

const DashboardCard = ({ dashboard, onDelete }: DashboardCardProps) => {
  const t = useText(text);
  const format = useFormat();
  const { id, title, tiles, modifiedAt } = dashboard;
  return (
    <Card
      title={
        <Link className="kern-link" to={`/dashboards/${encodeURIComponent(id)}`}>
          {title}
        </Link>
      }
    >
      <p className="kern-body kern-body--muted">
        {t('tileCount', { count: tiles.length })}
        {' · '}
        {t('changed', { time: format.time(modifiedAt) })}
      </p>
      <div>
        <Button
          variant="tertiary"
          icon="delete"
          className="kern-btn--x-small"
          aria-label={t('removeNamed', { title })}
          onClick={onDelete}
        >
          {t('remove')}
        </Button>
      </div>
    </Card>
  );
};

interface DeleteDialogProps {
  readonly dashboard: Dashboard;
  readonly onClose: () => void;
}

const DeleteDialog = ({ dashboard, onClose }: DeleteDialogProps) => {
  const t = useText(text);
  const queries = useQueryClient();
  const removal = useMutation({
    mutationFn: () => deleteDashboard(dashboard.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['dashboards'] });
      onClose();
    },
  });
  return (
    <Dialog
      title={t('removeTitle', { title: dashboard.title })}
      onClose={onClose}
      footer={
        <>
          <Button variant="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            disabled={removal.isPending}
            onClick={() => {
              removal.mutate();
            }}
          >
            {t('removeYes')}
          </Button>
        </>
      }
    >
      <p className="kern-body">{t('removeDetail')}</p>
      {removal.isError ? <ErrorState detail={removal.error.message} /> : null}
    </Dialog>
  );
};
