import { describe, expect, it } from 'vitest';
import type { DashboardTile } from '../../api/dashboards.ts';
import { missingPart, moveTile, nextTileId, putTile, removeTile, typesOf } from './tiles.ts';

const tile = (id: string, entityType = 'OffStreetParking'): DashboardTile => ({
  id,
  kind: 'map',
  title: id,
  width: 6,
  entityType,
});
const ids = (tiles: readonly DashboardTile[]): readonly string[] => tiles.map(({ id }) => id);
const three = [tile('tile-1'), tile('tile-2'), tile('tile-3')];

describe('the tiles of a dashboard', () => {
  it('move one place earlier or later', () => {
    expect(ids(moveTile(three, 'tile-2', -1))).toEqual(['tile-2', 'tile-1', 'tile-3']);
    expect(ids(moveTile(three, 'tile-2', 1))).toEqual(['tile-1', 'tile-3', 'tile-2']);
  });

  it('stay where they are at the ends and when unknown', () => {
    expect(moveTile(three, 'tile-1', -1)).toBe(three);
    expect(moveTile(three, 'tile-3', 1)).toBe(three);
    expect(moveTile(three, 'tile-9', 1)).toBe(three);
    expect(moveTile(three, 'tile-9', -1)).toBe(three);
  });

  it('are replaced in place and added at the end', () => {
    expect(putTile(three, { ...tile('tile-2'), title: 'new' })[1]?.title).toBe('new');
    expect(ids(putTile(three, tile('tile-4')))).toEqual(['tile-1', 'tile-2', 'tile-3', 'tile-4']);
  });

  it('are removed', () => {
    expect(ids(removeTile(three, 'tile-2'))).toEqual(['tile-1', 'tile-3']);
  });

  it('get ids that no other has', () => {
    expect(nextTileId([])).toBe('tile-1');
    expect(nextTileId(three)).toBe('tile-4');
    expect(nextTileId([tile('my-own'), tile('tile-7')])).toBe('tile-8');
  });

  it('name each type once', () => {
    expect(typesOf([...three, tile('tile-4', 'School')])).toEqual(['OffStreetParking', 'School']);
  });
});

describe('missingPart', () => {
  it('asks for type, entity and attribute of a value', () => {
    const value = { kind: 'value', width: 3 } as const;
    expect(missingPart(value)).toBe('entityType');
    expect(missingPart({ ...value, entityType: 'School' })).toBe('entityId');
    expect(missingPart({ ...value, entityType: 'School', entityId: 'urn:x' })).toBe('attribute');
    expect(
      missingPart({ ...value, entityType: 'School', entityId: 'urn:x', attribute: 'pupils' }),
    ).toBeUndefined();
  });

  it('asks only for the type of a map or table', () => {
    expect(missingPart({ kind: 'map', width: 6, entityType: '' })).toBe('entityType');
    expect(missingPart({ kind: 'table', width: 6, entityType: 'School' })).toBeUndefined();
  });
});
