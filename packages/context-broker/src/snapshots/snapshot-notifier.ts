import { randomUUID } from 'node:crypto';
import type { Snapshot } from './snapshot-store.ts';

/** Port: tells of a snapshot where it wants to be told of (§5.16.6); a receiver that cannot be reached is logged. */
export interface SnapshotNotifier {
  tell(tenant: string, snapshot: Snapshot): void;
  /** Stops what is under way. */
  stop(): Promise<void>;
}

/** SnapshotNotification (§5.3.4). */
export const snapshotNotification = (snapshot: Snapshot, at: string): object => {
  const { id, expiresAt, snapshotPriority, snapshotQueriesDetails, snapshotStatus } = snapshot;
  return {
    id: `urn:ngsi-ld:Notification:${randomUUID()}`,
    type: 'SnapshotNotification',
    snapshotId: id,
    snapshotStatus,
    snapshotPriority,
    snapshotQueriesDetails,
    expiresAt,
    notifiedAt: at,
  };
};
