import type { ApiRequest } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import type { Entity } from '../entities/entity.ts';
import { tenantOf } from '../entities/request-context.ts';
import type { Registration } from '../registrations/registration.ts';
import { askOnce } from './ask-source.ts';
import type { Distribution } from './distribution.ts';
import type { Found } from './gather.ts';
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
  readonly warnings: readonly SourceWarning[];
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
  asked: { readonly share: Share; readonly subject: Subject; readonly id: string },
): Promise<Found<Entity>> => {
  const { share, subject, id } = asked;
  try {
    const terms = termsOf(share.registration, request.headers);
    const wording = await wordingOfParameters(terms, context, distribution.parts.contexts);
    const order = { share, subject, filters: {}, terms, wording };
    return await askOnce(distribution, order, { request, page: { ids: [id], limit: 1, offset: 0 } });
  } catch (cause) {
    return { entities: [], isComplete: true, warning: cannotAsk(share.registration, cause) };
  }
};

/** Gets the parts of an entity from here and from the sources of a plan (§5.7.1.4). */
export const gatherEntity = async (
  distribution: Distribution,
  seeker: Seeker,
  {
    id,
    subject,
    shares,
  }: { readonly id: string; readonly subject: Subject; readonly shares: readonly Share[] },
): Promise<EntityParts> => {
  const { entities } = distribution.parts;
  const [local, ...found] = await Promise.all([
    entities.find(tenantOf(seeker.request), id),
    ...shares.map((share) => askShare(distribution, seeker, { share, subject, id })),
  ]);
  const here = local === undefined ? undefined : withoutProxied(local, shares);
  return {
    parts: [
      ...(here === undefined ? [] : [{ entity: here, from: 'here' as const }]),
      ...found.flatMap((one, index) =>
        one.entities
          .filter((entity) => entity.id === id)
          .map((entity) => ({ entity, from: shares[index]?.registration.mode ?? ('inclusive' as const) })),
      ),
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
