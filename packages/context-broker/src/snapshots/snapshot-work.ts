import { instantMs } from '../entities/date-time.ts';
import { after, parseDuration } from '../temporal/duration.ts';
import type { BrokerParts } from '../broker.ts';
import { notifySnapshot } from './snapshot-notification.ts';
import { clearContents, type ContentStores } from './snapshot-contents.ts';
import type { Snapshot, SnapshotStore } from './snapshot-store.ts';
import { snapshotTenant } from './snapshot-tenant.ts';
import type { Subscriptions } from '../subscriptions/create-subscriptions.ts';

const defaultLifetimeMs = 86_400_000;
const maxLifetimeMs = 7 * 86_400_000;
const sweepMs = 1000;

/** When a snapshot ends that is made or changed now; the broker bounds what is asked for (§5.16.1.4). */
export const endOfSnapshot = (nowMs: number, lifetime: string | undefined): string => {
  const duration = lifetime === undefined ? undefined : parseDuration(lifetime);
  const wanted = duration === undefined ? nowMs + defaultLifetimeMs : after(nowMs, duration, 1);
  return new Date(Math.min(wanted, nowMs + maxLifetimeMs)).toISOString();
};

export const isOver = ({ expiresAt }: Snapshot, nowMs: number): boolean =>
  expiresAt !== undefined && instantMs(expiresAt) <= nowMs;

/** What goes on with snapshots in the background: they are filled, notified, and removed when they end. */
export interface SnapshotWork {
  /** Fills a snapshot by `work`, which gives it as it is then. */
  fill(tenant: string, snapshot: Snapshot, work: () => Promise<Snapshot>): void;
  notify(tenant: string, snapshot: Snapshot): void;
  remove(tenant: string, snapshot: Snapshot): Promise<void>;
  /** Takes up work after a start. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Parts {
  readonly parts: BrokerParts;
  readonly snapshots: SnapshotStore;
  readonly contents: ContentStores;
  readonly subscriptions: Pick<Subscriptions, 'removeAll'>;
}

/** Work that nobody waits for, but a stop. */
const createTracking = ({ logger }: Pick<BrokerParts, 'logger'>) => {
  const working = new Set<Promise<void>>();
  return {
    track: (what: string, work: Promise<void>): void => {
      const tracked = work
        .catch((cause: unknown) => {
          logger.error(`a snapshot could not be ${what}`, { cause });
        })
        .then(() => {
          working.delete(tracked);
        });
      working.add(tracked);
    },
    settled: async (): Promise<void> => {
      while (working.size > 0) await Promise.all(working);
    },
  };
};

/** How a snapshot went, in what is known of it by now. */
const withOutcome = (current: Snapshot, filled: Snapshot, modifiedAt: string): Snapshot => {
  const { snapshotStatus, snapshotQueriesDetails, snapshotTemporalQueriesDetails } = filled;
  return {
    ...current,
    snapshotStatus,
    modifiedAt,
    ...(snapshotQueriesDetails === undefined ? {} : { snapshotQueriesDetails }),
    ...(snapshotTemporalQueriesDetails === undefined ? {} : { snapshotTemporalQueriesDetails }),
  };
};

/** Subscriptions go first, as nobody is to be told that what is in a snapshot goes with it. */
const createRemoval =
  ({ snapshots, contents, subscriptions }: Omit<Parts, 'parts'>): SnapshotWork['remove'] =>
  async (tenant, { id }) => {
    const kept = snapshotTenant({ tenant, id });
    await snapshots.remove(tenant, id);
    await subscriptions.removeAll(kept);
    await clearContents(contents, kept);
  };

export const createSnapshotWork = ({ parts, snapshots, contents, subscriptions }: Parts): SnapshotWork => {
  const { clock } = parts;
  const { track, settled } = createTracking(parts);
  const running: { timer?: NodeJS.Timeout; isSweeping: boolean } = { isSweeping: false };

  const notify = (tenant: string, snapshot: Snapshot): void => {
    track('notified', notifySnapshot(parts, tenant, snapshot));
  };
  const remove = createRemoval({ snapshots, contents, subscriptions });
  /** Keeps how it went, unless the snapshot was removed meanwhile; what else was said of it stays. */
  const finish = async (tenant: string, filled: Snapshot): Promise<void> => {
    const current = await snapshots.find(tenant, filled.id);
    if (current === undefined) return clearContents(contents, snapshotTenant({ tenant, id: filled.id }));
    const next = withOutcome(current, filled, new Date(clock.now()).toISOString());
    await snapshots.put(tenant, next);
    notify(tenant, next);
  };
  const fillNow = async (tenant: string, snapshot: Snapshot, work: () => Promise<Snapshot>) => {
    try {
      await finish(tenant, await work());
    } catch (cause) {
      await finish(tenant, { ...snapshot, snapshotStatus: 'failure' });
      throw cause;
    }
  };
  const sweep = async (): Promise<void> => {
    const now = clock.now();
    for (const { tenant, snapshot } of await snapshots.all()) {
      if (!isOver(snapshot, now)) continue;
      await remove(tenant, snapshot);
      notify(tenant, snapshot);
    }
  };
  const tick = (): void => {
    if (running.isSweeping) return;
    running.isSweeping = true;
    const done = sweep().finally(() => {
      running.isSweeping = false;
    });
    track('removed', done);
  };

  return {
    fill: (tenant, snapshot, work) => {
      track('filled', fillNow(tenant, snapshot, work));
    },
    notify,
    remove,
    start: async () => {
      // Nobody fills these any more.
      for (const { tenant, snapshot } of await snapshots.all())
        if (snapshot.snapshotStatus === 'preparing')
          await snapshots.put(tenant, { ...snapshot, snapshotStatus: 'failure' });
      running.timer = setInterval(tick, sweepMs);
    },
    stop: async () => {
      clearInterval(running.timer);
      await settled();
    },
  };
};
