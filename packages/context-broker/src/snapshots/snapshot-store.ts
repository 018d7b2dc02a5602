/** How one query of a snapshot went (§5.2.41). */
export interface SnapshotQueryDetails {
  readonly resultStatus: 'success' | 'empty' | 'failure';
  /** Why it failed. */
  readonly problemDetails?: unknown;
}

/** Snapshot (§5.2.41): entities as they were when it was made. */
export interface Snapshot {
  readonly id: string;
  readonly type: 'Snapshot';
  readonly snapshotQueries?: readonly unknown[];
  readonly snapshotPriority: number;
  /** For how long its maker wanted it; `expiresAt` is what came of that. */
  readonly snapshotLifetime?: string;
  /** Where to tell of it. */
  readonly endpoint?: string;
  readonly receiverInfo?: readonly { readonly key: string; readonly value: string }[];
  readonly snapshotStatus: 'preparing' | 'success' | 'partial' | 'empty' | 'failure';
  readonly snapshotQueriesDetails: readonly SnapshotQueryDetails[];
  readonly expiresAt?: string;
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly lastUsedAt: string;
}

/** Port: what is told of snapshots, per tenant. */
export interface SnapshotStore {
  find(tenant: string, id: string): Snapshot | undefined;
  list(tenant: string): readonly Snapshot[];
  /** Adds a snapshot or puts it in the place of the one with its id. */
  put(tenant: string, snapshot: Snapshot): Promise<void>;
  remove(tenant: string, id: string): Promise<void>;
}
