/** How one query of a snapshot went (§5.2.41). */
export interface SnapshotQueryDetails {
  readonly resultStatus: 'success' | 'failure';
  readonly resultDetails?: string;
}

/** Snapshot (§5.2.41): entities as they were when it was made. */
export interface Snapshot {
  readonly id: string;
  readonly type: 'Snapshot';
  readonly snapshotQueries?: readonly unknown[];
  readonly snapshotPriority: number;
  readonly snapshotStatus: 'preparing' | 'success' | 'failure';
  readonly snapshotQueriesDetails: readonly SnapshotQueryDetails[];
  readonly expiresAt?: string;
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly lastUsedAt: string;
}

/** Port: what is told of snapshots, per tenant. */
export interface SnapshotStore {
  find(tenant: string, id: string): Promise<Snapshot | undefined>;
  /** In order of id. */
  list(tenant: string): Promise<readonly Snapshot[]>;
  /** Adds a snapshot or puts it in the place of the one with its id. */
  put(tenant: string, snapshot: Snapshot): Promise<void>;
  remove(tenant: string, id: string): Promise<void>;
}
