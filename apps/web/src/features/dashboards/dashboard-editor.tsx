import { Button, EmptyState, ErrorState, Notice, TextField } from '@allmende/design-system';
import { useState } from 'react';
import type { Dashboard, DashboardTile } from '../../api/dashboards.ts';
import { useLiveEntities } from '../../city/index.ts';
import { useText } from '../../i18n/index.ts';
import { text } from './text.ts';
import { TileCard } from './tile-card.tsx';
import { TileDialog } from './tile-dialog.tsx';
import { TileTools } from './tile-tools.tsx';
import { moveTile, nextTileId, putTile, removeTile, typesOf } from './tiles.ts';
import { useDashboardDraft, type DashboardDraft } from './use-dashboard-draft.ts';

interface DashboardEditorProps {
  readonly saved: Dashboard;
  readonly onClose: () => void;
}

/** Composes a dashboard: title, tiles, their order and width. */
export const DashboardEditor = ({ saved, onClose }: DashboardEditorProps) => {
  const t = useText(text);
  const editing = useDashboardDraft(saved);
  const { title, tiles } = editing.draft;
  const [opened, setOpened] = useState<DashboardTile | 'new'>();
  const [said, setSaid] = useState('');
  useLiveEntities(typesOf(tiles));
  const setTiles = (next: readonly DashboardTile[]): void => {
    editing.change({ tiles: next });
  };
  const move = (tile: DashboardTile, step: -1 | 1): void => {
    const next = moveTile(tiles, tile.id, step);
    if (next === tiles) return;
    setTiles(next);
    setSaid(t('moved', { title: tile.title, place: next.indexOf(tile) + 1, count: next.length }));
  };
  const add = (
    <Button
      variant="secondary"
      icon="add"
      onClick={() => {
        setOpened('new');
      }}
    >
      {t('add')}
    </Button>
  );
  return (
    <>
      <EditorHead editing={editing} onClose={onClose} />
      <div className="dashboard__name">
        <TextField
          label={t('name')}
          value={title}
          isRequired
          error={title.trim() === '' ? t('nameMissing') : undefined}
          onChange={(next) => {
            editing.change({ title: next });
          }}
        />
      </div>
      <p className="kern-sr-only" aria-live="polite">
        {said}
      </p>
      {tiles.length === 0 ? (
        <EmptyState title={t('empty')} action={add}>
          {t('emptyDetail')}
        </EmptyState>
      ) : null}
      <div className="dashboard__grid">
        {tiles.map((tile, index) => (
          <TileCard
            key={tile.id}
            tile={tile}
            tools={
              <TileTools
                tile={tile}
                isFirst={index === 0}
                isLast={index === tiles.length - 1}
                onMove={(step) => {
                  move(tile, step);
                }}
                onWidth={(width) => {
                  setTiles(putTile(tiles, { ...tile, width }));
                }}
                onEdit={() => {
                  setOpened(tile);
                }}
                onRemove={() => {
                  setTiles(removeTile(tiles, tile.id));
                  setSaid(t('removedTile', { title: tile.title }));
                }}
              />
            }
          />
        ))}
      </div>
      {tiles.length === 0 ? null : <div>{add}</div>}
      {opened === undefined ? null : (
        <TileDialog
          tile={opened === 'new' ? undefined : opened}
          newId={nextTileId(tiles)}
          onClose={() => {
            setOpened(undefined);
          }}
          onApply={(tile) => {
            setTiles(putTile(tiles, tile));
            setOpened(undefined);
          }}
        />
      )}
    </>
  );
};

interface EditorHeadProps {
  readonly editing: DashboardDraft;
  readonly onClose: () => void;
}

const EditorHead = ({ editing, onClose }: EditorHeadProps) => {
  const t = useText(text);
  const { draft, isChanged, isSaving, isSaved, hasConflict, error } = editing;
  return (
    <>
      <div className="dashboard__head dashboard__head--sticky">
        <div>
          <p className="kern-preline">{t('editing')}</p>
          <h1 className="kern-heading-large dashboard__title">{draft.title}</h1>
        </div>
        <div className="dashboard__row">
          <span className="kern-body kern-body--small" role="status">
            {isSaving ? t('saving') : isChanged ? t('unsaved') : isSaved ? t('saved') : ''}
          </span>
          <Button
            className="kern-btn--x-small"
            disabled={!isChanged || isSaving || draft.title.trim() === ''}
            onClick={editing.save}
          >
            {t('save')}
          </Button>
          {isChanged ? (
            <Button variant="secondary" className="kern-btn--x-small" onClick={editing.discard}>
              {t('discard')}
            </Button>
          ) : (
            <Button variant="secondary" className="kern-btn--x-small" onClick={onClose}>
              {t('close')}
            </Button>
          )}
        </div>
      </div>
      {hasConflict ? (
        <Notice tone="danger" title={t('conflict')}>
          <p className="kern-body">{t('conflictDetail')}</p>
          <div className="dashboard__row">
            <Button variant="secondary" onClick={editing.saveAnyway}>
              {t('keepMine')}
            </Button>
            <Button variant="secondary" onClick={editing.takeTheirs}>
              {t('takeTheirs')}
            </Button>
          </div>
        </Notice>
      ) : null}
      {error === undefined ? null : <ErrorState detail={error.message} onRetry={editing.save} />}
    </>
  );
};
