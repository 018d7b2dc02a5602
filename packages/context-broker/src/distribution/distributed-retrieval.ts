import type { Answer, ApiRequest } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import { retrieveEntityRoute } from '../entities/retrieve-entity-route.ts';
import type { EntityMap } from '../entity-maps/entity-map-store.ts';
import { entityIdOf, readContext } from '../entities/request-context.ts';
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
import { answerError } from './answer-error.ts';
import type { Distribute, Distributed, Distribution } from './distribution.ts';
import { findingAnywhere, gatherEntity, planRetrieval } from './gather-entity.ts';
import { placesIn } from './mapped/places.ts';
import { mergeEntities } from './merge-entities.ts';
import { mergedView } from './merged-view.ts';
import type { Subject } from './plan-read.ts';
import { withWarnings } from './warnings.ts';

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

/** An entity that was retrieved, and which places had a part of it. */
export interface Retrieved {
  readonly id: string;
  readonly answer: Answer;
  readonly sources: readonly string[];
}

/** Retrieves an entity from all places that may have parts of it; undefined when there is no place but this broker. */
export const retrieveAnywhere = async (
  distribution: Distribution,
  { request, registrations }: Pick<Distributed, 'request' | 'registrations'>,
  { map }: { readonly map?: EntityMap } = {},
): Promise<Retrieved | undefined> => {
  const { parts } = distribution;
  const id = entityIdOf(request);
  const given = parametersOf(request.query);
  refuseInvalid(request, given);
  const context = await readContext(request, parts.contexts);
  const subject = subjectOf(id, given, context);
  const seeker = { request, context, registrations };
  const shares = planRetrieval(distribution, seeker, subject, listOf(given, 'datasetId'));
  const anywhere = given['join'] === undefined ? undefined : findingAnywhere(distribution, seeker);
  if (shares.length === 0 && anywhere === undefined) return undefined;
  const found = await gatherEntity(distribution, seeker, { id, subject, shares, ...placesIn(map, id) });
  const view = mergedView(parts.entities, {
    entities: mergeEntities(found.parts),
    soughtId: id,
    core: await distribution.core(),
    ...(anywhere === undefined ? {} : { findOther: (other: string) => anywhere.find(other) }),
  });
  const answer = await answerError(request, () => retrieveEntityRoute({ ...parts, entities: view })(request));
  const warnings = [...found.warnings, ...(anywhere?.warnings() ?? [])];
  return { id, answer: withWarnings(answer, warnings), sources: found.sources };
};

/** Retrieve Entity (§5.7.1) from here and from all sources that may have parts of it. */
export const distributedRetrieval: Distribute = async (distribution, distributed) => {
  const { request, handleHere } = distributed;
  if (distribution.caller.hasComeBack(request)) return handleHere(request);
  const retrieved = await retrieveAnywhere(distribution, distributed);
  return retrieved === undefined ? handleHere(request) : retrieved.answer;
};
