import { Button, Card, CityMap, EmptyState, ErrorState, Loading } from '@allmende/design-system';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import {
  cityType,
  LiveStatus,
  districtType,
  orderTypes,
  toLayer,
  toMapAreas,
  useCityEntities,
  useTypes,
} from '../../city/index.ts';
import { useText } from '../../i18n/index.ts';
import { useTheme } from '../../theme/theme.tsx';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { LayerList } from './layer-list.tsx';
import './map.css';
import { PlaceDetails } from './place-details.tsx';
import { PlaceList } from './place-list.tsx';
import { text } from './text.ts';

/** The city's places as a map or as a list, renewed by pushed changes. */
export const MapPage = () => {
  const t = useText(text);
  usePageTitle(t('title'));
  const types = useTypes();
  const names = useMemo(() => orderTypes((types.data ?? []).map(({ type }) => type)), [types.data]);
  return (
    <>
      <h1 className="kern-heading-large">{t('title')}</h1>
      {types.isPending ? <Loading /> : null}
      {types.isError ? (
        <ErrorState detail={types.error.message} onRetry={() => void types.refetch()} />
      ) : null}
      {types.data?.length === 0 ? <EmptyState title={t('noLayers')} /> : null}
      {names.length === 0 ? null : <CityView types={names} />}
    </>
  );
};

const CityView = ({ types }: { readonly types: readonly string[] }) => {
  const t = useText(text);
  const { theme } = useTheme();
  const [parameters] = useSearchParams();
  const only = parameters.get('type');
  const pointTypes = useMemo(() => types.filter((type) => type !== districtType), [types]);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(
    () => new Set(only === null ? [] : pointTypes.filter((type) => type !== only)),
  );
  const [selectedId, setSelectedId] = useState<string>();
  const [isList, setList] = useState(false);
  const { byType, isPending, error, live, retry } = useCityEntities(types, pointTypes);

  const layers = pointTypes.map((type) => toLayer(type, byType.get(type) ?? [], !hidden.has(type)));
  const districts = byType.get(districtType);
  const areas = useMemo(() => toMapAreas(districts ?? []), [districts]);
  const shown = pointTypes.filter((type) => !hidden.has(type)).flatMap((type) => byType.get(type) ?? []);
  const selected = [...byType.values()].flat().find(({ id }) => id === selectedId);
  const toggle = (type: string): void => {
    setHidden((old) => new Set(old.has(type) ? [...old].filter((one) => one !== type) : [...old, type]));
  };

  return (
    <>
      {error === undefined ? null : <ErrorState detail={error.message} onRetry={retry} />}
      <div className="map-page__bar">
        <Button
          variant="secondary"
          aria-pressed={isList}
          onClick={() => {
            setList(!isList);
          }}
        >
          {isList ? t('showMap') : t('showList')}
        </Button>
        <LiveStatus state={live} />
      </div>
      <div className="map-page">
        <div className="map-page__view">
          {isPending ? <Loading /> : null}
          {isList ? (
            <PlaceList entities={shown} onSelect={setSelectedId} />
          ) : (
            <CityMap
              label={t('mapLabel')}
              layers={layers}
              areas={areas}
              selectedId={selectedId}
              isDark={theme === 'dark'}
              fit={only === null ? 'areas' : 'points'}
              onSelect={setSelectedId}
            />
          )}
        </div>
        <aside className="map-page__side" aria-label={t('details')}>
          <PlaceDetails
            entity={selected}
            onClose={() => {
              setSelectedId(undefined);
            }}
          />
          <Card title={t('layers')}>
            <LayerList
              layers={layers.map(({ id, visible, features }) => ({
                type: cityType(id),
                visible,
                count: features.length,
              }))}
              onToggle={toggle}
            />
          </Card>
        </aside>
      </div>
    </>
  );
};
