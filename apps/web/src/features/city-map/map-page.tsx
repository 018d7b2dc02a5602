import { Button, Card, CityMap, EmptyState, ErrorState, Loading } from '@allmende/design-system';
import { useMemo, useRef, useState } from 'react';
import {
  cityType,
  districtType,
  hollow,
  LiveStatus,
  orderTypes,
  SourceNotice,
  toMapAreas,
  useAttribution,
  useCityEntities,
  useSourceWarnings,
  useToLayer,
  useTypes,
  useUnits,
  valueScale,
} from '../../city/index.ts';
import { useText } from '../../i18n/index.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { useTheme } from '../../theme/theme.tsx';
import { LayerList } from './layer-list.tsx';
import './map.css';
import { PlaceDetails } from './place-details.tsx';
import { PlaceList } from './place-list.tsx';
import { PlaceSearch } from './place-search.tsx';
import { SourceList } from './source-list.tsx';
import { text } from './text.ts';
import { useMapState } from './use-map-state.ts';

/** The city's places as a map or as a list, renewed by pushed changes. */
export const MapPage = () => {
  const t = useText(text);
  usePageTitle(t('title'));
  const types = useTypes();
  const names = useMemo(() => orderTypes((types.data ?? []).map(({ type }) => type)), [types.data]);
  if (names.length > 0) return <CityView types={names} />;
  return (
    <>
      <h1 className="kern-heading-large">{t('title')}</h1>
      {types.isPending ? <Loading /> : null}
      {types.isError ? (
        <ErrorState detail={types.error.message} onRetry={() => void types.refetch()} />
      ) : null}
      {types.data?.length === 0 ? <EmptyState title={t('noLayers')} /> : null}
    </>
  );
};

/** What is measured is shown first; places that stand still are a click away. */
const usualLayers = (types: readonly string[]): readonly string[] => {
  const measured = types.filter((type) => valueScale(type) !== undefined);
  return measured.length > 0 ? measured : types;
};

const CityView = ({ types }: { readonly types: readonly string[] }) => {
  const t = useText(text);
  const attribution = useAttribution();
  const { theme } = useTheme();
  const pointTypes = useMemo(() => types.filter((type) => type !== districtType), [types]);
  const usual = useMemo(() => usualLayers(pointTypes), [pointTypes]);
  const state = useMapState(pointTypes, usual);
  const { byType, isPending, error, live, retry } = useCityEntities(types, pointTypes);
  const toLayer = useToLayer(pointTypes);
  const unitOf = useUnits(pointTypes);
  const warnings = useSourceWarnings(pointTypes);
  const [focusedId, setFocusedId] = useState(state.placeId);
  const details = useRef<HTMLDivElement>(null);

  const layers = pointTypes.map((type) => toLayer(type, byType.get(type) ?? [], state.layers.has(type)));
  const districts = byType.get(districtType);
  const areas = useMemo(() => toMapAreas(districts ?? []), [districts]);
  const all = pointTypes.flatMap((type) => byType.get(type) ?? []);
  const shown = all.filter(({ type }) => state.layers.has(type));
  const selected = all.find(({ id }) => id === state.placeId);
  /** Chosen from the search or the list: the map and the keyboard follow. */
  const lead = (id: string, type: string): void => {
    setFocusedId(id);
    state.choosePlace(id, type);
    details.current?.focus();
  };

  return (
    <>
      <div className="map-page__bar">
        <h1 className="kern-heading-large">{t('title')}</h1>
        <LiveStatus state={live} />
        <Button
          variant="secondary"
          className="map-page__switch"
          aria-pressed={state.isList}
          onClick={() => {
            state.showList(!state.isList);
          }}
        >
          {state.isList ? t('showMap') : t('showList')}
        </Button>
      </div>
      {error === undefined ? null : <ErrorState detail={error.message} onRetry={retry} />}
      <SourceNotice warnings={warnings} />
      <div className="map-page">
        <PlaceSearch
          entities={all}
          onSelect={(entity) => {
            lead(entity.id, entity.type);
          }}
        />
        <div className="map-page__view">
          {isPending ? <Loading /> : null}
          {state.isList ? (
            <PlaceList
              entities={shown}
              unitOf={unitOf}
              onSelect={(entity) => {
                lead(entity.id, entity.type);
              }}
            />
          ) : (
            <CityMap
              label={t('mapLabel')}
              layers={layers}
              areas={areas}
              selectedId={state.placeId}
              focusedId={focusedId}
              isDark={theme === 'dark'}
              fit={state.isChosen ? 'points' : 'areas'}
              onSelect={state.choosePlace}
              {...attribution}
            />
          )}
          <SourceList entities={shown} />
        </div>
        <aside className="map-page__side" aria-label={t('details')}>
          <div ref={details} tabIndex={-1} className="map-page__place">
            <PlaceDetails
              entity={selected}
              unitOf={unitOf}
              onClose={() => {
                setFocusedId(undefined);
                state.choosePlace(undefined);
                details.current?.focus();
              }}
            />
          </div>
          <Card title={t('layers')}>
            <LayerList
              layers={layers.map(({ id, visible, features }) => ({
                type: cityType(id),
                visible,
                count: features.length,
                hasHollow: features.some(({ color }) => color === hollow),
                sample: byType.get(id)?.[0],
              }))}
              unitOf={unitOf}
              onToggle={state.toggleLayer}
            />
          </Card>
        </aside>
      </div>
    </>
  );
};
