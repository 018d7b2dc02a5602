import type { CompiledContext } from '@allmende/jsonld';
import { parseQuery } from '../query-language/parser.ts';
import type { QueryNode } from '../query-language/query.ts';
import {
  fitsInformation,
  matchesRegistration,
  type RegistrationQuery,
} from '../registrations/matches-registration.ts';
import type { Registration } from '../registrations/registration.ts';
import type { Subscription } from '../subscriptions/subscription.ts';
import { parseTemporalQuery } from '../temporal/temporal-query.ts';

/** What a subscription looks for among registrations: one of these must match (§5.11.7). */
export const sourceQueries = (
  { document, queries, watched }: Subscription,
  context: CompiledContext,
): readonly RegistrationQuery[] => {
  const { csf, temporalQ } = document;
  const properties: readonly QueryNode[] = csf === undefined ? [] : [parseQuery(csf, context)];
  const temporal = temporalQ === undefined ? undefined : parseTemporalQuery(temporalQ);
  return queries.map(({ ids, idPattern, types, scopeQ, geo }) => ({
    entities: {
      ...(ids === undefined ? {} : { ids }),
      ...(idPattern === undefined ? {} : { idPattern }),
      ...(types === undefined ? {} : { types }),
      ...(watched === undefined ? {} : { attributes: watched }),
      ...(scopeQ === undefined ? {} : { scopeQ }),
      ...(geo === undefined ? {} : { geo }),
    },
    properties,
    ...(temporal === undefined ? {} : { temporal }),
  }));
};

/** Whether a registration is one that a subscription is interested in. */
export const isOfInterest = (registration: Registration, queries: readonly RegistrationQuery[]): boolean =>
  queries.some((query) => matchesRegistration(registration, query));

/** The registration with nothing but the information that a subscription is interested in (§5.11.7). */
export const relevantPart = (
  registration: Registration,
  queries: readonly RegistrationQuery[],
): Registration => {
  const information = registration.information
    .map((info) =>
      info.entities === undefined
        ? info
        : {
            ...info,
            entities: info.entities.filter((one) =>
              queries.some(({ entities }) => fitsInformation({ ...info, entities: [one] }, entities)),
            ),
          },
    )
    .filter(
      (info) =>
        (info.entities === undefined || info.entities.length > 0) &&
        queries.some(({ entities }) => fitsInformation(info, entities)),
    );
  return information.length === 0 ? registration : { ...registration, information };
};
