import { BodyReader } from './body-reader.ts';

export interface DashboardTile {
  readonly id: string;
  readonly kind: 'value' | 'trend' | 'chart' | 'map' | 'table';
  readonly title: string;
  /** Columns of twelve. */
  readonly width: number;
  readonly entityId?: string;
  readonly entityType?: string;
  readonly attribute?: string;
}

/** A saved dashboard; its address can be shared. */
export interface Dashboard {
  readonly id: string;
  readonly title: string;
  readonly tiles: readonly DashboardTile[];
  readonly version: number;
  readonly modifiedAt: string;
}

export interface DashboardDraft {
  readonly id?: string;
  readonly title: string;
  readonly tiles: readonly DashboardTile[];
  /** Version that the change was made on. */
  readonly version?: number;
}

/** Checks a dashboard; refuses it with all findings. */
export const readDashboard = (body: unknown): DashboardDraft => {
  const reader = new BodyReader();
  const given = reader.object(body, '', ['id', 'title', 'tiles', 'version', 'modifiedAt']);
  const id = reader.optionalText(given['id'], '/id');
  if (id !== undefined && !/^[A-Za-z0-9._~-]{1,100}$/u.test(id))
    reader.report('/id', 'only letters, digits and . _ ~ - are possible');
  const draft: DashboardDraft = {
    ...(id === undefined ? {} : { id }),
    title: reader.text(given['title'], '/title'),
    tiles: reader.list(given['tiles'], '/tiles').map((tile, index) => readTile(reader, tile, index)),
    ...(given['version'] === undefined ? {} : { version: reader.number(given['version'], '/version', 1) }),
  };
  const ids = draft.tiles.map((tile) => tile.id);
  if (new Set(ids).size < ids.length) reader.report('/tiles', 'ids of tiles must differ');
  reader.finish();
  return draft;
};

const readTile = (reader: BodyReader, value: unknown, index: number): DashboardTile => {
  const pointer = `/tiles/${String(index)}`;
  const optional = ['entityId', 'entityType', 'attribute'] as const;
  const given = reader.object(value, pointer, ['id', 'kind', 'title', 'width', ...optional]);
  const width = reader.number(given['width'], `${pointer}/width`, 1);
  if (width > 12 || !Number.isInteger(width))
    reader.report(`${pointer}/width`, 'a whole number up to 12 is expected');
  return {
    id: reader.text(given['id'], `${pointer}/id`),
    kind: reader.choice(given['kind'], `${pointer}/kind`, ['value', 'trend', 'chart', 'map', 'table']),
    title: reader.text(given['title'], `${pointer}/title`),
    width,
    ...Object.fromEntries(
      optional
        .filter((name) => given[name] !== undefined)
        .map((name) => [name, reader.text(given[name], `${pointer}/${name}`)]),
    ),
  };
};
