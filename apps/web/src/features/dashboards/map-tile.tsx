import { Button, CityMap, EmptyState, ErrorState, Loading } from '@allmende/design-system';
import { useMemo, useState } from 'react';
import {
  districtType,
  entityName,
  headlineValue,
  measuredName,
  toMapAreas,
  useAttribution,
  useEntitiesOf,
  useQuantityText,
  useToLayer,
} from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { Link } from '../../tenant/index.ts';
import { useTheme } from '../../theme/theme.tsx';
import { EntityTable } from './entity-table.tsx';
import { text } from './text.ts';

interface MapTileProps {
  readonly type: string;
  readonly title: string;
}

/** All entities of a type on the map, or as a list for those who cannot use the map. */
export const MapTile = ({ type, title }: MapTileProps) => {
  const t = useText(text);
  const { theme } = useTheme();
  const [isList, setList] = useState(false);
  const [selectedId, setSelectedId] = useState<string>();
  const entities = useEntitiesOf(type);
  const districts = useEntitiesOf(districtType);
  const areas = useMemo(() => toMapAreas(districts.data ?? []), [districts.data]);
  const toLayer = useToLayer([type]);
  const attribution = useAttribution();
  const layers = [toLayer(type, entities.data ?? [], true)];
  if (entities.isPending) return <Loading />;
  if (entities.isError) {
    return <ErrorState detail={entities.error.message} onRetry={() => void entities.refetch()} />;
  }
  if (entities.data.length === 0) return <EmptyState title={t('noEntities')} />;
  return (
    <>
      {isList ? (
        <EntityTable caption={t('listOf', { title })} entities={entities.data} attribute="" />
      ) : (
        <>
          <div className="dashboard__map">
            <CityMap
              label={t('mapOf', { title })}
              layers={layers}
              areas={areas}
              selectedId={selectedId}
              isDark={theme === 'dark'}
              fit="points"
              onSelect={setSelectedId}
              {...attribution}
            />
          </div>
          <Selected id={selectedId} type={type} />
        </>
      )}
      <div className="dashboard__row">
        <Button
          variant="tertiary"
          className="kern-btn--x-small"
          aria-pressed={isList}
          onClick={() => {
            setList(!isList);
          }}
        >
          {isList ? t('showMap') : t('showList')}
        </Button>
        <Link className="kern-link kern-link--small" to={`/map?type=${encodeURIComponent(type)}`}>
          {t('openMap')}
        </Link>
      </div>
    </>
  );
};

const Selected = ({ id, type }: { readonly id: string | undefined; readonly type: string }) => {
  const t = useText(text);
  const quantityText = useQuantityText();
  const { language } = useLanguage();
  const entity = useEntitiesOf(type).data?.find((one) => one.id === id);
  const headline = entity === undefined ? undefined : headlineValue(entity);
  return (
    <p className="kern-body kern-body--small" aria-live="polite">
      {entity === undefined ? (
        t('nothingSelected')
      ) : (
        <>
          <Link className="kern-link kern-link--small" to={`/entities/${encodeURIComponent(entity.id)}`}>
            {entityName(entity)}
          </Link>
          {headline === undefined
            ? ''
            : `: ${measuredName(headline.attribute, language, entity)} ${quantityText(headline.attribute, headline.value)}`}
        </>
      )}
    </p>
  );
};
