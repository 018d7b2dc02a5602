/** The name under which the entities of a snapshot are kept; no client can give it, as it has a colon. */
export const snapshotTenant = (id: string): string => `snapshot:${id}`;

export const isSnapshotTenant = (tenant: string): boolean => tenant.startsWith('snapshot:');
