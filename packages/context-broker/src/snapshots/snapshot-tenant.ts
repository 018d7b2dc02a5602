/** A snapshot and the tenant that it belongs to. */
export interface SnapshotOwner {
  readonly tenant: string;
  readonly id: string;
}

/** The name under which the contents of a snapshot are kept; no client can give it, as it has a colon. */
export const snapshotTenant = ({ tenant, id }: SnapshotOwner): string =>
  tenant === '' ? `snapshot:${id}` : `snapshot@${tenant}:${id}`;

/** The snapshot that is kept under a name; undefined for that of a tenant itself. */
export const snapshotOf = (stored: string): SnapshotOwner | undefined => {
  const [, tenant = '', id] = /^snapshot(?:@([^:]*))?:(.*)$/su.exec(stored) ?? [];
  return id === undefined ? undefined : { tenant, id };
};

export const isSnapshotTenant = (stored: string): boolean => snapshotOf(stored) !== undefined;
