import { Card, EmptyState, ErrorState, Loading, Notice } from '@allmende/design-system';
import { useState } from 'react';
import { Link } from 'react-router';
import type { EntityTypeSummary } from '../../api/client.ts';
import { useIsDemo } from '../../api/use-is-demo.ts';
import { useLive } from '../../api/use-live.ts';
import {
  attributeName,
  cityType,
  EntityReference,
  LiveStatus,
  orderTypes,
  useTypes,
} from '../../city/index.ts';
import { useFormat, useLanguage, useText } from '../../i18n/index.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { addChange, type LatestValue } from './latest-values.ts';
import './start.css';
import { text } from './text.ts';

/** What the city shares, how much of it, and what is arriving right now. */
export const StartPage = () => {
  const t = useText(text);
  usePageTitle(t('title'));
  const types = useTypes();
  const isDemo = useIsDemo();
  return (
    <>
      <div>
        <h1 className="kern-heading-large">{t('title')}</h1>
        <p className="kern-body kern-body--large">{t('intro')}</p>
      </div>
      <div className="start__doors">
        <Door to="/map" title={t('openMap')} detail={t('mapCard')} />
        <Door to="/data" title={t('openData')} detail={t('dataCard')} />
        <Door to="/dashboards" title={t('openDashboards')} detail={t('dashboardsCard')} />
      </div>
      {types.isPending ? <Loading /> : null}
      {types.isError ? (
        <ErrorState detail={types.error.message} onRetry={() => void types.refetch()} />
      ) : null}
      {types.data === undefined ? null : <Offer types={types.data} />}
      {isDemo ? (
        <Notice tone="info" title={t('demoTitle')}>
          <p className="kern-body">{t('demo')}</p>
        </Notice>
      ) : null}
    </>
  );
};

const Door = ({
  to,
  title,
  detail,
}: {
  readonly to: string;
  readonly title: string;
  readonly detail: string;
}) => (
  <Card
    title={
      <Link className="kern-link kern-link--stretched" to={to}>
        {title}
      </Link>
    }
    className="kern-card--interactive"
  >
    <p className="kern-body">{detail}</p>
  </Card>
);

const Offer = ({ types }: { readonly types: readonly EntityTypeSummary[] }) => {
  const t = useText(text);
  const { language } = useLanguage();
  if (types.length === 0) return <EmptyState title={t('empty')}>{t('emptyDetail')}</EmptyState>;
  const counts = new Map(types.map(({ type, entityCount }) => [type, entityCount]));
  const entities = types.reduce((sum, { entityCount }) => sum + entityCount, 0);
  return (
    <div className="start__columns">
      <Card title={t('kinds')} preline={t('summary', { entities, types: types.length })}>
        <ul className="start__kinds">
          {orderTypes([...counts.keys()]).map((type) => (
            <li key={type}>
              <span className="start__dot" style={{ background: cityType(type).color }} aria-hidden="true" />
              <Link className="kern-link" to={`/data?type=${encodeURIComponent(type)}`}>
                {cityType(type).names[language]}
              </Link>
              <span className="kern-body kern-body--muted">
                {t('count', { count: counts.get(type) ?? 0 })}
              </span>
              <Link
                className="kern-link kern-link--small"
                to={`/map?type=${encodeURIComponent(type)}`}
                aria-label={`${cityType(type).names[language]} ${t('onMap')}`}
              >
                {t('onMap')}
              </Link>
            </li>
          ))}
        </ul>
      </Card>
      <Latest types={[...counts.keys()]} />
    </div>
  );
};

const Latest = ({ types }: { readonly types: readonly string[] }) => {
  const t = useText(text);
  const format = useFormat();
  const { language } = useLanguage();
  const [values, setValues] = useState<readonly LatestValue[]>([]);
  const state = useLive(types, {
    onChange: (change) => {
      setValues((old) => addChange(old, change));
    },
  });
  return (
    <Card title={t('latest')} preline={<LiveStatus state={state} />}>
      {values.length === 0 ? <EmptyState title={t('waiting')}>{t('waitingDetail')}</EmptyState> : null}
      <ul className="start__latest">
        {values.map(({ key, id, type, attribute, value }) => (
          <li key={key}>
            <span className="start__dot" style={{ background: cityType(type).color }} aria-hidden="true" />
            <span className="start__what">
              <EntityReference id={id} />
              <span className="kern-body kern-body--small kern-body--muted">
                {attributeName(attribute, language)}
              </span>
            </span>
            <strong className="kern-title">{format.number(value)}</strong>
          </li>
        ))}
      </ul>
    </Card>
  );
};
