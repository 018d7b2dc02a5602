import type { DashboardTile, TileKind } from '../../api/dashboards.ts';

export const tileKinds = ['value', 'trend', 'chart', 'map', 'table'] as const satisfies readonly TileKind[];

/** Columns of twelve that a tile may take. */
export const tileWidths = [3, 4, 6, 12] as const;

/** Whether a tile shows one entity's attribute; the others show all entities of a type. */
export const isOfOneEntity = (kind: TileKind): boolean =>
  kind === 'value' || kind === 'trend' || kind === 'chart';

/** A comfortable width for a new tile of the kind. */
export const usualWidth = (kind: TileKind): number => (kind === 'value' || kind === 'trend' ? 3 : 6);

/** What is still missing before a tile can be shown; undefined when nothing is. */
export const missingPart = (
  tile: Omit<DashboardTile, 'id' | 'title'>,
): 'entityType' | 'entityId' | 'attribute' | undefined => {
  const isMissing = (text: string | undefined): boolean => text === undefined || text === '';
  if (isMissing(tile.entityType)) return 'entityType';
  if (!isOfOneEntity(tile.kind)) return undefined;
  if (isMissing(tile.entityId)) return 'entityId';
  return isMissing(tile.attribute) ? 'attribute' : undefined;
};

/** The tile one place earlier (-1) or later (+1); unchanged at the ends. */
export const moveTile = (
  tiles: readonly DashboardTile[],
  id: string,
  step: -1 | 1,
): readonly DashboardTile[] => {
  const index = tiles.findIndex((tile) => tile.id === id);
  const [tile, other] = [tiles[index], tiles[index + step]];
  if (tile === undefined || other === undefined) return tiles;
  return tiles.map((one, place) => (place === index ? other : place === index + step ? tile : one));
};

export const removeTile = (tiles: readonly DashboardTile[], id: string): readonly DashboardTile[] =>
  tiles.filter((tile) => tile.id !== id);

/** Replaces the tile with the same id, or adds it at the end. */
export const putTile = (tiles: readonly DashboardTile[], tile: DashboardTile): readonly DashboardTile[] =>
  tiles.some(({ id }) => id === tile.id)
    ? tiles.map((one) => (one.id === tile.id ? tile : one))
    : [...tiles, tile];

/** An id that no tile has: `tile-1`, `tile-2` … */
export const nextTileId = (tiles: readonly DashboardTile[]): string => {
  const numbers = tiles.map(({ id }) => Number(/^tile-(\d+)$/u.exec(id)?.[1] ?? 0));
  return `tile-${String(Math.max(0, ...numbers) + 1)}`;
};

/** The entity types the tiles show, each once. */
export const typesOf = (tiles: readonly DashboardTile[]): readonly string[] => [
  ...new Set(tiles.flatMap(({ entityType }) => (entityType === undefined ? [] : [entityType]))),
];
