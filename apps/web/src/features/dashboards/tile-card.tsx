import { Card } from '@allmende/design-system';
import type { CSSProperties, ReactNode } from 'react';
import type { DashboardTile } from '../../api/dashboards.ts';
import { cityType } from '../../city/index.ts';
import { useLanguage } from '../../i18n/index.ts';
import { TileContent } from './tile-content.tsx';

interface TileCardProps {
  readonly tile: DashboardTile;
  /** Editing tools above the content. */
  readonly tools?: ReactNode;
}

/** A tile in its width of the grid's twelve columns. */
export const TileCard = ({ tile, tools }: TileCardProps) => {
  const { language } = useLanguage();
  const { title, width, entityType } = tile;
  const style: CSSProperties & Record<`--${string}`, number> = { '--tile-width': width };
  return (
    <div className="dashboard__tile" style={style} data-narrow={width < 6 || undefined}>
      <Card
        title={title}
        preline={entityType === undefined ? undefined : cityType(entityType).names[language]}
      >
        {tools}
        <TileContent tile={tile} />
      </Card>
    </div>
  );
};
