import { ChoiceButtons, DataTable, EmptyState, ErrorState, Loading, Paging } from '@allmende/design-system';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { contextId, getContexts, type ContextKind, type ContextSummary } from '../../../api/contexts.ts';
import { useFormat, useText } from '../../../i18n/index.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { Link, useTenant } from '../../../tenant/index.ts';
import '../data-browser.css';
import { DataHead } from '../data-head.tsx';
import { contextName } from './context-document.ts';
import { text } from './text.ts';

const kinds: readonly ContextKind[] = ['Hosted', 'Cached', 'ImplicitlyCreated'];
const pageSize = 50;

/** All contexts that the platform knows, and how often they are used. */
export const ContextsPage = () => {
  const t = useText(text);
  usePageTitle(t('title'));
  const tenant = useTenant();
  const list = useQuery({
    queryKey: ['contexts', tenant],
    queryFn: ({ signal }) => getContexts(tenant, signal),
    // Usage is counted all the time.
    staleTime: 0,
  });
  const create = (
    <Link className="kern-btn kern-btn--primary" to="/data/contexts/new">
      <span className="kern-icon kern-icon--add" aria-hidden="true" />
      <span className="kern-label">{t('newContext')}</span>
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
      {list.data === undefined || isEmpty ? null : <ContextList contexts={list.data} />}
    </>
  );
};

const ContextList = ({ contexts }: { readonly contexts: readonly ContextSummary[] }) => {
  const t = useText(text);
  const [shown, setShown] = useState('all');
  const [page, setPage] = useState(1);
  const ofKind = (kind: string): readonly ContextSummary[] =>
    contexts.filter((one) => kind === 'all' || one.kind === kind);
  const found = ofKind(shown);
  const pages = Math.max(1, Math.ceil(found.length / pageSize));
  const offered = kinds.filter((kind) => ofKind(kind).length > 0);
  return (
    <>
      <ChoiceButtons
        label={t('byKind')}
        value={shown}
        options={[
          { value: 'all', label: t('all', { count: contexts.length }) },
          ...offered.map((kind) => ({
            value: kind,
            label: t(`filter_${kind}`, { count: ofKind(kind).length }),
          })),
        ]}
        onChange={(next) => {
          setShown(next);
          setPage(1);
        }}
      />
      {found.length === 0 ? <EmptyState title={t('noneInKind')} /> : null}
      {found.length === 0 ? null : (
        <>
          <ContextTable rows={found.slice((page - 1) * pageSize, page * pageSize)} />
          <p className="kern-body kern-body--muted">{t('countedSince')}</p>
          <Paging page={page} pages={pages} onPage={setPage} />
        </>
      )}
    </>
  );
};

const ContextTable = ({ rows }: { readonly rows: readonly ContextSummary[] }) => {
  const t = useText(text);
  const format = useFormat();
  return (
    <DataTable
      caption={t('title')}
      rows={rows}
      rowKey={({ localId }) => localId}
      columns={[
        {
          key: 'name',
          header: t('context'),
          render: (one) => (
            <Link className="kern-link" to={`/data/contexts/${encodeURIComponent(contextId(one))}`}>
              {contextName(one.URL)}
            </Link>
          ),
          sortValue: ({ URL: address }) => contextName(address),
        },
        {
          key: 'kind',
          header: t('kind'),
          render: ({ kind }) => t(`kind_${kind}`),
          sortValue: ({ kind }) => kinds.indexOf(kind),
        },
        {
          key: 'address',
          header: t('address'),
          render: ({ URL: address }) => <span className="data__receiver">{address}</span>,
          sortValue: ({ URL: address }) => address,
        },
        {
          key: 'uses',
          header: t('uses'),
          numeric: true,
          render: ({ numberOfHits }) => format.number(numberOfHits),
          sortValue: ({ numberOfHits }) => numberOfHits,
        },
        {
          key: 'last',
          header: t('lastUsage'),
          render: ({ lastUsage }) => (lastUsage === undefined ? t('never') : format.time(lastUsage)),
          sortValue: ({ lastUsage }) => lastUsage ?? '',
        },
        {
          key: 'created',
          header: t('createdAt'),
          render: ({ createdAt }) => format.time(createdAt),
          sortValue: ({ createdAt }) => createdAt,
        },
      ]}
    />
  );
};
