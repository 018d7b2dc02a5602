import { readJson, sendJson, toParameters } from './http.ts';

export type TileKind = 'value' | 'trend' | 'chart' | 'map' | 'table';

/** One part of a dashboard: what it shows of which entity or type. */
export interface DashboardTile {
  readonly id: string;
  readonly kind: TileKind;
  readonly title: string;
  /** Columns of twelve. */
  readonly width: number;
  readonly entityType?: string;
  readonly entityId?: string;
  readonly attribute?: string;
}

export interface Dashboard {
  readonly id: string;
  /** Whose entities it shows; '' is the default tenant. */
  readonly tenant: string;
  readonly title: string;
  readonly tiles: readonly DashboardTile[];
  /** Grows with each save; a save over an older one is refused with 409. */
  readonly version: number;
  readonly modifiedAt: string;
}

const base = '/api/dashboards';
const addressOf = (id: string): string => `${base}/${encodeURIComponent(id)}`;

/** All saved dashboards of a tenant. */
export const getDashboards = async (tenant: string, signal?: AbortSignal): Promise<readonly Dashboard[]> => {
  const address = `${base}?${toParameters({ limit: 1000, tenant })}`;
  return (await readJson<{ readonly dashboards: readonly Dashboard[] }>(address, signal)).dashboards;
};

export const getDashboard = (id: string, signal?: AbortSignal): Promise<Dashboard> =>
  readJson(addressOf(id), signal);

export const createDashboard = (draft: Pick<Dashboard, 'tenant' | 'title' | 'tiles'>): Promise<Dashboard> =>
  sendJson('POST', base, draft);

/** Saves over the version it was made from. */
export const replaceDashboard = ({ id, tenant, title, tiles, version }: Dashboard): Promise<Dashboard> =>
  sendJson('PUT', addressOf(id), { tenant, title, tiles, version });

export const deleteDashboard = (id: string): Promise<void> => sendJson('DELETE', addressOf(id));
