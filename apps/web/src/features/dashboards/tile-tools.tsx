import { SelectField } from '@allmende/design-system';
import { flushSync } from 'react-dom';
import type { MouseEvent } from 'react';
import type { DashboardTile } from '../../api/dashboards.ts';
import { useText } from '../../i18n/index.ts';
import { text } from './text.ts';
import { tileWidths } from './tiles.ts';

interface TileToolsProps {
  readonly tile: DashboardTile;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onMove: (step: -1 | 1) => void;
  readonly onWidth: (width: number) => void;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

/** Moves, widens, changes and removes a tile, all by buttons. */
export const TileTools = (props: TileToolsProps) => {
  const { tile, isFirst, isLast, onMove, onWidth, onEdit, onRemove } = props;
  const t = useText(text);
  // A moved element loses the focus; the next press of the same button has to go on moving the tile.
  const move =
    (step: -1 | 1) =>
    ({ currentTarget }: MouseEvent<HTMLButtonElement>): void => {
      flushSync(() => {
        onMove(step);
      });
      currentTarget.focus();
    };
  return (
    <div className="dashboard__tools" role="group" aria-label={t('tileTools', { title: tile.title })}>
      <Tool icon="arrow-back" label={t('earlier')} isOff={isFirst} onPress={move(-1)} />
      <Tool icon="arrow-forward" label={t('later')} isOff={isLast} onPress={move(1)} />
      <Tool icon="edit" label={t('change')} onPress={onEdit} />
      <Tool icon="delete" label={t('removeTile')} onPress={onRemove} />
      <SelectField
        label={t('width')}
        value={String(tile.width)}
        options={widthOptions(tile.width).map((width) => ({
          value: String(width),
          label: isNamed(width) ? t(`width${width}`) : `${String(width)}/12`,
        }))}
        onChange={(value) => {
          onWidth(Number(value));
        }}
      />
    </div>
  );
};

interface ToolProps {
  readonly icon: string;
  readonly label: string;
  /** Without effect at present; stays reachable so that the keyboard does not lose its place. */
  readonly isOff?: boolean;
  readonly onPress: (event: MouseEvent<HTMLButtonElement>) => void;
}

const Tool = ({ icon, label, isOff = false, onPress }: ToolProps) => (
  <button
    type="button"
    className="kern-btn kern-btn--secondary kern-btn--x-small"
    title={label}
    aria-disabled={isOff}
    onClick={onPress}
  >
    <span className={`kern-icon kern-icon--${icon}`} aria-hidden="true" />
    <span className="kern-label kern-sr-only">{label}</span>
  </button>
);

const isNamed = (width: number): width is (typeof tileWidths)[number] =>
  tileWidths.some((known) => known === width);

/** The usual widths, and the tile's own when it came from elsewhere. */
const widthOptions = (width: number): readonly number[] =>
  isNamed(width) ? tileWidths : [...tileWidths, width].sort((a, b) => a - b);
