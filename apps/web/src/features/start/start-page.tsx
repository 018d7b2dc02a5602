import { EmptyState, ErrorState, Loading } from '@allmende/design-system';
import { useMemo, useState } from 'react';
import type { EntityTypeSummary } from '../../api/client.ts';
import type { LiveChange } from '../../api/use-live.ts';
import { districtType, toMapAreas, useCityEntities, useTypes } from '../../city/index.ts';
import { useText } from '../../i18n/index.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { figureTypes } from './city-figures.ts';
import { Figures } from './figures.tsx';
import { Hero } from './hero.tsx';
import { addChange, noValues } from './latest-values.ts';
import { Latest } from './latest.tsx';
import { Offer } from './offer.tsx';
import './start.css';
import { text } from './text.ts';
import { Ways } from './ways.tsx';

/** What the city shares, how it is doing, and what is arriving right now. */
export const StartPage = () => {
  const t = useText(text);
  usePageTitle(t('title'));
  const types = useTypes();
  if (types.data !== undefined && types.data.length > 0) return <LivingCity types={types.data} />;
  return (
    <>
      <Hero areas={[]} places={[]} latest={[]} />
      {types.isPending ? <Loading /> : null}
      {types.isError ? (
        <ErrorState detail={types.error.message} onRetry={() => void types.refetch()} />
      ) : null}
      {types.data?.length === 0 ? <EmptyState title={t('empty')}>{t('emptyDetail')}</EmptyState> : null}
      <Ways />
    </>
  );
};

const LivingCity = ({ types }: { readonly types: readonly EntityTypeSummary[] }) => {
  const names = types.map(({ type }) => type);
  const measured = figureTypes.filter((type) => names.includes(type));
  const districts = names.includes(districtType) ? [districtType] : [];
  const [latest, setLatest] = useState(noValues);
  const note = (change: LiveChange): void => {
    setLatest((old) => addChange(old, change));
  };
  const city = useCityEntities([...measured, ...districts], names, note);
  const areaEntities = city.byType.get(districtType);
  const areas = useMemo(() => toMapAreas(areaEntities ?? []), [areaEntities]);
  const entities = types.reduce((sum, { entityCount }) => sum + entityCount, 0);
  return (
    <>
      <Hero
        areas={areas}
        places={measured.flatMap((type) => city.byType.get(type) ?? [])}
        latest={latest.values}
        summary={{ entities, types: types.length }}
      />
      {city.error === undefined ? null : <ErrorState detail={city.error.message} onRetry={city.retry} />}
      {measured.length > 0 ? (
        <Figures byType={city.byType} types={measured} isPending={city.isPending} live={city.live} />
      ) : null}
      <Ways />
      <div className="start__columns">
        <Offer types={types} />
        <Latest latest={latest} types={names} byType={city.byType} />
      </div>
    </>
  );
};
