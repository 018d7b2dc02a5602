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
  /** Whose entities it shows; '' is the default tenant. */
  readonly tenant: string;
  readonly title: string;
  readonly tiles: readonly DashboardTile[];
  readonly version: number;
  readonly modifiedAt: string;
}

export interface DashboardDraft {
  readonly id?: string;
  readonly tenant: string;
  readonly title: string;
  readonly tiles: readonly DashboardTile[];
  /** Version that the change was made on. */
  readonly version?: number;
}

/** Checks a dashboard, which has to have the id of its address when it has one; refuses it with all findings. */
export const readDashboard = (body: unknown, addressedId?: string): DashboardDraft => {
  const reader = new BodyReader();
  const given = reader.object(body, '', ['id', 'tenant', 'title', 'tiles', 'version', 'modifiedAt']);
  const id = reader.optionalLine(given['id'], '/id');
  if (id !== undefined && !/^[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,99}$/u.test(id)) {
    reader.report('/id', 'only up to 100 letters, digits and . _ ~ - are possible, beginning without a dot');
  } else if (id !== undefined && addressedId !== undefined && id !== addressedId) {
    reader.report('/id', 'differs from the address');
  }
  const version = given['version'];
  const draft: DashboardDraft = {
    ...(id === undefined ? {} : { id }),
    tenant: reader.tenant(given['tenant'] ?? ''),
    title: reader.line(given['title'], '/title', 200),
    tiles: reader.list(given['tiles'], '/tiles').map((tile, index) => readTile(reader, tile, index)),
    ...(version === undefined
      ? {}
      : { version: reader.number(version, '/version', { min: 1, isWhole: true }) }),
  };
  const ids = draft.tiles.map((tile) => tile.id);
  if (new Set(ids).size < ids.length) reader.report('/tiles', 'ids of tiles must differ');
  reader.finish();
  return draft;
};

const kinds = ['value', 'trend', 'chart', 'map', 'table'] as const;
const optionalMembers = ['entityId', 'entityType', 'attribute'] as const;

const readTile = (reader: BodyReader, value: unknown, index: number): DashboardTile => {
  const pointer = `/tiles/${String(index)}`;
  const given = reader.object(value, pointer, ['id', 'kind', 'title', 'width', ...optionalMembers]);
  return {
    id: reader.line(given['id'], `${pointer}/id`, 100),
    kind: reader.choice(given['kind'], `${pointer}/kind`, kinds),
    title: reader.line(given['title'], `${pointer}/title`, 200),
    width: reader.number(given['width'], `${pointer}/width`, { min: 1, max: 12, isWhole: true }),
    ...Object.fromEntries(
      optionalMembers
        .filter((name) => given[name] !== undefined)
        .map((name) => [name, reader.line(given[name], `${pointer}/${name}`)]),
    ),
  };
};
