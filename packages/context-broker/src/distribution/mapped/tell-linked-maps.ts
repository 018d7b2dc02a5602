import type { ApiRequest } from '@allmende/http';
import { idSegment } from '../../entities/answer.ts';
import type { EntityMap } from '../../entity-maps/entity-map-store.ts';
import { registrationsFor, type Distribution } from '../distribution.ts';
import { operationsOf } from '../plan-read.ts';
import { termsOf } from '../source-terms.ts';
import { cannotAsk, warningOf, type SourceWarning } from '../warnings.ts';
import { wordingOfParameters } from '../wording.ts';

/** What becomes of a map: a new end, or its deletion. */
export type MapChange = { readonly expiresAt: string } | 'deletion';

/** Tells the sources whose maps a map links to what becomes of it, if they offer that; a map that is gone there is no matter. */
export const tellLinkedMaps = async (
  distribution: Distribution,
  request: ApiRequest,
  { linkedMaps = {} }: EntityMap,
  change: MapChange,
): Promise<readonly SourceWarning[]> => {
  const operation = change === 'deletion' ? 'deleteEntityMap' : 'updateEntityMap';
  const registrations = (await registrationsFor(distribution, request)).filter(
    (registration) => linkedMaps[registration.id] !== undefined && operationsOf(registration).has(operation),
  );
  const told = await Promise.all(
    registrations.map(async (registration) => {
      try {
        const terms = termsOf(registration, request.headers);
        const wording = await wordingOfParameters(
          terms,
          await distribution.core(),
          distribution.parts.contexts,
        );
        const path = `/entityMaps/${idSegment(linkedMaps[registration.id] ?? '')}`;
        const call =
          change === 'deletion'
            ? { method: 'DELETE' as const, path, terms, wording }
            : { method: 'PATCH' as const, path, body: change, terms, wording };
        return warningOf(registration, await distribution.caller.call(registration, call, request));
      } catch (cause) {
        return cannotAsk(registration, cause);
      }
    }),
  );
  return told.flatMap((warning) => warning ?? []);
};
