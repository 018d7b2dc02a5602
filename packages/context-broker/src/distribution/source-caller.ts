import type { ApiRequest, HttpMethod } from '@allmende/http';
import type { BrokerParts } from '../broker.ts';
import { idSegment } from '../entities/answer.ts';
import { tenantOf } from '../entities/request-context.ts';
import type { Registration } from '../registrations/registration.ts';
import type { SourceUses } from '../registrations/source-uses.ts';
import { sourceAlias } from '../source-identity/source-identity-routes.ts';
import type { ContextSourceClient, SourceReply, SourceRequest } from './context-source-client.ts';
import { createSourceCache } from './source-cache.ts';
import type { SourceTerms } from './source-terms.ts';
import { parseVia, withOwn } from './via.ts';
import type { Wording } from './wording.ts';

/** How long a source may take that sets no limit of its own (management.timeout). */
const DEFAULT_TIMEOUT_MS = 3000;
/** Nobody waits longer, whatever a registration says. */
const LONGEST_TIMEOUT_MS = 60_000;

const API = '/ngsi-ld/v1';

/** An operation of the NGSI-LD API that a source is asked for. */
export interface SourceCall {
  readonly method: HttpMethod;
  /** Path below /ngsi-ld/v1. */
  readonly path: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The map that the source made before, for it to go through (§5.7.2.4). */
  readonly entityMap?: string;
  readonly terms: SourceTerms;
  readonly wording: Wording;
}

/** Calls the sources of registrations on behalf of requests. */
export interface SourceCaller {
  call(registration: Registration, call: SourceCall, request: ApiRequest): Promise<SourceReply>;
  /** Whether a request has been here before (§6.3.18). */
  hasComeBack(request: ApiRequest): boolean;
}

const managementOf = ({ members }: Registration): Readonly<Record<string, unknown>> => {
  const { management } = members;
  return typeof management === 'object' && management !== null ? { ...management } : {};
};

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** Whether a source shall answer from its own data only (§4.3.6.4, §5.2.34). */
const isLocalOnly = (registration: Registration): boolean =>
  registration.members['localOnly'] === true || managementOf(registration)['localOnly'] === true;

const addressOf = (registration: Registration, { path, parameters = {} }: SourceCall): string => {
  const endpoint = String(registration.members['endpoint']).replace(/\/+$/u, '');
  const all = { ...parameters, ...(isLocalOnly(registration) ? { local: 'true' } : {}) };
  // Commas and colons may stay as they are in a query (RFC 3986 §3.4), which keeps it readable.
  const query = Object.entries(all)
    .map(
      ([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%3A', ':')}`,
    )
    .join('&');
  return `${endpoint}${endpoint.endsWith(API) ? '' : API}${path}${query === '' ? '' : `?${query}`}`;
};

const viaOf = ({ headers }: ApiRequest): string | undefined => {
  const { via } = headers;
  return via;
};

const bodyOf = ({ body, wording }: SourceCall): string | undefined => {
  if (body === undefined) return undefined;
  const { inBody } = wording;
  if (inBody === undefined || typeof body !== 'object' || body === null) return JSON.stringify(body);
  return JSON.stringify(
    Array.isArray(body)
      ? body.map((item: unknown) => (typeof item === 'object' ? { '@context': inBody, ...item } : item))
      : { '@context': inBody, ...body },
  );
};

const headersOf = (
  registration: Registration,
  { body, terms, wording, entityMap }: SourceCall,
  via: string,
): Readonly<Record<string, string>> => {
  const { tenant } = registration.members;
  const { address } = wording;
  return {
    ...terms.headers,
    Accept: terms.accept ?? 'application/json',
    Via: via,
    ...(entityMap === undefined ? {} : { 'NGSILD-EntityMap': `${API}/entityMaps/${idSegment(entityMap)}` }),
    ...(typeof tenant === 'string' ? { 'NGSILD-Tenant': tenant } : {}),
    ...(address === undefined
      ? {}
      : { Link: `<${address}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"` }),
    ...(body === undefined
      ? {}
      : { 'Content-Type': wording.inBody === undefined ? 'application/json' : 'application/ld+json' }),
  };
};

const resting = (cooldownMs: number): SourceReply => ({
  kind: 'failure',
  failure: 'timeout',
  detail: `it failed less than ${String(cooldownMs)} ms ago`,
});

interface Dependencies {
  readonly client: ContextSourceClient;
  readonly parts: Pick<BrokerParts, 'clock' | 'publicUrl'>;
  readonly uses: Pick<SourceUses, 'count'>;
}

/** A source that has nothing to tell has not failed (§6.3.17). */
const isFailed = ({ method }: SourceRequest, reply: SourceReply): boolean =>
  reply.kind === 'failure' ||
  ((reply.status < 200 || reply.status >= 300) && !(method === 'GET' && reply.status === 404));

/** Calls sources with the headers, limits and rests that their registrations ask for. */
export const createSourceCaller = ({ client, parts, uses }: Dependencies): SourceCaller => {
  // A registration that changes is another object, so its rest ends.
  const failedAt = new WeakMap<Registration, number>();
  const cache = createSourceCache(() => parts.clock.now());
  const aliasFor = (request: ApiRequest): string => sourceAlias(parts.publicUrl(), tenantOf(request));

  const isResting = (registration: Registration, cooldownMs: number): boolean => {
    const failed = failedAt.get(registration);
    return failed !== undefined && parts.clock.now() - failed < cooldownMs;
  };

  const send = async (registration: Registration, request: SourceRequest): Promise<SourceReply> => {
    const reply = await client.send(request);
    if (reply.kind === 'failure') failedAt.set(registration, parts.clock.now());
    else failedAt.delete(registration);
    uses.count(registration, isFailed(request, reply));
    if (request.method !== 'GET') cache.forget(registration);
    cache.keep(registration, request, reply);
    return reply;
  };

  return {
    hasComeBack: (request) => parseVia(viaOf(request)).includes(aliasFor(request)),
    call: async (registration, call, request) => {
      const { timeout, cooldown } = managementOf(registration);
      const body = bodyOf(call);
      const sent: SourceRequest = {
        method: call.method,
        address: addressOf(registration, call),
        headers: headersOf(registration, call, withOwn(viaOf(request), aliasFor(request))),
        timeoutMs: Math.min(numberOf(timeout) ?? DEFAULT_TIMEOUT_MS, LONGEST_TIMEOUT_MS),
        signal: request.signal,
        ...(body === undefined ? {} : { body }),
      };
      const known = cache.find(registration, sent);
      if (known !== undefined) return known;
      const cooldownMs = numberOf(cooldown) ?? 0;
      return isResting(registration, cooldownMs) ? resting(cooldownMs) : send(registration, sent);
    },
  };
};
