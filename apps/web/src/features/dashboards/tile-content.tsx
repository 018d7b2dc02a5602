import { EmptyState } from '@allmende/design-system';
import type { DashboardTile } from '../../api/dashboards.ts';
import { useText } from '../../i18n/index.ts';
import { ChartTile } from './chart-tile.tsx';
import { MapTile } from './map-tile.tsx';
import { TableTile } from './table-tile.tsx';
import { text } from './text.ts';
import { missingPart } from './tiles.ts';
import { TrendTile } from './trend-tile.tsx';
import { ValueTile } from './value-tile.tsx';

/** What a tile shows, by its kind. */
export const TileContent = ({ tile }: { readonly tile: DashboardTile }) => {
  const t = useText(text);
  const { kind, title, entityType = '', entityId = '', attribute = '' } = tile;
  if (missingPart(tile) !== undefined) return <EmptyState title={t('incomplete')} />;
  switch (kind) {
    case 'value':
      return <ValueTile id={entityId} attribute={attribute} />;
    case 'trend':
      return <TrendTile id={entityId} attribute={attribute} />;
    case 'chart':
      return <ChartTile id={entityId} attribute={attribute} title={title} />;
    case 'map':
      return <MapTile type={entityType} title={title} />;
    case 'table':
      return <TableTile type={entityType} attribute={attribute} title={title} />;
  }
};
