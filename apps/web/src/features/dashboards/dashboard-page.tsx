import { Button, CopyButton, EmptyPage, EmptyState, ErrorState, Loading } from '@allmende/design-system';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { ApiError } from '../../api/api-error.ts';
import { getDashboard, type Dashboard } from '../../api/dashboards.ts';
import { LiveStatus, SourceNotice, useLiveEntities, useSourceWarnings } from '../../city/index.ts';
import { useText } from '../../i18n/index.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Link, useOwnTenant, usePageParameters, withTenant } from '../../tenant/index.ts';
import { DashboardEditor } from './dashboard-editor.tsx';
import './dashboards.css';
import { text } from './text.ts';
import { TileCard } from './tile-card.tsx';
import { typesOf } from './tiles.ts';

/** One dashboard at its shareable address; with `?edit=1` to compose it. */
export const DashboardPage = () => {
  const t = useText(text);
  const { id = '' } = useParams();
  const [parameters, setParameters] = usePageParameters();
  const dashboard = useQuery({
    queryKey: ['dashboard', id],
    queryFn: ({ signal }) => getDashboard(id, signal),
  });
  useOwnTenant(dashboard.data?.tenant);
  usePageTitle(dashboard.data?.title ?? t('title'));
  if (dashboard.isPending) return <Loading />;
  if (dashboard.isError) {
    const isMissing = dashboard.error instanceof ApiError && dashboard.error.status === 404;
    return isMissing ? (
      <Missing />
    ) : (
      <>
        <h1 className="kern-heading-large">{t('title')}</h1>
        <ErrorState detail={dashboard.error.message} onRetry={() => void dashboard.refetch()} />
      </>
    );
  }
  return (
    <>
      <Link className="kern-link" to="/dashboards">
        {t('back')}
      </Link>
      {parameters.has('edit') ? (
        <DashboardEditor
          saved={dashboard.data}
          onClose={() => {
            setParameters({});
          }}
        />
      ) : (
        <DashboardView
          dashboard={dashboard.data}
          onEdit={() => {
            setParameters({ edit: '1' });
          }}
        />
      )}
    </>
  );
};

const Missing = () => {
  const t = useText(text);
  return (
    <EmptyPage
      heading={t('missing')}
      title={t('missingDetail')}
      action={
        <Link className="kern-link" to="/dashboards">
          {t('back')}
        </Link>
      }
    />
  );
};

interface DashboardViewProps {
  readonly dashboard: Dashboard;
  readonly onEdit: () => void;
}

const DashboardView = ({ dashboard, onEdit }: DashboardViewProps) => {
  const t = useText(text);
  const { id, tenant, title, tiles } = dashboard;
  const live = useLiveEntities(typesOf(tiles));
  const warnings = useSourceWarnings(typesOf(tiles));
  const edit = (
    <Button variant="secondary" icon="edit" className="kern-btn--x-small" onClick={onEdit}>
      {t('edit')}
    </Button>
  );
  return (
    <>
      <div className="dashboard__head">
        <div>
          <h1 className="kern-heading-large dashboard__title">{title}</h1>
          {tiles.length === 0 ? null : <LiveStatus state={live} />}
        </div>
        <div className="dashboard__row">
          <CopyButton
            label={t('share')}
            text={() =>
              new URL(withTenant(`/dashboards/${encodeURIComponent(id)}`, tenant), location.href).href
            }
          />
          {tiles.length === 0 ? null : edit}
        </div>
      </div>
      <SourceNotice warnings={warnings} />
      {tiles.length === 0 ? (
        <EmptyState title={t('empty')} action={edit}>
          {t('emptyDetail')}
        </EmptyState>
      ) : null}
      <div className="dashboard__grid">
        {tiles.map((tile) => (
          <TileCard key={tile.id} tile={tile} />
        ))}
      </div>
    </>
  );
};
