import { mediaTypeOf, type ApiRequest } from '@allmende/http';
import type { CompiledContext, ContextCompiler } from '@allmende/jsonld';
import { DomainError, isJsonObject } from '@allmende/kernel';
import { badRequestData, brokerProblems } from '../problems.ts';
import { refuseFindings } from './entity-parser.ts';
import { isUri } from './value-parser.ts';
import { infiniteNumbers, isWithinLimits } from './finite-numbers.ts';

const CONTEXT_RELATION = 'http://www.w3.org/ns/json-ld#context';

/** A request whose data are kept under a name that no client can give, as those of a snapshot are. */
interface Rerouted {
  readonly storedTenant?: string;
}

/** A request that differs from another in some members only. */
export const derivedRequest = (
  request: ApiRequest,
  changes: Partial<Pick<ApiRequest, 'query' | 'rawQuery' | 'path' | 'params' | 'text'>> & Rerouted,
): ApiRequest & Rerouted => {
  const { method, path, params, rawQuery, headers, text } = request;
  return {
    // Made when they are asked for, as in the request itself.
    get id() {
      return request.id;
    },
    get query() {
      return request.query;
    },
    get signal() {
      return request.signal;
    },
    ...{ method, path, params, rawQuery, headers, text },
    ...('storedTenant' in request ? { storedTenant: String(request.storedTenant) } : {}),
    ...changes,
  };
};

/** The tenant a request names (§6.3.14); the default tenant is ''. */
export const tenantOf = ({ headers, storedTenant }: Pick<ApiRequest, 'headers'> & Rerouted): string => {
  if (storedTenant !== undefined) return storedTenant;
  const given = headers['ngsild-tenant'];
  if (given === undefined) return '';
  if (typeof given === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(given)) return given;
  throw badRequestData('NGSILD-Tenant is not a tenant name: letters, digits, "_" and "-", at most 64.');
};

/** One link of a Link header (RFC 8288 §3): its address and its parameters. */
const linkValue =
  /\s*<([^<>\s]*)>((?:\s*;\s*[\w!#$&+.^`|~*-]+(?:\s*=\s*(?:"[^"]*"|[^\s",;<>]+))?)*)\s*;?\s*(?:,|$)/uy;

const linksOf = (text: string): readonly { readonly address: string; readonly parameters: string }[] => {
  const links: { readonly address: string; readonly parameters: string }[] = [];
  const pattern = new RegExp(linkValue);
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const [, address = '', parameters = ''] = pattern.exec(text) ?? [];
    if (address === '') {
      throw badRequestData(
        `The Link header is not understood from character ${String(at + 1)} on. Write <address>; rel="${CONTEXT_RELATION}"; type="application/ld+json".`,
      );
    }
    links.push({ address, parameters });
  }
  return links;
};

/** The address in the Link header that names the context, if any (§6.3.5). */
export const linkedContext = (link: string | string[] | undefined): string | undefined => {
  if (link === undefined) return undefined;
  const contexts = linksOf(Array.isArray(link) ? link.join(',') : link).filter(({ parameters }) =>
    /;\s*rel\s*=\s*"?([^";]*)"?/iu.exec(parameters)?.[1]?.split(/\s+/u).includes(CONTEXT_RELATION),
  );
  if (contexts.length > 1) throw badRequestData('The Link header names more than one JSON-LD context.');
  return contexts[0]?.address;
};

/** A body with its context, as far as the media type allows one (§6.3.5). */
export interface BodyWithContext {
  readonly body: unknown;
  readonly context: CompiledContext;
}

const NESTING_LIMIT = 100;

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const where = cause instanceof SyntaxError ? cause.message : 'unreadable';
    throw new DomainError(brokerProblems.invalidRequest, `The body is not JSON: ${where}.`, { cause });
  }
};

const refuseDeepNesting = (text: string): void => {
  let depth = 0;
  let inText = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charCodeAt(index);
    if (inText) {
      if (char === 92) index += 1;
      else if (char === 34) inText = false;
    } else if (char === 34) inText = true;
    else if (char === 123 || char === 91) depth += 1;
    else if (char === 125 || char === 93) depth -= 1;
    if (depth > NESTING_LIMIT) {
      throw new DomainError(
        brokerProblems.invalidRequest,
        `The body is nested deeper than ${NESTING_LIMIT} (at character ${index}).`,
      );
    }
  }
};

/** The context of a request without a body: by Link header, else the core context. */
export const readContext = (request: ApiRequest, contexts: ContextCompiler): Promise<CompiledContext> =>
  contexts.compile(linkedContext(request.headers.link), request.headers);

/** Body text as JSON; media types json, ld+json, and merge-patch+json where it is allowed (§6.3.4). */
export const readJson = async (request: ApiRequest, { mergePatch = false } = {}): Promise<unknown> => {
  const type = mediaTypeOf(request);
  const allowed = [
    'application/json',
    'application/ld+json',
    ...(mergePatch ? ['application/merge-patch+json'] : []),
  ];
  if (type === '') {
    throw new DomainError(
      brokerProblems.invalidRequest,
      `Content-Type is missing. Send one of ${allowed.join(', ')}.`,
    );
  }
  if (!allowed.includes(type)) {
    throw new DomainError(
      brokerProblems.unsupportedMediaType,
      `Content-Type "${type}" is not supported. Send one of ${allowed.join(', ')}.`,
    );
  }
  const text = await request.text();
  if (text.trim() === '') throw new DomainError(brokerProblems.invalidRequest, 'The body is empty.');
  const body = parseJson(text);
  if (!isWithinLimits(body, NESTING_LIMIT)) {
    refuseDeepNesting(text);
    refuseFindings(infiniteNumbers(body));
  }
  return body;
};

/** The context of one JSON object of a body (§6.3.5): its own in ld+json, else that of the Link header. */
export const contextOf = (
  request: ApiRequest,
  body: unknown,
  contexts: ContextCompiler,
): Promise<CompiledContext> => {
  const link = linkedContext(request.headers.link);
  const own = isJsonObject(body) ? body['@context'] : undefined;
  const isLinkedData = mediaTypeOf(request) === 'application/ld+json';
  if (isLinkedData && link !== undefined) {
    throw badRequestData('A Link header with a context is not allowed with application/ld+json (§6.3.5).');
  }
  if (!isLinkedData && own !== undefined) {
    throw badRequestData('@context in the body needs Content-Type application/ld+json (§6.3.5).', [
      { pointer: '/@context', detail: 'is not allowed in application/json' },
    ]);
  }
  if (isLinkedData && own === undefined && isJsonObject(body)) {
    throw badRequestData('@context is missing in the application/ld+json body (§6.3.5).', [
      { pointer: '/@context', detail: 'is missing' },
    ]);
  }
  return contexts.compile(isLinkedData ? own : link, request.headers);
};

/** Reads body and context of a request that carries one object. */
export const readBodyWithContext = async (
  request: ApiRequest,
  contexts: ContextCompiler,
): Promise<BodyWithContext> => {
  const body = await readJson(request, { mergePatch: request.method === 'PATCH' });
  return { body, context: await contextOf(request, body, contexts) };
};

/** The id of the entity in the address; refuses what is no URI. */
export const entityIdOf = ({ params }: ApiRequest): string => {
  const id = params['id'] ?? '';
  if (isUri(id)) return id;
  throw badRequestData(`"${id}" is not a URI, so it is no entity id.`, [
    { pointer: 'id', detail: 'must be a URI' },
  ]);
};
