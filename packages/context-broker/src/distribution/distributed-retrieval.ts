import type { ApiRequest } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import { retrieveEntityRoute } from '../entities/retrieve-entity-route.ts';
import { entityIdOf, readContext, tenantOf } from '../entities/request-context.ts';
import {
  listOf,
  parametersOf,
  parsePresentation,
  pickedAttributes,
  type Parameters,
} from '../query-language/entity-parameters.ts';
import { parseJoin } from '../linked-entities/join.ts';
import { negotiateQuery, refuseGeometryProperty } from '../query-language/query-routes.ts';
import { parseTypeSelection } from '../query-language/type-selection-parser.ts';
import { askOnce } from './ask-source.ts';
import { answerError } from './answer-error.ts';
import type { Distribute } from './distribution.ts';
import { mergeEntities, type EntityPart } from './merge-entities.ts';
import { mergedView } from './merged-view.ts';
import { planRead, withoutProxied, type Subject } from './plan-read.ts';
import { termsOf } from './source-terms.ts';
import { cannotAsk, withWarnings } from './warnings.ts';
import { wordingOfParameters } from './wording.ts';

const subjectOf = (id: string, given: Parameters, context: CompiledContext): Subject => {
  const { type } = given;
  const attributes = listOf(given, 'attrs') ?? pickedAttributes(given);
  return {
    ids: [id],
    ...(type === undefined || type === '*' ? {} : { types: parseTypeSelection(type, context) }),
    ...(attributes === undefined ? {} : { attributes: attributes.map(context.expand) }),
  };
};

/** Refuses what the presentation would refuse, before any source is asked. */
const refuseInvalid = (request: ApiRequest, given: Parameters): void => {
  refuseGeometryProperty(given, negotiateQuery(request));
  parseJoin(given, parsePresentation(given));
};

/** Retrieve Entity (§5.7.1) from here and from all sources that may have parts of it. */
export const distributedRetrieval: Distribute = async (distribution, distributed) => {
  const { request, registrations } = distributed;
  const { parts, caller } = distribution;
  if (caller.hasComeBack(request)) return distributed.handleHere(request);
  const id = entityIdOf(request);
  const given = parametersOf(request.query);
  refuseInvalid(request, given);
  const context = await readContext(request, parts.contexts);
  const subject = subjectOf(id, given, context);
  const shares = planRead(registrations, subject, {
    nowMs: parts.clock.now(),
    operations: ['retrieveEntity', 'queryEntity', 'queryBatch'],
    via: request.headers.via,
    datasetIds: listOf(given, 'datasetId'),
  });
  if (shares.length === 0) return distributed.handleHere(request);
  const [local, ...found] = await Promise.all([
    parts.entities.find(tenantOf(request), id),
    ...shares.map(async (share) => {
      const { registration } = share;
      const terms = termsOf(registration, request.headers);
      try {
        const wording = await wordingOfParameters(terms, context, parts.contexts);
        const order = { share, subject, filters: {}, terms, wording };
        return await askOnce(distribution, order, { request, page: { ids: [id], limit: 1, offset: 0 } });
      } catch (cause) {
        return { entities: [], warning: cannotAsk(registration, cause) };
      }
    }),
  ]);
  const here = local === undefined ? undefined : withoutProxied(local, shares);
  const all: readonly EntityPart[] = [
    ...(here === undefined ? [] : [{ entity: here, from: 'here' as const }]),
    ...found.flatMap(({ entities }, index) =>
      entities
        .filter((entity) => entity.id === id)
        .map((entity) => ({ entity, from: shares[index]?.registration.mode ?? ('inclusive' as const) })),
    ),
  ];
  const view = mergedView(parts.entities, {
    entities: mergeEntities(all),
    soughtId: id,
    core: await distribution.core(),
  });
  const warnings = found.flatMap(({ warning }) => warning ?? []);
  return withWarnings(
    await answerError(request, () => retrieveEntityRoute({ ...parts, entities: view })(request)),
    warnings,
  );
};
