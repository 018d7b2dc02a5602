import { EmptyPage, ErrorState, Loading, Paging } from '@allmende/design-system';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { ApiError } from '../../api/api-error.ts';
import { getOrganisation, searchDatasets, type Organisation } from '../../api/portal.ts';
import { useText } from '../../i18n/index.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Link, usePageParameters, useTenant } from '../../tenant/index.ts';
import { DatasetCard } from './dataset-card.tsx';
import { safeUrl } from './distribution.ts';
import './portal.css';
import { Prose } from './prose.tsx';
import { datasetsWith, pageSize, readSearch, toApi } from './search-state.ts';
import { text } from './text.ts';

/** One office or company, and all it offers. */
export const OrganisationPage = () => {
  const t = useText(text);
  const { name = '' } = useParams();
  const tenant = useTenant();
  const organisation = useQuery({
    queryKey: ['portal-organisation', tenant, name],
    queryFn: ({ signal }) => getOrganisation(name, tenant, signal),
  });
  const isMissing = organisation.error instanceof ApiError && organisation.error.status === 404;
  usePageTitle(isMissing ? t('missingOrganisation') : (organisation.data?.title ?? ''));
  if (organisation.data !== undefined) return <View organisation={organisation.data} />;
  if (organisation.isPending) return <Loading />;
  if (isMissing)
    return (
      <EmptyPage
        heading={t('missingOrganisation')}
        title={t('missingDetail')}
        action={
          <Link className="kern-link" to="/organisations">
            {t('allOrganisations')}
          </Link>
        }
      />
    );
  return (
    <>
      <h1 className="kern-heading-large">{t('organisation')}</h1>
      <ErrorState detail={organisation.error.message} onRetry={() => void organisation.refetch()} />
    </>
  );
};

const View = ({ organisation }: { readonly organisation: Organisation }) => {
  const t = useText(text);
  const { name, title, description, homepage, email } = organisation;
  const href = homepage === undefined ? undefined : safeUrl(homepage);
  return (
    <>
      <header>
        <p className="kern-body">
          <Link className="kern-link" to="/organisations">
            {t('allOrganisations')}
          </Link>
        </p>
        <h1 className="kern-heading-large portal__title">{title}</h1>
        <Prose>{description}</Prose>
        <p className="kern-body portal__meta">
          {href === undefined ? null : (
            <a className="kern-link" href={href}>
              {t('website')}
            </a>
          )}
          {email === undefined ? null : (
            <a className="kern-link" href={`mailto:${email}`}>
              {email}
            </a>
          )}
          <Link className="kern-link" to={datasetsWith('organisation', name)}>
            {t('searchWithin')}
          </Link>
        </p>
      </header>
      <Offered name={name} />
    </>
  );
};

const Offered = ({ name }: { readonly name: string }) => {
  const t = useText(text);
  const tenant = useTenant();
  const [parameters, setParameters] = usePageParameters();
  const { page } = readSearch(parameters);
  const asked = toApi(readSearch(new URLSearchParams({ organisation: name, page: String(page) })));
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['portal-datasets', tenant, asked.toString()],
    queryFn: ({ signal }) => searchDatasets(asked, tenant, signal),
    placeholderData: keepPreviousData,
  });
  const count = data?.count ?? 0;
  return (
    <section aria-labelledby="portal-offered" className="portal__results">
      <h2 className="kern-heading-medium" id="portal-offered">
        {data === undefined ? t('datasets') : t('datasetCount', { count })}
      </h2>
      {isPending ? <Loading /> : null}
      {error === null ? null : <ErrorState detail={error.message} onRetry={() => void refetch()} />}
      <ul className="portal__list">
        {(data?.datasets ?? []).map((dataset) => (
          <li key={dataset.id}>
            <DatasetCard dataset={dataset} headingLevel={3} />
          </li>
        ))}
      </ul>
      <Paging
        page={page}
        pages={Math.max(1, Math.ceil(count / pageSize))}
        onPage={(next) => {
          setParameters({ page: String(next) });
        }}
      />
    </section>
  );
};
