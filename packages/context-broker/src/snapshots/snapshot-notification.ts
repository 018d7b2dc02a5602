import { randomUUID } from 'node:crypto';
import type { BrokerParts } from '../broker.ts';
import { snapshotTenant } from './snapshot-tenant.ts';
import type { Snapshot } from './snapshot-store.ts';

const attempts = 3;
const pauseMs = 500;
const timeoutMs = 5000;

/** SnapshotNotification (§5.3.4); one that has ended before it was notified is gone. */
const bodyOf = (snapshot: Snapshot, notifiedAt: string): Readonly<Record<string, unknown>> => {
  const { id, snapshotPriority, snapshotStatus, expiresAt } = snapshot;
  const { snapshotQueriesDetails, snapshotTemporalQueriesDetails } = snapshot;
  return {
    id: `urn:ngsi-ld:SnapshotNotification:${randomUUID()}`,
    type: 'SnapshotNotification',
    snapshotId: id,
    notifiedAt,
    expiresAt,
    snapshotPriority,
    snapshotStatus,
    ...(snapshotQueriesDetails === undefined ? {} : { snapshotQueriesDetails }),
    ...(snapshotTemporalQueriesDetails === undefined
      ? {}
      : { temporalSnapshotQueriesDetails: snapshotTemporalQueriesDetails }),
  };
};

/** Tells the endpoint of a snapshot of its status (§5.16.6), if it has one; one that cannot be reached is given up. */
export const notifySnapshot = async (
  { contextSources, clock, logger }: BrokerParts,
  tenant: string,
  snapshot: Snapshot,
): Promise<void> => {
  const { endpoint, receiverInfo = [] } = snapshot;
  if (endpoint === undefined) return;
  const body = JSON.stringify(bodyOf(snapshot, new Date(clock.now()).toISOString()));
  const headers = {
    ...Object.fromEntries(receiverInfo.map(({ key, value }) => [key, value])),
    'Content-Type': 'application/json',
    ...(tenant === '' ? {} : { 'NGSILD-Tenant': tenant }),
  };
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const { signal } = new AbortController();
    const reply = await contextSources.send({
      method: 'POST',
      address: endpoint,
      headers,
      body,
      timeoutMs,
      signal,
    });
    // What the receiver answers need not be JSON.
    if (reply.kind === 'answer' ? reply.status < 300 : reply.failure === 'invalid') return;
    if (attempt < attempts) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  logger.warn('a snapshot could not be notified', { snapshot: snapshotTenant({ tenant, id: snapshot.id }) });
};
