import type { Answer, ApiRequest, Route } from '@allmende/http';
import { DomainError, isJsonObject } from '@allmende/kernel';
import { negotiate } from '../entities/answer.ts';
import { readJson, tenantOf } from '../entities/request-context.ts';
import { ngsiLdErrors } from '../ngsi-ld-errors.ts';
import { badRequestData, brokerProblems } from '../problems.ts';
import { parametersOf, parseFlag } from '../query-language/entity-parameters.ts';
import { invalidParameter } from '../query-language/problems.ts';
import { contextsPath, type ContextLibrary } from './context-library.ts';
import { contextKinds, type ContextKind, type KeptContext } from './context-store.ts';

/** Contexts are JSON in either media type (§6.3.4). */
const answered = (request: ApiRequest, content: unknown): Answer => ({
  status: 200,
  headers: { 'content-type': negotiate(request) },
  body: JSON.stringify(content),
});

/** What is no context is refused before anything is fetched for the parts that are. */
const refuseOddParts = (context: unknown): void => {
  const parts: readonly unknown[] = Array.isArray(context) ? context : [context];
  if (parts.every((part) => typeof part === 'string' || isJsonObject(part))) return;
  throw badRequestData('@context must be an address, an object, or an array of them.', [
    { pointer: '/@context', detail: 'holds something else' },
  ]);
};

/** Add @context (§5.13.2). */
const add =
  (library: ContextLibrary) =>
  async (request: ApiRequest): Promise<Answer> => {
    const body = await readJson(request);
    if (!isJsonObject(body) || body['@context'] === undefined || body['@context'] === null)
      throw new DomainError(brokerProblems.invalidRequest, 'The body is not an object with @context.', {
        findings: [{ pointer: '/@context', detail: 'is missing' }],
      });
    refuseOddParts(body['@context']);
    const { localId } = await library.add(tenantOf(request), 'Hosted', body);
    return { status: 201, headers: { location: `${contextsPath}/${localId}` } };
  };

/** What is told of a context (§5.13.3, table 5.13.3.5-1). */
const describe = (library: ContextLibrary, context: KeptContext): Readonly<Record<string, unknown>> => {
  const { hits, lastUsedMs } = library.useOf(context);
  const expiresMs = library.expiryOf(context);
  return {
    URL: library.addressOf(context),
    localId: context.localId,
    kind: context.kind,
    createdAt: context.createdAt,
    ...(expiresMs === undefined ? {} : { expiresAt: new Date(expiresMs).toISOString() }),
    ...(lastUsedMs === undefined ? {} : { lastUsage: new Date(lastUsedMs).toISOString() }),
    numberOfHits: hits,
  };
};

const kindOf = (given: string | undefined): ContextKind | undefined => {
  const kind = contextKinds.find((known) => known === given);
  if (given !== undefined && kind === undefined)
    throw invalidParameter('kind', `one of ${contextKinds.join(', ')} is expected`);
  return kind;
};

/** List @contexts (§5.13.3). */
const list =
  (library: ContextLibrary) =>
  async (request: ApiRequest): Promise<Answer> => {
    const given = parametersOf(request.query);
    const kind = kindOf(given['kind']);
    const isDetailed = parseFlag(given, 'details');
    const all = await library.list(tenantOf(request));
    const found = all.filter((context) => kind === undefined || context.kind === kind);
    return answered(
      request,
      found.map((context) => (isDetailed ? describe(library, context) : library.addressOf(context))),
    );
  };

const visible = async (library: ContextLibrary, request: ApiRequest): Promise<KeptContext | undefined> => {
  const context = await library.find(request.params['id'] ?? '');
  return context?.kind === 'Cached' || context?.tenant === tenantOf(request) ? context : undefined;
};

const existing = async (library: ContextLibrary, request: ApiRequest): Promise<KeptContext> => {
  const context = await visible(library, request);
  if (context !== undefined) return context;
  throw new DomainError(
    brokerProblems.resourceNotFound,
    `There is no context ${request.params['id'] ?? ''}.`,
  );
};

/** What is to be fetched again: only copies can be, so whatever else is named is bad data (§5.13.5.4). */
const reloadable = async (library: ContextLibrary, request: ApiRequest): Promise<KeptContext> => {
  const context = await visible(library, request);
  if (context?.kind === 'Cached') return context;
  throw badRequestData(
    context === undefined
      ? `There is no copy of a context ${request.params['id'] ?? ''} that could be fetched again.`
      : `A context of kind ${context.kind} cannot be reloaded.`,
  );
};

/** Serve @context (§5.13.4). */
const serve =
  (library: ContextLibrary) =>
  async (request: ApiRequest): Promise<Answer> => {
    const isDetailed = parseFlag(parametersOf(request.query), 'details');
    const context = await existing(library, request);
    if (!isDetailed && context.kind === 'Cached')
      throw new DomainError(
        brokerProblems.operationNotSupported,
        `${library.addressOf(context)} is a copy. Ask for it there, or for what is known of the copy with details=true.`,
      );
    const answer = answered(request, isDetailed ? describe(library, context) : context.document);
    // Hits are the times that it was found in the storage before (§5.13.3.5).
    library.countUse(context);
    return answer;
  };

/** Delete and Reload @context (§5.13.5). */
const remove =
  (library: ContextLibrary) =>
  async (request: ApiRequest): Promise<Answer> => {
    const isReloaded = parseFlag(parametersOf(request.query), 'reload');
    const context = await (isReloaded ? reloadable : existing)(library, request);
    const isCore = context.localId === context.url;
    if (isCore && !isReloaded) throw badRequestData('The core context cannot be deleted.');
    if (!isReloaded) await library.remove(context);
    else if (!isCore) await library.reload(context);
    return { status: 204 };
  };

/** JSON-LD context management (CIM 009 §5.13, §6.29, §6.30). */
export const contextRoutes = (library: ContextLibrary): Route[] => {
  const errors = ngsiLdErrors;
  const one = `${contextsPath}/:id`;
  return [
    { clause: '6.29.3.1', method: 'POST', path: contextsPath, query: [], errors, handle: add(library) },
    {
      clause: '6.29.3.2',
      method: 'GET',
      path: contextsPath,
      query: ['details', 'kind'],
      errors,
      handle: list(library),
    },
    { clause: '6.30.3.1', method: 'GET', path: one, query: ['details'], errors, handle: serve(library) },
    { clause: '6.30.3.2', method: 'DELETE', path: one, query: ['reload'], errors, handle: remove(library) },
  ];
};
