import { isJsonObject } from '@allmende/kernel';
import type { Answer, ApiRequest, Route } from '@allmende/http';
import { reservedMembers } from './attribute-members.ts';

type Json = Readonly<Record<string, unknown>>;

/** The minor version of NGSI-LD 1 that this broker speaks. */
const nativeMinor = 9;

/** The minor version that a client prefers (§6.3.6, RFC 7240), as in `Prefer: ngsi-ld=1.5`. */
export const preferredMinor = ({ headers }: Pick<ApiRequest, 'headers'>): number | undefined => {
  const prefer = headers['prefer'];
  if (prefer === undefined) return undefined;
  for (const preference of String(prefer).split(',')) {
    const [given = ''] = preference.split(';');
    const found = /^\s*ngsi-ld\s*=\s*"?1\.(\d{1,2})(?:\.\d{1,2})?"?\s*$/iu.exec(given);
    const minor = Number(found?.[1] ?? -1);
    if (minor >= 0 && minor <= nativeMinor) return minor;
  }
  return undefined;
};

/** Kinds of attributes that earlier versions do not have: what came when, and what stands for it (§4.3.6.8). */
const fallbacks: Readonly<
  Record<string, { readonly since: number; readonly kind: string; readonly member: string }>
> = {
  LanguageProperty: { since: 4, kind: 'Property', member: 'languageMap' },
  VocabProperty: { since: 8, kind: 'Property', member: 'vocab' },
  JsonProperty: { since: 8, kind: 'Property', member: 'json' },
  ListProperty: { since: 8, kind: 'Property', member: 'valueList' },
  ListRelationship: { since: 8, kind: 'Relationship', member: 'objectList' },
};

const objectsIn = (list: unknown): unknown =>
  Array.isArray(list) ? list.map((item: unknown) => (isJsonObject(item) ? item['object'] : item)) : list;

/** An attribute as the version knows it, its sub-attributes included. */
const reformatted = (attribute: Json, minor: number): Json => {
  const members = Object.fromEntries(
    Object.entries(attribute).map(([name, value]) => [
      name,
      reservedMembers.has(name) ? value : reformattedMember(value, minor),
    ]),
  );
  const fallback = fallbacks[String(attribute['type'])];
  if (fallback === undefined || fallback.since <= minor || !(fallback.member in attribute)) return members;
  const { [fallback.member]: value, ...others } = members;
  return fallback.kind === 'Relationship'
    ? { ...others, type: fallback.kind, object: objectsIn(value) }
    : { ...others, type: fallback.kind, value };
};

const isAttribute = (value: unknown): value is Json =>
  isJsonObject(value) && typeof value['type'] === 'string' && !('coordinates' in value);

const reformattedMember = (value: unknown, minor: number): unknown => {
  if (Array.isArray(value))
    return value.map((item: unknown) => (isAttribute(item) ? reformatted(item, minor) : item));
  return isAttribute(value) ? reformatted(value, minor) : value;
};

/** An entity as a version of NGSI-LD 1 has it (§4.3.6.8). */
export const entityInVersion = (entity: unknown, minor: number): unknown =>
  isJsonObject(entity)
    ? Object.fromEntries(
        Object.entries(entity).map(([name, value]) => [
          name,
          name === '@context' || name === 'features' ? value : reformattedMember(value, minor),
        ]),
      )
    : entity;

/** Entity data as an earlier version has it; 203 tells when that is not what is kept. */
const inVersion = (answer: Answer, minor: number): Answer => {
  if (typeof answer.body !== 'string' || answer.status !== 200) return answer;
  const content = JSON.parse(answer.body) as unknown;
  const shown = Array.isArray(content)
    ? content.map((entity) => entityInVersion(entity, minor))
    : entityInVersion(content, minor);
  const body = JSON.stringify(shown);
  return body === JSON.stringify(content) ? answer : { ...answer, status: 203, body };
};

const isEntityData = ({ path }: Route): boolean => /\/(entities|entityOperations\/query)(\/|$)/u.test(path);

/** Reading operations that honour `Prefer: ngsi-ld=1.x` (§4.3.6.8, §6.3.6); only entities look different then. */
export const withPreferredVersion = (routes: readonly Route[]): readonly Route[] =>
  routes.map((route) => {
    if (route.method !== 'GET' && !route.path.endsWith('/query')) return route;
    const handle = async (request: ApiRequest): Promise<Answer> => {
      const minor = preferredMinor(request);
      const answer = await route.handle(request);
      if (minor === undefined || answer.status >= 300) return answer;
      const shown = minor < nativeMinor && isEntityData(route) ? inVersion(answer, minor) : answer;
      return {
        ...shown,
        headers: { ...shown.headers, 'preference-applied': `ngsi-ld=1.${String(minor)}` },
      };
    };
    return {
      ...route,
      handle: (request) =>
        request.headers['prefer'] === undefined ? route.handle(request) : handle(request),
    };
  });
