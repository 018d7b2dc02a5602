import { Card, CopyButton, EmptyPage, ErrorState, Loading } from '@allmende/design-system';
import { useParams } from 'react-router';
import { ApiError } from '../../api/api-error.ts';
import { entityAddress } from '../../api/client.ts';
import { curlCommand } from '../../api/curl-command.ts';
import {
  attributeValues,
  cityType,
  entityName,
  LiveStatus,
  SourceNotice,
  useEntity,
  useEntityName,
  useLiveEntities,
  useSourceWarnings,
  type AttributeValue,
} from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Link, useTenant } from '../../tenant/index.ts';
import './entity.css';
import { groupValues } from './group-values.ts';
import { HistoryCard } from './history-card.tsx';
import { text } from './text.ts';
import { CurrentValues, Facts } from './value-cards.tsx';

/** Everything about one entity: current values, history, what else is known, where it comes from. */
export const EntityPage = () => {
  const t = useText(text);
  const { id = '' } = useParams();
  const entity = useEntity(id);
  usePageTitle(useEntityName(id));
  if (entity.isPending) return <Loading />;
  if (entity.isError) {
    if (entity.error instanceof ApiError && entity.error.status === 404)
      return (
        <EmptyPage
          heading={t('notFound')}
          title={id}
          action={
            <Link className="kern-link" to="/data">
              {t('back')}
            </Link>
          }
        />
      );
    return (
      <>
        <h1 className="kern-heading-large">{t('failed')}</h1>
        <ErrorState detail={entity.error.message} onRetry={() => void entity.refetch()} />
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
  const live = useLiveEntities([type]);
  const warnings = useSourceWarnings([type]);
  const name = entityName({ id, name: values.find((one) => one.name === 'name')?.value });
  const { measured, facts, provenance, hasPoint } = groupValues(values);
  const numbers = measured.filter(({ value }) => typeof value === 'number');
  return (
    <>
      <EntityHead {...{ id, type, name, hasPoint }}>
        {measured.length > 0 ? <LiveStatus state={live} /> : null}
      </EntityHead>
      <SourceNotice warnings={warnings} />
      {measured.length > 0 ? (
        <div className="entity__main">
          {numbers.length > 0 ? <HistoryCard id={id} name={name} attributes={numbers} all={values} /> : null}
          <CurrentValues values={measured} all={values} />
        </div>
      ) : null}
      <div className="entity__more">
        {facts.length > 0 ? <Facts title={t('facts')} values={facts} /> : null}
        <Card title={t('provenance')}>
          {provenance.length > 0 ? (
            <Facts values={provenance} />
          ) : (
            <p className="kern-body">{t('noProvenance')}</p>
          )}
          <p className="kern-body kern-body--small kern-body--muted entity__name">{id}</p>
          <JsonLink id={id} />
        </Card>
      </div>
    </>
  );
};

/** Leads to the entity's JSON; a link cannot name a tenant, a command can. */
const JsonLink = ({ id }: { readonly id: string }) => {
  const t = useText(text);
  const tenant = useTenant();
  const address = entityAddress(id);
  if (tenant !== '')
    return (
      <CopyButton
        label={t('curl')}
        text={() => curlCommand(new URL(address, location.href).href, { tenant })}
      />
    );
  return (
    <a className="kern-link" href={address}>
      {t('json')}
    </a>
  );
};

interface EntityHeadProps {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly hasPoint: boolean;
  readonly children: React.ReactNode;
}

const EntityHead = ({ id, type, name, hasPoint, children }: EntityHeadProps) => {
  const t = useText(text);
  const { language } = useLanguage();
  const parameters = new URLSearchParams({ layers: type, place: id });
  return (
    <div className="entity__head">
      <div>
        <p className="kern-preline">
          <Link className="kern-link" to={`/data?type=${encodeURIComponent(type)}`}>
            {cityType(type).names[language]}
          </Link>
        </p>
        <h1 className="kern-heading-large entity__name">{name}</h1>
        {children}
      </div>
      {hasPoint ? (
        <Link className="kern-btn kern-btn--secondary" to={`/map?${parameters.toString()}`}>
          <span className="kern-label">{t('onMap')}</span>
        </Link>
      ) : null}
    </div>
  );
};
