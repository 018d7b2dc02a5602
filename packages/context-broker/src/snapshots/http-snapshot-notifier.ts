import { CORE_CONTEXT_ADDRESS } from '@allmende/jsonld';
import type { Clock, Logger } from '@allmende/kernel';
import { snapshotNotification, type SnapshotNotifier } from './snapshot-notifier.ts';
import type { Snapshot } from './snapshot-store.ts';

const timeoutMs = 10_000;

const headersFor = (tenant: string, { receiverInfo = [] }: Snapshot): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(receiverInfo.map(({ key, value }) => [key, value])),
  'content-type': 'application/json',
  link: `<${CORE_CONTEXT_ADDRESS}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`,
  ...(tenant === '' ? {} : { 'NGSILD-Tenant': tenant }),
});

/** Tells of snapshots by HTTP POST (§5.16.6, §6.3.8), once each, beside the operation that changed them. */
export const createHttpSnapshotNotifier = ({
  clock,
  logger,
}: {
  readonly clock: Clock;
  readonly logger: Logger;
}): SnapshotNotifier => {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const post = async (endpoint: string, tenant: string, snapshot: Snapshot): Promise<void> => {
    const body = snapshotNotification(snapshot, new Date(clock.now()).toISOString());
    try {
      const answer = await fetch(endpoint, {
        method: 'POST',
        headers: headersFor(tenant, snapshot),
        body: JSON.stringify(body),
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), stopping.signal]),
      });
      await answer.body?.cancel();
      if (!answer.ok)
        logger.warn('a snapshot could not be told of', { id: snapshot.id, status: answer.status });
    } catch (cause) {
      logger.warn('a snapshot could not be told of', { id: snapshot.id, cause });
    }
  };
  return {
    tell: (tenant, snapshot) => {
      if (snapshot.endpoint === undefined || stopping.signal.aborted) return;
      const work = post(snapshot.endpoint, tenant, snapshot).finally(() => running.delete(work));
      running.add(work);
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
};
