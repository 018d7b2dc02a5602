/** How one query of a snapshot went (ExecutionResultDetails, §5.2.42). */
export interface SnapshotQueryDetails {
  readonly resultStatus: 'success' | 'failure' | 'empty';
  /** Members of problem details (RFC 9457). */
  readonly problemDetails?: Readonly<Record<string, unknown>>;
}

export type SnapshotStatus = 'preparing' | 'success' | 'partial' | 'empty' | 'failure';

/** Snapshot (§5.2.41): entities as they were when it was made. */
export interface Snapshot {
  readonly id: string;
  readonly type: 'Snapshot';
  readonly snapshotQueries?: readonly unknown[];
  readonly snapshotTemporalQueries?: readonly unknown[];
  readonly snapshotLifetime?: string;
  readonly snapshotPriority: number;
  readonly endpoint?: string;
  readonly receiverInfo?: readonly { readonly key: string; readonly value: string }[];
  readonly snapshotStatus: SnapshotStatus;
  readonly snapshotQueriesDetails?: readonly SnapshotQueryDetails[];
  readonly snapshotTemporalQueriesDetails?: readonly SnapshotQueryDetails[];
  readonly expiresAt?: string;
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly lastUsedAt: string;
}

/** Port: what is told of snapshots, per tenant. */
export interface SnapshotStore {
  find(tenant: string, id: string): Snapshot | undefined;
  list(tenant: string): readonly Snapshot[];
  /** The snapshots of all tenants. */
  all(): Promise<readonly { readonly tenant: string; readonly snapshot: Snapshot }[]>;
  /** Adds a snapshot or puts it in the place of the one with its id. */
  put(tenant: string, snapshot: Snapshot): Promise<void>;
  remove(tenant: string, id: string): Promise<void>;
}
