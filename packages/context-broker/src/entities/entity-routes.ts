import type { Answer, ApiRequest, Route } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import type { BrokerParts } from '../broker.ts';
import { ngsiLdErrors } from '../ngsi-ld-errors.ts';
import { attributeNotFound, badRequestData, entityNotFound } from '../problems.ts';
import { joinParameters } from '../linked-entities/join.ts';
import {
  parametersOf,
  parseDatasetId,
  parseFlag,
  presentationParameters,
} from '../query-language/entity-parameters.ts';
import { idSegment } from './answer.ts';
import { createDateTimeCheck } from './date-time.ts';
import { createTimes } from './entity-stamps.ts';
import { parseInstances, pointerSegment, type Parsing } from './attribute-parser.ts';
import { isName, parseEntity, parseFragment, refuseFindings } from './entity-parser.ts';
import type { AttributeInstance } from './entity.ts';
import type { Transition } from './entity-store.ts';
import {
  entityIdOf,
  readBodyWithContext,
  readContext,
  tenantOf,
  type BodyWithContext,
} from './request-context.ts';
import { scopeDeletion } from './scope-deletion.ts';
import { retrieveEntityRoute } from './retrieve-entity-route.ts';
import {
  appending,
  attributeDeletion,
  attributeReplacement,
  creation,
  deletion,
  merging,
  partialUpdate,
  replacement,
  updating,
  type AttributeChange,
  type AttributeTarget,
} from './transitions.ts';
import { invalidOption } from '../query-language/problems.ts';
import { normalizedForMerge, parseMergeParameters } from './merge-parameters.ts';
import { ofSelectedType } from './type-selector.ts';

/** Makes the parsing state of one body. */
export type StartParsing = (
  context: BodyWithContext['context'],
  rules?: { readonly nullDeletes?: boolean; readonly isPartial?: boolean; readonly isMerge?: boolean },
) => Parsing;

export const createStartParsing = ({ clock }: Pick<BrokerParts, 'clock'>): StartParsing => {
  const times = createTimes();
  return (context, { nullDeletes = false, isPartial = false, isMerge = false } = {}) => ({
    context,
    now: times.text(clock.now()),
    findings: [],
    isDateTime: createDateTimeCheck(),
    nullDeletes,
    isPartial,
    isMerge,
  });
};

const noContent: Answer = { status: 204 };

const refuseForeignId = (given: string | undefined, entityId: string): void => {
  if (given === undefined || given === entityId) return;
  throw badRequestData('The id in the body differs from the id in the address.', [
    { pointer: '/id', detail: `must be ${entityId}, or be left out` },
  ]);
};

/** 204 when all was done, 207 with what was not (§5.6.2, §5.6.3), in full names, as no context comes with it. */
const updateResult = (change: AttributeChange): Answer => {
  if (change.notUpdated.length === 0) return noContent;
  const result = {
    updated: change.updated,
    notUpdated: change.notUpdated.map(({ attribute, reason }) => ({
      attributeName: attribute,
      reason,
    })),
  };
  return { status: 207, headers: { 'content-type': 'application/json' }, body: JSON.stringify(result) };
};

interface Handlers {
  readonly parts: BrokerParts;
  readonly startParsing: StartParsing;
}

interface Change {
  readonly entityId: string;
  readonly context: CompiledContext;
  readonly transition: Transition;
}

/** Changes an entity of the types that the parameter `type` selects. */
const applyTo = ({ entities }: BrokerParts, request: ApiRequest, change: Change) =>
  entities.apply(
    tenantOf(request),
    change.entityId,
    ofSelectedType(change.transition, request.query.get('type'), change.context),
  );

const createRoute =
  ({ parts, startParsing }: Handlers) =>
  async (request: ApiRequest): Promise<Answer> => {
    const { body, context } = await readBodyWithContext(request, parts.contexts);
    const entity = parseEntity(body, startParsing(context));
    await parts.entities.apply(tenantOf(request), entity.id, creation(entity));
    return { status: 201, headers: { location: `/ngsi-ld/v1/entities/${idSegment(entity.id)}` } };
  };

type Rules = NonNullable<Parameters<StartParsing>[1]>;
type MakeTransition = (change: AttributeChange) => ReturnType<typeof merging>;

/** The body of a merge, understood by its parameters and by what is stored. */
const mergeBody = async (
  { entities }: BrokerParts,
  request: ApiRequest,
  { body, context }: BodyWithContext,
): Promise<unknown> => {
  if (request.rawQuery === '') return body;
  const parameters = parseMergeParameters(parametersOf(request.query));
  const stored = await entities.find(tenantOf(request), entityIdOf(request));
  return normalizedForMerge(body, stored, { parameters, context });
};

/** Merge, update and append differ only in what becomes of the attributes. */
const changeRoute =
  ({ parts, startParsing }: Handlers, make: (request: ApiRequest) => MakeTransition, rules: Rules) =>
  async (request: ApiRequest): Promise<Answer> => {
    const entityId = entityIdOf(request);
    const transition = make(request);
    const read = await readBodyWithContext(request, parts.contexts);
    const parsing = startParsing(read.context, rules);
    const body = rules.isMerge === true ? await mergeBody(parts, request, read) : read.body;
    const fragment = parseFragment(body, parsing);
    refuseForeignId(fragment.id, entityId);
    const change: AttributeChange = { entityId, fragment, now: parsing.now, updated: [], notUpdated: [] };
    await applyTo(parts, request, { entityId, context: read.context, transition: transition(change) });
    return updateResult(change);
  };

const replaceRoute =
  ({ parts, startParsing }: Handlers) =>
  async (request: ApiRequest): Promise<Answer> => {
    const id = entityIdOf(request);
    const { body, context } = await readBodyWithContext(request, parts.contexts);
    const parsing = startParsing(context);
    const fragment = parseFragment(body, parsing);
    refuseForeignId(fragment.id, id);
    const transition = replacement(id, fragment, parsing.now);
    await applyTo(parts, request, { entityId: id, context, transition });
    return noContent;
  };

const deleteRoute =
  ({ parts }: Handlers) =>
  async (request: ApiRequest): Promise<Answer> => {
    const id = entityIdOf(request);
    const context = await readContext(request, parts.contexts);
    await applyTo(parts, request, { entityId: id, context, transition: deletion(id) });
    return noContent;
  };

const attributeNameOf = ({ params }: ApiRequest): string => {
  const name = params['attribute'] ?? '';
  if (isName(name)) return name;
  throw badRequestData(`"${name}" is not an attribute name.`, [
    { pointer: 'attribute', detail: 'must be a name' },
  ]);
};

const targetOf = (request: ApiRequest, parsing: Parsing, datasetId: string | undefined): AttributeTarget => {
  const givenName = attributeNameOf(request);
  return {
    entityId: entityIdOf(request),
    name: parsing.context.expand(givenName),
    givenName,
    ...(datasetId === undefined || datasetId === '@none' ? {} : { datasetId }),
    now: parsing.now,
  };
};

const parseAttribute = (
  read: BodyWithContext,
  name: string,
  parsing: Parsing,
): readonly AttributeInstance[] => {
  const { body } = read;
  const given =
    typeof body === 'object' && body !== null && 'type' in body === false && name in body ? body : undefined;
  const instances =
    given === undefined
      ? parseInstances(body, { pointer: '', depth: 0 }, parsing)
      : parseInstances(
          (body as Readonly<Record<string, unknown>>)[name],
          { pointer: `/${pointerSegment(name)}`, depth: 0 },
          parsing,
        );
  refuseFindings(parsing.findings);
  return instances;
};

/** PATCH of one attribute may leave out value and type; the stored kind then counts. */
const partialUpdateRoute =
  ({ parts, startParsing }: Handlers) =>
  async (request: ApiRequest): Promise<Answer> => {
    const read = await readBodyWithContext(request, parts.contexts);
    const parsing = startParsing(read.context, { nullDeletes: true, isPartial: true });
    const name = attributeNameOf(request);
    if (name === 'scope')
      throw badRequestData('scope cannot be partially updated. Merge the entity instead.');
    const body = lacksKind(read.body)
      ? { ...read.body, type: await storedKind(parts, request, { name, context: read.context }) }
      : read.body;
    const [given, ...others] = parseAttribute({ ...read, body }, name, parsing);
    if (given === undefined || others.length > 0)
      throw badRequestData('The body does not hold exactly one attribute instance.');
    const target = targetOf(request, parsing, given.datasetId);
    const transition = partialUpdate(target, given);
    await applyTo(parts, request, { entityId: target.entityId, context: read.context, transition });
    return noContent;
  };

const lacksKind = (body: unknown): body is object =>
  typeof body === 'object' && body !== null && !Array.isArray(body) && !('type' in body);

const storedKind = async (
  { entities }: BrokerParts,
  request: ApiRequest,
  { name, context }: { readonly name: string; readonly context: BodyWithContext['context'] },
): Promise<string> => {
  const entityId = entityIdOf(request);
  const stored = await entities.find(tenantOf(request), entityId);
  if (stored === undefined) throw entityNotFound(entityId);
  const kind = stored.attributes[context.expand(name)]?.[0]?.kind;
  if (kind === undefined) throw attributeNotFound(entityId, name);
  return kind;
};

const replaceAttributeRoute =
  ({ parts, startParsing }: Handlers) =>
  async (request: ApiRequest): Promise<Answer> => {
    const read = await readBodyWithContext(request, parts.contexts);
    const parsing = startParsing(read.context);
    const name = attributeNameOf(request);
    if (name === 'scope') throw badRequestData('scope is no attribute. Merge or replace the entity instead.');
    const instances = parseAttribute(read, name, parsing);
    const target = targetOf(request, parsing, undefined);
    const transition = attributeReplacement(target, instances);
    await applyTo(parts, request, { entityId: target.entityId, context: read.context, transition });
    return noContent;
  };

const deleteAttributeRoute =
  ({ parts, startParsing }: Handlers) =>
  async (request: ApiRequest): Promise<Answer> => {
    const context = await readContext(request, parts.contexts);
    const target = targetOf(request, startParsing(context), parseDatasetId(parametersOf(request.query)));
    const deleteAll = parseFlag(parametersOf(request.query), 'deleteAll');
    const transition =
      target.givenName === 'scope'
        ? scopeDeletion(target.entityId, target.now)
        : attributeDeletion(target, { deleteAll });
    await applyTo(parts, request, { entityId: target.entityId, context, transition });
    return noContent;
  };

const appendOptions = (request: ApiRequest): MakeTransition => {
  const options = request.query.get('options') ?? '';
  if (options !== '' && options !== 'noOverwrite') throw invalidOption('options', options);
  return (change) => appending(change, { overwrites: options === '' });
};

const present = [...presentationParameters, ...joinParameters, 'attrs', 'geometryProperty', 'type'];

type Handle = (request: ApiRequest) => Promise<Answer>;

/** Context information provision and retrieval of single entities (CIM 009 §6.4–§6.7). */
export const entityRoutes = (parts: BrokerParts, startParsing: StartParsing): Route[] => {
  const handlers: Handlers = { parts, startParsing };
  const row =
    (path: string) =>
    (clause: string, method: Route['method'], query: readonly string[], handle: Handle): Route => ({
      clause,
      method,
      path: `/ngsi-ld/v1/entities${path}`,
      query: [...query, 'local'],
      errors: ngsiLdErrors,
      handle,
    });
  const entities = row('');
  const entity = row('/:id');
  const attributes = row('/:id/attrs');
  const attribute = row('/:id/attrs/:attribute');
  const withoutId = (): never => {
    throw badRequestData('The address names no entity.', [{ pointer: 'id', detail: 'is missing' }]);
  };
  // Addresses without an id are refused as §5.6.17.4 and §5.6.18.4 want it, and are no operations of their own.
  const misses = (['PUT', 'PATCH'] as const).map((method): Route => {
    const { clause: _clause, ...route } = entities('', method, [], withoutId);
    return route;
  });
  return [
    ...misses,
    entities('6.4.3.1', 'POST', [], createRoute(handlers)),
    entity('6.5.3.1', 'GET', present, retrieveEntityRoute(parts)),
    entity('6.5.3.2', 'DELETE', ['type'], deleteRoute(handlers)),
    entity('6.5.3.3', 'PUT', ['type'], replaceRoute(handlers)),
    entity(
      '6.5.3.4',
      'PATCH',
      ['type', 'options', 'format', 'lang', 'observedAt'],
      changeRoute(handlers, () => merging, { nullDeletes: true, isMerge: true }),
    ),
    attributes('6.6.3.1', 'POST', ['options', 'type'], changeRoute(handlers, appendOptions, {})),
    attributes(
      '6.6.3.2',
      'PATCH',
      ['type'],
      changeRoute(handlers, () => updating, { nullDeletes: true }),
    ),
    attribute('6.7.3.1', 'PATCH', ['type'], partialUpdateRoute(handlers)),
    attribute('6.7.3.2', 'DELETE', ['datasetId', 'deleteAll', 'type'], deleteAttributeRoute(handlers)),
    attribute('6.7.3.3', 'PUT', ['type'], replaceAttributeRoute(handlers)),
  ];
};
