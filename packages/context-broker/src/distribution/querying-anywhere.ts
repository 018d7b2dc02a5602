import type { Entity } from '../entities/entity.ts';
import type { EntityStore } from '../entities/entity-store.ts';
import { matchesQuery } from '../query-language/matches.ts';
import { printQuery } from '../query-language/print-query.ts';
import type { EntityQuery, QueryNode } from '../query-language/query.ts';
import { askOnce } from './ask-source.ts';
import type { Distribution } from './distribution.ts';
import type { Seeker } from './gather-entity.ts';
import { gather, type Origin } from './gather.ts';
import { mergeEntities } from './merge-entities.ts';
import { planRead, withoutProxied, type Share } from './plan-read.ts';
import { termsOf } from './source-terms.ts';
import { cannotAsk, type SourceWarning } from './warnings.ts';
import { wordingOfParameters } from './wording.ts';

/** On whose behalf is looked, and how. */
export interface QuerySeeker extends Seeker {
  readonly csf?: QueryNode;
  /** Whether parts of an entity in different places fulfil conditions together only (splitEntities). */
  readonly isSplit: boolean;
}

/** The entities of this broker as a store whose queries find those of sources too. */
export interface QueryingAnywhere {
  readonly entities: EntityStore;
  /** What was not normal with sources so far, once per source and kind. */
  warnings(): readonly SourceWarning[];
}

const subjectOf = ({ isSplit }: QuerySeeker, query: EntityQuery): EntityQuery => {
  const { q: _q, ...unfiltered } = query;
  return isSplit ? unfiltered : query;
};

const localOrigin = (
  { parts }: Distribution,
  query: EntityQuery,
  { tenant, shares }: { readonly tenant: string; readonly shares: readonly Share[] },
): Origin<Entity> => ({
  from: 'here',
  ask: async ({ ids, limit, offset }) => {
    const page = await parts.entities.query(tenant, {
      ...query,
      ...(ids === undefined ? {} : { ids }),
      limit,
      offset,
    });
    return {
      entities: page.entities
        .flatMap((entity) => withoutProxied(entity, shares) ?? [])
        .filter((entity) => matchesQuery(entity, query)),
      isComplete: page.entities.length < limit,
    };
  },
});

/** What a source has; it filters itself where the condition can be said in words that it understands. */
const remoteOrigin = (
  distribution: Distribution,
  { request, context }: QuerySeeker,
  { share, query }: { readonly share: Share; readonly query: EntityQuery },
): Origin<Entity> => ({
  from: share.registration.mode,
  ask: async (page) => {
    try {
      const terms = termsOf(share.registration, request.headers);
      const given = await wordingOfParameters(terms, context, distribution.parts.contexts);
      const text = query.q === undefined ? undefined : printQuery(query.q, given.context);
      const filters = text === undefined ? {} : { q: text };
      // The condition is worded for the source, so that its names are understood there.
      const wording = { ...given, isThatOfRequest: true };
      const asked = { request, page, ...(query.q === undefined ? {} : { q: query.q }) };
      return await askOnce(distribution, { share, subject: query, filters, terms, wording }, asked);
    } catch (cause) {
      return { entities: [], isComplete: true, warning: cannotAsk(share.registration, cause) };
    }
  },
});

/** Makes queries of the broker itself, such as those for conditions on linked entities (§4.9), look at sources too. */
export const queryingAnywhere = (distribution: Distribution, seeker: QuerySeeker): QueryingAnywhere => {
  const { clock, entities } = distribution.parts;
  const { request, registrations, csf } = seeker;
  const warnings = new Map<string, SourceWarning>();
  const query: EntityStore['query'] = async (tenant, asked) => {
    const shares = planRead(registrations, asked, {
      nowMs: clock.now(),
      operations: ['queryEntity', 'queryBatch'],
      via: request.headers.via,
      datasetIds: undefined,
      ...(csf === undefined ? {} : { csf }),
    });
    if (shares.length === 0) return entities.query(tenant, asked);
    const subject = subjectOf(seeker, asked);
    const origins = [
      localOrigin(distribution, subject, { tenant, shares }),
      ...shares.map((share) => remoteOrigin(distribution, seeker, { share, query: subject })),
    ];
    const wanted = asked.offset + asked.limit;
    const found = await gather(origins, { wanted, count: false, merge: mergeEntities });
    for (const warning of found.warnings)
      warnings.set(`${String(warning.code)} ${warning.registration.id}`, warning);
    const all = seeker.isSplit ? found.entities.filter((one) => matchesQuery(one, asked)) : found.entities;
    return { entities: all.slice(asked.offset, wanted) };
  };
  return { entities: { ...entities, query }, warnings: () => [...warnings.values()] };
};
