import { EmptyState, ErrorState, Loading, TextField } from '@allmende/design-system';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getOrganisations } from '../../api/portal.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Link, useTenant } from '../../tenant/index.ts';
import './portal.css';
import { PortalHead } from './portal-head.tsx';
import { text } from './text.ts';

/** The offices and companies that offer data. */
export const OrganisationsPage = () => {
  const t = useText(text);
  usePageTitle(t('organisations'));
  const { language } = useLanguage();
  const tenant = useTenant();
  const [filter, setFilter] = useState('');
  const organisations = useQuery({
    queryKey: ['portal-organisations', tenant],
    queryFn: ({ signal }) => getOrganisations(tenant, signal),
  });
  const shown = (organisations.data ?? [])
    .filter(({ title }) => title.toLowerCase().includes(filter.trim().toLowerCase()))
    .sort((a, b) => a.title.localeCompare(b.title, language));
  return (
    <>
      <PortalHead intro={t('organisationsIntro')} />
      {organisations.isPending ? <Loading /> : null}
      {organisations.isError ? (
        <ErrorState detail={organisations.error.message} onRetry={() => void organisations.refetch()} />
      ) : null}
      {organisations.data?.length === 0 ? <EmptyState title={t('noOrganisations')} /> : null}
      {(organisations.data?.length ?? 0) > 8 ? (
        <div className="portal__narrow">
          <TextField label={t('filterOrganisations')} type="search" value={filter} onChange={setFilter} />
        </div>
      ) : null}
      <p className="kern-sr-only" role="status">
        {filter === '' ? '' : t('organisationCount', { count: shown.length })}
      </p>
      <ul className="portal__themes">
        {shown.map(({ id, name, title, datasets }) => (
          <li key={id}>
            <Link className="portal__theme kern-body" to={`/organisations/${encodeURIComponent(name)}`}>
              <span>{title}</span>
              <span className="portal__number">{t('datasetCount', { count: datasets })}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
};
