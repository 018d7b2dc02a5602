import {
  Badge,
  DataTable,
  EmptyState,
  ErrorState,
  Loading,
  Paging,
  TextField,
} from '@allmende/design-system';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getRegistrations, type Registration } from '../../../api/registrations.ts';
import { useText } from '../../../i18n/index.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { Link, useTenant } from '../../../tenant/index.ts';
import '../data-browser.css';
import { DataHead } from '../data-head.tsx';
import { contactOf, contactStates, contactTone, isFound, sourceName } from './registration-state.ts';
import { text } from './text.ts';
import { useOfferWords } from './use-offer-words.ts';

const refreshMs = 10_000;

/** All context sources: what they offer, where they are, whether they answer. */
export const RegistrationsPage = () => {
  const t = useText(text);
  usePageTitle(t('title'));
  const tenant = useTenant();
  const list = useQuery({
    queryKey: ['registrations', tenant],
    queryFn: ({ signal }) => getRegistrations(tenant, signal),
    refetchInterval: refreshMs,
  });
  const create = (
    <Link className="kern-btn kern-btn--primary" to="/data/registrations/new">
      <span className="kern-icon kern-icon--add" aria-hidden="true" />
      <span className="kern-label">{t('newRegistration')}</span>
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
      {list.data === undefined || isEmpty ? null : <RegistrationList registrations={list.data} />}
    </>
  );
};

const pageSize = 50;
/** So many are seen at a glance. */
const fewSources = 8;

const RegistrationList = ({ registrations }: { readonly registrations: readonly Registration[] }) => {
  const t = useText(text);
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(1);
  const found = registrations.filter((one) => isFound(one, search));
  const pages = Math.max(1, Math.ceil(found.length / pageSize));
  return (
    <>
      {registrations.length <= fewSources ? null : (
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
      )}
      {found.length === 0 ? (
        <EmptyState title={t('noneFound')} />
      ) : (
        <>
          <RegistrationTable rows={found.slice((page - 1) * pageSize, page * pageSize)} />
          <Paging page={page} pages={pages} onPage={setPage} />
        </>
      )}
    </>
  );
};

const RegistrationTable = ({ rows }: { readonly rows: readonly Registration[] }) => {
  const t = useText(text);
  const words = useOfferWords();
  return (
    <DataTable
      caption={t('title')}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          header: t('registration'),
          render: (one) => (
            <Link className="kern-link" to={`/data/registrations/${encodeURIComponent(one.id)}`}>
              {sourceName(one)}
            </Link>
          ),
          sortValue: sourceName,
        },
        {
          key: 'contact',
          header: t('contact'),
          render: (one) => <Badge tone={contactTone[contactOf(one)]}>{t(`contact_${contactOf(one)}`)}</Badge>,
          sortValue: (one) => contactStates.indexOf(contactOf(one)),
        },
        {
          key: 'mode',
          header: t('mode'),
          render: ({ mode = 'inclusive' }) => t(`mode_${mode}`),
          sortValue: ({ mode = 'inclusive' }) => t(`mode_${mode}`),
        },
        { key: 'offers', header: t('offers'), render: (one) => words(one).offers },
        {
          key: 'operations',
          header: t('operations'),
          render: (one) => words(one).operations,
        },
        {
          key: 'endpoint',
          header: t('endpoint'),
          render: ({ endpoint, tenant }) => (
            <span className="data__receiver">
              {endpoint}
              {tenant === undefined ? null : <span className="data__second">{tenant}</span>}
            </span>
          ),
          sortValue: ({ endpoint }) => endpoint,
        },
      ]}
    />
  );
};
