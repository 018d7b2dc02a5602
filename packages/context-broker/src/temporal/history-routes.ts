import type { Answer, ApiRequest, Route } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import { DomainError, isJsonObject } from '@allmende/kernel';
import type { BrokerParts } from '../broker.ts';
import { parseInstances } from '../entities/attribute-parser.ts';
import type { AttributeInstance } from '../entities/entity.ts';
import { isInstanceId } from '../entities/entity-stamps.ts';
import { isName, refuseFindings } from '../entities/entity-parser.ts';
import type { StartParsing } from '../entities/entity-routes.ts';
import { entityIdOf, readBodyWithContext, readContext, tenantOf } from '../entities/request-context.ts';
import { isUri } from '../entities/value-parser.ts';
import { ngsiLdErrors } from '../ngsi-ld-errors.ts';
import { attributeNotFound, badRequestData, brokerProblems, entityNotFound } from '../problems.ts';
import { parametersOf, parseDatasetId, parseFlag } from '../query-language/entity-parameters.ts';
import { parseAttributes } from './evolution-parser.ts';
import type { HistoryEditor } from './history-editor.ts';
import type { TemporalEntity, TemporalStore } from './temporal-store.ts';

/** What correcting the past works with. */
export interface HistoryRoutesParts {
  readonly parts: BrokerParts;
  readonly store: TemporalStore;
  readonly editor: HistoryEditor;
  readonly startParsing: StartParsing;
}

const noContent: Answer = { status: 204 };

const attributeOf = ({ params }: ApiRequest): string => {
  const name = params['attribute'] ?? '';
  if (isName(name)) return name;
  throw badRequestData(`"${name}" is not an attribute name.`, [
    { pointer: 'attribute', detail: 'must be a name' },
  ]);
};

const instanceIdOf = ({ params }: ApiRequest): string => {
  const id = params['instance'] ?? '';
  if (isUri(id)) return id;
  throw badRequestData(`"${id}" is not an instance id.`, [{ pointer: 'instance', detail: 'must be a URI' }]);
};

/** The entity as far as its history is known; refuses one that never was. */
const known = async (
  { store }: HistoryRoutesParts,
  request: ApiRequest,
  attributes?: readonly string[],
): Promise<TemporalEntity> => {
  const id = entityIdOf(request);
  const query = { property: 'modifiedAt', ...(attributes === undefined ? {} : { attributes }) } as const;
  const found = await store.find(tenantOf(request), id, query, 100_000);
  if (found === undefined) throw entityNotFound(id);
  return found;
};

/** Delete Temporal Representation of an Entity (§5.6.16); what is valid now stays. */
const removeEntity =
  (history: HistoryRoutesParts) =>
  async (request: ApiRequest): Promise<Answer> => {
    const { id } = await known(history, request);
    await history.editor.removeEntity(tenantOf(request), id);
    return noContent;
  };

/** Add Attributes to Temporal Representation of an Entity (§5.6.12). */
const addAttributes =
  (history: HistoryRoutesParts) =>
  async (request: ApiRequest): Promise<Answer> => {
    entityIdOf(request);
    const { body, context } = await readBodyWithContext(request, history.parts.contexts);
    const parsing = history.startParsing(context);
    const attributes = parseAttributes(body, parsing);
    refuseFindings(parsing.findings);
    if (Object.keys(attributes).length === 0) throw badRequestData('The body holds no attribute.');
    const { id, types } = await known(history, request);
    await history.store.addHistory(tenantOf(request), { id, types }, attributes);
    return noContent;
  };

/** Delete Attribute from Temporal Representation of an Entity (§5.6.13). */
const removeAttribute =
  (history: HistoryRoutesParts) =>
  async (request: ApiRequest): Promise<Answer> => {
    const entityId = entityIdOf(request);
    const name = attributeOf(request);
    const given = parametersOf(request.query);
    const context = await readContext(request, history.parts.contexts);
    const datasetId = parseDatasetId(given);
    const dataset = parseFlag(given, 'deleteAll') ? 'all' : datasetId === '@none' ? undefined : datasetId;
    const isRemoved = await history.editor.removeAttribute(tenantOf(request), {
      entityId,
      attribute: context.expand(name),
      ...(dataset === undefined ? {} : { datasetId: dataset }),
    });
    if (!isRemoved) throw attributeNotFound(entityId, name);
    return noContent;
  };

interface Located {
  readonly entityId: string;
  readonly attribute: string;
  readonly instanceId: string;
  readonly name: string;
}

const locate = (request: ApiRequest, { expand }: CompiledContext): Located => {
  const [entityId, name, instanceId] = [entityIdOf(request), attributeOf(request), instanceIdOf(request)];
  return { entityId, name, instanceId, attribute: expand(name) };
};

/** Tells an unknown instance from one that is valid now, which is changed as a part of the entity. */
const refuseUnknown = async (
  history: HistoryRoutesParts,
  request: ApiRequest,
  { entityId, attribute, instanceId }: Located,
): Promise<never> => {
  const { attributes } = await known(history, request, [attribute]);
  if (attributes[attribute]?.some((instance) => isInstanceId(instanceId, instance.instanceId)) === true)
    throw badRequestData(`Instance ${instanceId} is valid now. Change it at /entities/${entityId}/attrs.`);
  throw new DomainError(brokerProblems.resourceNotFound, `There is no instance ${instanceId}.`);
};

/** Delete Attribute instance from Temporal Representation of an Entity (§5.6.15). */
const removeInstance =
  (history: HistoryRoutesParts) =>
  async (request: ApiRequest): Promise<Answer> => {
    const located = locate(request, await readContext(request, history.parts.contexts));
    const isRemoved = await history.editor.removeInstance(tenantOf(request), located);
    return isRemoved ? noContent : refuseUnknown(history, request, located);
  };

/** The instance in the body: alone, or as the one attribute of an object. */
const instanceIn = (body: unknown, name: string): unknown => {
  const given = isJsonObject(body) && !('type' in body) && name in body ? body[name] : body;
  return Array.isArray(given) && given.length === 1 ? (given as unknown[])[0] : given;
};

/** Modify Attribute instance from Temporal Representation of an Entity (§5.6.14). */
const modifyInstance =
  (history: HistoryRoutesParts) =>
  async (request: ApiRequest): Promise<Answer> => {
    const { body, context } = await readBodyWithContext(request, history.parts.contexts);
    const located = locate(request, context);
    const parsing = history.startParsing(context);
    const [given, ...others] = parseInstances(
      instanceIn(body, located.name),
      { pointer: '', depth: 0 },
      parsing,
    );
    refuseFindings(parsing.findings);
    if (given === undefined || others.length > 0)
      throw badRequestData('The body does not hold exactly one attribute instance.');
    const change = (before: AttributeInstance): AttributeInstance => {
      if (before.kind !== given.kind)
        throw badRequestData(`Instance ${located.instanceId} is a ${before.kind}, not a ${given.kind}.`);
      return { ...before, ...given, modifiedAt: parsing.now };
    };
    const isModified = await history.editor.modifyInstance(tenantOf(request), located, change);
    return isModified ? noContent : refuseUnknown(history, request, located);
  };

/** Correcting the past (CIM 009 §6.19–§6.22). */
export const historyRoutes = (history: HistoryRoutesParts): Route[] => {
  const path = '/ngsi-ld/v1/temporal/entities/:id';
  const row = (
    clause: string,
    [method, rest]: readonly [Route['method'], string],
    handle: (request: ApiRequest) => Promise<Answer>,
    query: readonly string[] = [],
  ): Route => ({
    clause,
    method,
    path: `${path}${rest}`,
    query: [...query, 'local'],
    errors: ngsiLdErrors,
    handle,
  });
  const instance = '/attrs/:attribute/:instance';
  return [
    row('6.19.3.2', ['DELETE', ''], removeEntity(history)),
    row('6.20.3.1', ['POST', '/attrs'], addAttributes(history)),
    row('6.21.3.1', ['DELETE', '/attrs/:attribute'], removeAttribute(history), ['datasetId', 'deleteAll']),
    row('6.22.3.1', ['PATCH', instance], modifyInstance(history)),
    row('6.22.3.2', ['DELETE', instance], removeInstance(history)),
  ];
};
