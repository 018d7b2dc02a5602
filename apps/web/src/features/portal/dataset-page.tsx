import { Badge, Card, EmptyPage, ErrorState, Facts, Loading } from '@allmende/design-system';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { ApiError } from '../../api/api-error.ts';
import { getDataset, type DatasetView } from '../../api/portal.ts';
import { useText } from '../../i18n/index.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Link, useTenant } from '../../tenant/index.ts';
import { ContactCard } from './contact-card.tsx';
import { CoverageCard } from './coverage-card.tsx';
import { DatasetCard } from './dataset-card.tsx';
import { DistributionList } from './distribution-list.tsx';
import { ExamplesCard } from './examples-card.tsx';
import { LicenceCard } from './licence-card.tsx';
import { MetadataCard } from './metadata-card.tsx';
import './portal.css';
import { Description } from './description.tsx';
import { datasetsWith } from './search-state.ts';
import { text } from './text.ts';
import { useMetadata } from './use-metadata.ts';
import { useDay, useWords } from './use-words.ts';

/** One data set: what it is, its files, how it may be used, and whom to ask. */
export const DatasetPage = () => {
  const t = useText(text);
  const words = useWords();
  const { name = '' } = useParams();
  const tenant = useTenant();
  const dataset = useQuery({
    queryKey: ['portal-dataset', tenant, name],
    queryFn: ({ signal }) => getDataset(name, tenant, signal),
  });
  const isMissing = dataset.error instanceof ApiError && dataset.error.status === 404;
  usePageTitle(isMissing ? t('missing') : words(dataset.data?.content.title));
  if (dataset.data !== undefined) return <Dataset dataset={dataset.data} />;
  if (dataset.isPending) return <Loading />;
  if (isMissing)
    return (
      <EmptyPage
        heading={t('missing')}
        title={t('missingDetail')}
        action={
          <Link className="kern-link" to="/datasets">
            {t('showAll')}
          </Link>
        }
      />
    );
  return (
    <>
      <h1 className="kern-heading-large">{t('dataset')}</h1>
      <ErrorState detail={dataset.error.message} onRetry={() => void dataset.refetch()} />
    </>
  );
};

const Dataset = ({ dataset }: { readonly dataset: DatasetView }) => {
  const t = useText(text);
  const words = useWords();
  const { content, similar } = dataset;
  return (
    <article className="portal__dataset">
      <Head dataset={dataset} />
      <div className="portal__columns">
        <div className="portal__main">
          <Description>{words(content.description)}</Description>
          <DistributionList dataset={dataset} />
          <ExamplesCard dataset={dataset} />
          <MetadataCard dataset={dataset} />
        </div>
        <div className="portal__side">
          <LicenceCard dataset={dataset} />
          <ContactCard content={content} />
          <CoverageCard content={content} />
          <Keywords dataset={dataset} />
          <MetadataFiles dataset={dataset} />
          <History dataset={dataset} />
        </div>
      </div>
      {similar.length === 0 ? null : (
        <section aria-labelledby="portal-similar">
          <h2 className="kern-heading-medium" id="portal-similar">
            {t('similar')}
          </h2>
          <ul className="portal__list portal__list--wide">
            {similar.map((one) => (
              <li key={one.id}>
                <DatasetCard dataset={one} headingLevel={3} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </article>
  );
};

const Head = ({ dataset }: { readonly dataset: DatasetView }) => {
  const t = useText(text);
  const words = useWords();
  const day = useDay();
  const { content, organisation, modified, isLive, isHighValue } = dataset;
  return (
    <header className="portal__dataset-head">
      <p className="kern-body">
        <Link className="kern-link" to="/datasets">
          {t('back')}
        </Link>
      </p>
      <h1 className="kern-heading-large portal__title">{words(content.title)}</h1>
      <div className="portal__meta kern-body">
        {isLive ? <Badge tone="success">{t('live')}</Badge> : null}
        {isHighValue ? <Badge tone="info">{t('hvd')}</Badge> : null}
        {organisation === undefined ? (
          (content.publisher?.name ?? null)
        ) : (
          <Link className="kern-link" to={`/organisations/${encodeURIComponent(organisation.name)}`}>
            {organisation.title}
          </Link>
        )}
        <span>{t('updated', { day: day(modified) })}</span>
      </div>
    </header>
  );
};

const Keywords = ({ dataset }: { readonly dataset: DatasetView }) => {
  const t = useText(text);
  const words = useWords();
  const keywords = [...new Set(Object.values(dataset.content.keywords).flat())];
  const ways = [
    ...dataset.themes.map(({ value, label }) => ({ to: datasetsWith('theme', value), name: words(label) })),
    ...dataset.groups.map(({ name, title }) => ({ to: datasetsWith('group', name), name: title })),
    ...keywords.map((keyword) => ({ to: datasetsWith('keyword', keyword), name: keyword })),
  ];
  if (ways.length === 0) return null;
  return (
    <Card title={t('keywords')}>
      <ul className="portal__chips">
        {ways.map(({ to, name }) => (
          <li key={to}>
            <Link className="portal__chip kern-body kern-body--small" to={to}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
};

/** The catalogue's entry for programs. */
const MetadataFiles = ({ dataset }: { readonly dataset: DatasetView }) => {
  const t = useText(text);
  const files = useMetadata(dataset);
  return (
    <Card title={t('metadataFiles')}>
      <p className="kern-body">{t('metadataFilesDetail')}</p>
      <ul className="portal__files">
        {files.map(({ name, href }) => (
          <li key={name}>
            <a className="kern-link" href={href}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
};

const History = ({ dataset }: { readonly dataset: DatasetView }) => {
  const t = useText(text);
  const day = useDay();
  const words = useWords();
  const { revisions, content } = dataset;
  if (revisions.length < 2 && content.version === undefined) return null;
  return (
    <Card title={t('history')}>
      <Facts
        facts={[
          { term: t('dataVersion'), value: content.version },
          { term: t('versionNotes'), value: words(content.versionNotes) },
        ]}
      />
      <ol className="portal__history" reversed>
        {revisions.slice(0, 10).map(({ version, at }) => (
          <li key={version} value={version} className="kern-body">
            {t('entryChanged', { day: day(at) })}
          </li>
        ))}
      </ol>
    </Card>
  );
};
