import { retrieveAnywhere } from '../distributed-retrieval.ts';
import { isLocal, registrationsFor, type Distribution } from '../distribution.ts';
import { withBody } from '../request-with-body.ts';
import { mappedQuery } from './mapped-query.ts';
import type { MappedReading, ReadMapped } from './mapped-reading.ts';
import { mappedTemporal } from './mapped-temporal.ts';
import { tellLinkedMaps } from './tell-linked-maps.ts';
import { withWarnings } from '../warnings.ts';

/** Retrieves an entity, and notes or heeds which places have parts of it (§4.3.6.7, §5.7.1.4). */
const mappedRetrieval: ReadMapped = async (distribution, distributed, { map }) => {
  const retrieved = await retrieveAnywhere(distribution, distributed, map === undefined ? {} : { map });
  if (retrieved === undefined) return undefined;
  const { id, answer, sources } = retrieved;
  const made = map === undefined && sources.length > 0 ? { made: { entities: { [id]: sources } } } : {};
  return { answer, ...made, gone: new Set() };
};

/** Operations that a map may be made of, by their clause. */
const mappable: ReadonlyMap<string, ReadMapped> = new Map<string, ReadMapped>([
  ['6.5.3.1', mappedRetrieval],
  ['6.4.3.2', mappedQuery],
  ['6.23.3.1', mappedQuery],
  ...['6.18.3.2', '6.19.3.1', '6.24.3.1'].map((clause) => [clause, mappedTemporal(clause)] as const),
]);

/** Reads with maps over several sources; a tenant without registrations pays for one look-up. */
export const createMappedReading = (distribution: Distribution): MappedReading => ({
  tell: async (answer, { request, map, change }) =>
    map.linkedMaps === undefined
      ? answer
      : withWarnings(answer, await tellLinkedMaps(distribution, request, map, change)),
  read: async (request, clause, use) => {
    const registrations = await registrationsFor(distribution, request);
    const isHere = registrations.length === 0 || isLocal(request) || distribution.caller.hasComeBack(request);
    return isHere
      ? undefined
      : mappable.get(clause)?.(distribution, { request: withBody(request), registrations }, use);
  },
});
