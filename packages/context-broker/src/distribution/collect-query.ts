import type { CompiledContext } from '@allmende/jsonld';
import type { Entity } from '../entities/entity.ts';
import type { Parameters } from '../query-language/entity-parameters.ts';
import { collectedQuery, understandQuery } from './distributed-query.ts';
import type { Distribution } from './distribution.ts';
import { internalRequest } from './internal-request.ts';
import type { SourceWarning } from './warnings.ts';

/** What all places have of a query, at once. */
export interface Collected {
  readonly entities: readonly Entity[];
  readonly warnings: readonly SourceWarning[];
}

/**
 * Runs a query of the broker itself here and at all sources that may have some (§5.7.2.4); undefined when there is none,
 * so that the local store can be gone through page by page.
 */
export const collectQuery = async (
  distribution: Distribution,
  tenant: string,
  asked: { readonly given: Parameters; readonly context: CompiledContext },
): Promise<Collected | undefined> => {
  const registrations = await distribution.registrations.all(tenant);
  if (registrations.length === 0 || asked.given['local'] === 'true') return undefined;
  const distributed = {
    request: internalRequest(tenant),
    registrations,
    handleHere: () => Promise.reject(new Error('There is nobody to answer.')),
  };
  return collectedQuery(distribution, await understandQuery(distribution, distributed, asked));
};
