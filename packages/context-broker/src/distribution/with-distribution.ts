import type { Answer, ApiRequest, Route } from '@allmende/http';
import { withBody } from './request-with-body.ts';
import { distributedBatch } from './distributed-batch.ts';
import { discoveryKinds, distributedDiscovery } from './distributed-discovery.ts';
import { distributedPurge } from './distributed-purge.ts';
import { distributedQuery } from './distributed-query.ts';
import { distributedRetrieval } from './distributed-retrieval.ts';
import { distributedWrite } from './distributed-write.ts';
import { isLocal, registrationsFor, type Distribute, type Distribution } from './distribution.ts';
import { batchKinds } from './read-batch.ts';
import { distributedTemporalRead } from './temporal/distributed-temporal-read.ts';
import { writeKinds } from './write-kinds.ts';

/** How operations are distributed, by the clause of their route. */
const distributable: ReadonlyMap<string, Distribute> = new Map<string, Distribute>([
  ['6.5.3.1', distributedRetrieval],
  ['6.4.3.2', distributedQuery],
  ['6.23.3.1', distributedQuery],
  ['6.4.3.3', distributedPurge],
  ...['6.18.3.2', '6.19.3.1', '6.24.3.1'].map((clause) => [clause, distributedTemporalRead(clause)] as const),
  ...Object.entries(discoveryKinds).map(([clause, kind]) => [clause, distributedDiscovery(kind)] as const),
  ...Object.entries(batchKinds).map(([clause, kind]) => [clause, distributedBatch(kind)] as const),
  ...Object.entries(writeKinds).map(([clause, kind]) => [clause, distributedWrite(kind)] as const),
]);

/**
 * Lets other context sources take part in operations (§4.3.6). A tenant without registrations pays for one look-up;
 * `local=true` keeps a request here (§6.3.18).
 */
export const withDistribution = (distribution: Distribution, routes: readonly Route[]): readonly Route[] =>
  routes.map((route) => {
    const { clause, handle } = route;
    const distribute = clause === undefined ? undefined : distributable.get(clause);
    if (distribute === undefined) return route;
    return {
      ...route,
      handle: (request: ApiRequest): Answer | Promise<Answer> => {
        const registrations = registrationsFor(distribution, request);
        if (registrations.length === 0 || isLocal(request)) return handle(request);
        return distribute(distribution, {
          request: withBody(request),
          registrations,
          handleHere: handle,
        });
      },
    };
  });
