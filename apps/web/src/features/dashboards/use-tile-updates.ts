import { useQueryClient } from '@tanstack/react-query';
import type { DashboardTile } from '../../api/dashboards.ts';
import type { Entity } from '../../api/entity.ts';
import { useLive, type LiveState } from '../../api/use-live.ts';
import { applyChange } from '../../city/index.ts';
import { typesOf } from './tiles.ts';

/** Lays pushed changes over what all tiles show; one connection for the page, as browsers allow only few. */
export const useTileUpdates = (tiles: readonly DashboardTile[]): LiveState => {
  const queries = useQueryClient();
  return useLive(typesOf(tiles), (change) => {
    queries.setQueryData<readonly Entity[]>(['entities', change.type], (old) =>
      old === undefined ? undefined : applyChange(old, change),
    );
    void queries.invalidateQueries({ queryKey: ['entity', change.id] });
  });
};
