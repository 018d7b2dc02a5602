import type { Answer, ApiRequest, Route } from '@allmende/http';
import type { BrokerParts } from '../broker.ts';
import { linkDepth } from '../linked-entities/linked-query.ts';
import { ngsiLdErrors } from '../ngsi-ld-errors.ts';
import {
  listOf,
  parametersOf,
  parseSelection,
  selectionParameters,
  type Parameters,
} from '../query-language/entity-parameters.ts';
import { invalidParameter } from '../query-language/problems.ts';
import type { EntityQuery } from '../query-language/query.ts';
import { isName } from './entity-parser.ts';
import type { Entity } from './entity.ts';
import type { Transition } from './entity-store.ts';
import { readContext, tenantOf } from './request-context.ts';

/** Entities that are purged in one transaction. */
const stepSize = 1000;

/** What becomes of each entity: it goes wholly, or only some of its attributes go. */
type Purge = (entity: Entity) => Entity | undefined;

const namesOf = (given: Parameters, parameter: string): readonly string[] | undefined => {
  const names = listOf(given, parameter);
  const wrong = names?.find((name) => !isName(name));
  if (wrong !== undefined) throw invalidParameter(parameter, `"${wrong}" is not an attribute name`);
  return names;
};

const purgeOf = (given: Parameters, expand: (name: string) => string, now: string): Purge => {
  const [keep, drop] = [namesOf(given, 'keep'), namesOf(given, 'drop')];
  if (keep !== undefined && drop !== undefined)
    throw invalidParameter('keep', 'cannot be given together with drop');
  const named = new Set((keep ?? drop ?? []).map(expand));
  if (named.size === 0) return () => undefined;
  return (entity) => {
    const kept = Object.entries(entity.attributes).filter(
      ([name]) => named.has(name) === (keep !== undefined),
    );
    return kept.length === Object.keys(entity.attributes).length
      ? entity
      : { ...entity, modifiedAt: now, attributes: Object.fromEntries(kept) };
  };
};

/** The ids of what a query finds now. */
const matching = async (
  { entities }: BrokerParts,
  tenant: string,
  query: EntityQuery,
): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (;;) {
    const page = await entities.query(tenant, {
      ...query,
      limit: stepSize,
      offset: ids.length,
      count: false,
    });
    ids.push(...page.entities.map(({ id }) => id));
    if (page.entities.length < stepSize) return ids;
  }
};

/** Purge Entities (§5.6.21): deletes what a query finds, or of it the attributes in `drop` or not in `keep`. */
const purge =
  (parts: BrokerParts) =>
  async (request: ApiRequest): Promise<Answer> => {
    const given = parametersOf(request.query);
    const context = await readContext(request, parts.contexts);
    const { linkedQ, ...query } = parseSelection(given, context);
    if (linkedQ !== undefined && linkDepth(linkedQ) > 0)
      throw invalidParameter('q', 'linked entities cannot be asked for here');
    const change = purgeOf(given, context.expand, new Date(parts.clock.now()).toISOString());
    const transition: Transition = (before) => (before === undefined ? undefined : change(before));
    const tenant = tenantOf(request);
    const ids = await matching(parts, tenant, query);
    for (let start = 0; start < ids.length; start += stepSize) {
      const steps = ids.slice(start, start + stepSize).map((entityId) => ({ entityId, transition }));
      const failure = (await parts.entities.applyAll(tenant, steps)).find(
        (result) => result instanceof Error,
      );
      if (failure !== undefined) throw failure;
    }
    return { status: 204 };
  };

/** Purging entities (CIM 009 §6.4.3.3). */
export const purgeRoutes = (parts: BrokerParts): Route[] => [
  {
    clause: '6.4.3.3',
    method: 'DELETE',
    path: '/ngsi-ld/v1/entities',
    query: [
      ...selectionParameters.filter((name) => name !== 'limit' && name !== 'offset' && name !== 'count'),
      // It says how entities are shown, which none is here (table 6.4.3.3-1 has it).
      'geometryProperty',
      'keep',
      'drop',
    ],
    errors: ngsiLdErrors,
    handle: purge(parts),
  },
];
