import { Card, DataTable, EmptyState, ErrorState, Loading } from '@allmende/design-system';
import { Link, useParams } from 'react-router';
import { ApiError } from '../../api/api-error.ts';
import { entityAddress } from '../../api/client.ts';
import {
  AttributeText,
  attributeName,
  attributeValues,
  cityType,
  entityName,
  LiveStatus,
  unitSymbol,
  useEntity,
  useEntityName,
  useLiveEntities,
  type AttributeValue,
} from '../../city/index.ts';
import { useFormat, useLanguage, useText } from '../../i18n/index.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import './entity.css';
import { HistoryCard } from './history-card.tsx';
import { text } from './text.ts';

/** Everything about one entity: current values, history, JSON. */
export const EntityPage = () => {
  const t = useText(text);
  const { id = '' } = useParams();
  const entity = useEntity(id);
  usePageTitle(useEntityName(id));
  if (entity.isPending) return <Loading />;
  if (entity.isError) {
    const isMissing = entity.error instanceof ApiError && entity.error.status === 404;
    if (!isMissing) return <ErrorState detail={entity.error.message} onRetry={() => void entity.refetch()} />;
    return (
      <>
        <h1 className="kern-heading-large">{t('notFound')}</h1>
        <EmptyState
          title={id}
          action={
            <Link className="kern-link" to="/data">
              {t('back')}
            </Link>
          }
        />
      </>
    );
  }
  const type = typeof entity.data['type'] === 'string' ? entity.data['type'] : '';
  return <Known id={id} type={type} values={attributeValues(entity.data)} />;
};

interface KnownProps {
  readonly id: string;
  readonly type: string;
  readonly values: readonly AttributeValue[];
}

const Known = ({ id, type, values }: KnownProps) => {
  const t = useText(text);
  const { language } = useLanguage();
  const live = useLiveEntities([type]);
  const name = entityName({ id, name: values.find((one) => one.name === 'name')?.value });
  const measured = values.filter(
    ({ value, observedAt }) => typeof value === 'number' && observedAt !== undefined,
  );
  return (
    <>
      <div>
        <p className="kern-preline">{cityType(type).names[language]}</p>
        <h1 className="kern-heading-large entity__name">{name}</h1>
        <p className="kern-body kern-body--small kern-body--muted entity__name">{id}</p>
        <LiveStatus state={live} />
      </div>
      {measured.length > 0 ? (
        <HistoryCard id={id} name={name} attributes={measured} />
      ) : (
        <EmptyState title={t('noNumbers')} />
      )}
      <CurrentValues values={values} />
      <p>
        <a className="kern-link" href={entityAddress(id)}>
          {t('json')}
        </a>
      </p>
    </>
  );
};

const CurrentValues = ({ values }: { readonly values: readonly AttributeValue[] }) => {
  const t = useText(text);
  const format = useFormat();
  const { language } = useLanguage();
  return (
    <Card title={t('current')}>
      <DataTable
        caption={t('current')}
        rows={values}
        rowKey={({ name }) => name}
        columns={[
          { key: 'attribute', header: t('attribute'), render: ({ name }) => attributeName(name, language) },
          {
            key: 'value',
            header: t('value'),
            render: ({ value, unitCode, observedAt }) => (
              <span className="entity__value">
                <AttributeText value={value} unit={unitSymbol(unitCode)} />
                {observedAt === undefined ? null : (
                  <span className="entity__time kern-body--muted">
                    {t('observed', { time: format.time(observedAt) })}
                  </span>
                )}
              </span>
            ),
          },
        ]}
      />
    </Card>
  );
};
