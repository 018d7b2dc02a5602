import { EmptyState, ErrorState, Loading } from '@allmende/design-system';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { ApiError } from '../../../api/api-error.ts';
import { getSubscription } from '../../../api/subscriptions.ts';
import { useText } from '../../../i18n/index.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { Link, useTenant } from '../../../tenant/index.ts';
import '../data-browser.css';
import { SubscriptionEditor } from './subscription-editor.tsx';
import { text } from './text.ts';

/** Writes a new subscription (without an id in the address) or changes a kept one. */
export const SubscriptionEditPage = () => {
  const t = useText(text);
  const { id } = useParams();
  const tenant = useTenant();
  const title = id === undefined ? t('createTitle') : t('editTitle');
  usePageTitle(title);
  const found = useQuery({
    queryKey: ['subscription-to-edit', tenant, id],
    queryFn: ({ signal }) => getSubscription(id ?? '', tenant, signal),
    enabled: id !== undefined,
    // What is in the editor must not change under the clerk's hands.
    staleTime: Infinity,
    gcTime: 0,
  });
  const isMissing = found.error instanceof ApiError && found.error.status === 404;
  return (
    <>
      <Link className="kern-link" to="/data/subscriptions">
        {t('back')}
      </Link>
      <h1 className="kern-heading-large">{title}</h1>
      {id === undefined ? <SubscriptionEditor key={tenant} kept={undefined} /> : null}
      {id !== undefined && found.isPending ? <Loading /> : null}
      {isMissing ? <EmptyState title={t('missing')} /> : null}
      {found.isError && !isMissing ? (
        <ErrorState detail={found.error.message} onRetry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : <SubscriptionEditor kept={found.data} />}
    </>
  );
};
