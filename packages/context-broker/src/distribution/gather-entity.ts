import type { ApiRequest } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import type { Entity } from '../entities/entity.ts';
import { tenantOf } from '../entities/request-context.ts';
import { HERE } from '../entity-maps/entity-map-store.ts';
import type { Registration } from '../registrations/registration.ts';
import { askOnce } from './ask-source.ts';
import type { Distribution } from './distribution.ts';
import type { Found } from './gather.ts';
import type { Places } from './mapped/places.ts';
import { mergeEntities, type EntityPart } from './merge-entities.ts';
import { planRead, withoutProxied, type ReadPlanning, type Share, type Subject } from './plan-read.ts';
import { termsOf } from './source-terms.ts';
import { cannotAsk, type SourceWarning } from './warnings.ts';
import { wordingOfParameters } from './wording.ts';

/** On whose behalf entities are looked for, and where. */
export interface Seeker {
  readonly request: ApiRequest;
  readonly context: CompiledContext;
  readonly registrations: readonly Registration[];
}

/** The parts of one entity that all places have. */
export interface EntityParts {
  readonly parts: readonly EntityPart[];
  /** Where these are from: `@none` or the id of a registration. */
  readonly sources: readonly string[];
  readonly warnings: readonly SourceWarning[];
}

/** Which entity is looked for, and where. */
export interface SoughtEntity extends Places {
  readonly id: string;
  readonly subject: Subject;
  readonly shares: readonly Share[];
}

const operations = ['retrieveEntity', 'queryEntity', 'queryBatch'];

/** Which sources may have parts of an entity. */
export const planRetrieval = (
  { parts }: Distribution,
  { request, registrations }: Seeker,
  subject: Subject,
  datasetIds?: ReadPlanning['datasetIds'],
): readonly Share[] =>
  planRead(registrations, subject, {
    nowMs: parts.clock.now(),
    operations,
    via: request.headers.via,
    datasetIds,
  });

const askShare = async (
  distribution: Distribution,
  { request, context }: Seeker,
  { share, subject, id, linkedMaps }: Omit<SoughtEntity, 'shares'> & { readonly share: Share },
): Promise<Found<Entity>> => {
  try {
    const terms = termsOf(share.registration, request.headers);
    const wording = await wordingOfParameters(terms, context, distribution.parts.contexts);
    const entityMap = linkedMaps?.[share.registration.id];
    const used = entityMap === undefined ? {} : { entityMap };
    const order = { share, subject, filters: {}, terms, wording, ...used };
    const found = await askOnce(distribution, order, { request, page: { ids: [id], limit: 1, offset: 0 } });
    return { ...found, entities: found.entities.filter((entity) => entity.id === id) };
  } catch (cause) {
    return { entities: [], isComplete: true, warning: cannotAsk(share.registration, cause) };
  }
};

/** Gets the parts of an entity from here and from the sources of a plan (§5.7.1.4). */
export const gatherEntity = async (
  distribution: Distribution,
  seeker: Seeker,
  { shares, isAsked = () => true, ...sought }: SoughtEntity,
): Promise<EntityParts> => {
  const { entities } = distribution.parts;
  const asked = shares.filter(({ registration }) => isAsked(registration.id));
  const [local, ...found] = await Promise.all([
    isAsked(HERE) ? entities.find(tenantOf(seeker.request), sought.id) : undefined,
    ...asked.map((share) => askShare(distribution, seeker, { ...sought, share })),
  ]);
  const here = local === undefined ? undefined : withoutProxied(local, shares);
  const there = asked.map(({ registration }, index) => ({
    source: registration.id,
    parts: (found[index]?.entities ?? []).map((entity) => ({ entity, from: registration.mode })),
  }));
  return {
    parts: [
      ...(here === undefined ? [] : [{ entity: here, from: 'here' as const }]),
      ...there.flatMap(({ parts }) => parts),
    ],
    sources: [
      ...(here === undefined ? [] : [HERE]),
      ...new Set(there.flatMap(({ source, parts }) => (parts.length === 0 ? [] : [source]))),
    ],
    warnings: found.flatMap(({ warning }) => warning ?? []),
  };
};

/** Finds single entities wherever they are, such as those that others link to (§4.5.23). */
export interface FindingAnywhere {
  find(id: string): Promise<Entity | undefined>;
  /** What was not normal with sources so far, once per source and kind. */
  warnings(): readonly SourceWarning[];
}

export const findingAnywhere = (distribution: Distribution, seeker: Seeker): FindingAnywhere => {
  const warnings = new Map<string, SourceWarning>();
  return {
    find: async (id) => {
      const subject = { ids: [id] };
      const shares = planRetrieval(distribution, seeker, subject);
      const found = await gatherEntity(distribution, seeker, { id, subject, shares });
      for (const warning of found.warnings)
        warnings.set(`${String(warning.code)} ${warning.registration.id}`, warning);
      return mergeEntities(found.parts)[0];
    },
    warnings: () => [...warnings.values()],
  };
};
