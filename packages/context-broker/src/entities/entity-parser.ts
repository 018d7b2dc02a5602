import { isJsonObject, type Finding } from '@allmende/kernel';
import { badRequestData, notAnObject } from '../problems.ts';
import { NGSI_LD_NULL } from './attribute-members.ts';
import { parseInstances, pointerSegment, type Parsing } from './attribute-parser.ts';
import { isDateTime, utcTime } from './date-time.ts';
import type { AttributeInstance, Attributes, Entity } from './entity.ts';
import { remembering } from './stored-names.ts';
import { idExpected, isId } from './value-parser.ts';

/** What a request says of an entity; parts that it does not mention are absent. */
export interface EntityFragment {
  readonly id?: string;
  readonly types?: readonly string[];
  readonly scopes?: readonly string[];
  /** When the entity is to go by itself (§4.22); the NGSI-LD null says that it is to stay. */
  readonly expiresAt?: string;
  readonly attributes: Attributes;
}

const entityMembers: ReadonlySet<string> = new Set([
  'id',
  '@id',
  'type',
  '@type',
  'scope',
  '@context',
  'createdAt',
  'modifiedAt',
  'deletedAt',
  'expiresAt',
]);

const NAME = /^[^\s\p{Cc}"<>\\^`{|}()[\]]+$/u;
const TERM_START = /^[\p{L}\p{Nl}_]/u;

/** Core members that are never attributes of their own (§4.5.1). */
const nonReified: ReadonlySet<string> = new Set(['datasetId', 'instanceId', 'observedAt', 'unitCode']);

/** Whether a text may name an attribute or a type: a term, prefix:name or an IRI (§4.6.2). */
export const isName = (name: unknown): name is string =>
  typeof name === 'string' && name.length <= 2000 && isTerm(name);

const isTerm = remembering(
  (name) => NAME.test(name) && name.isWellFormed() && TERM_START.test(name) && !name.endsWith('__proto__'),
);

const parseTypes = (given: unknown, parsing: Parsing): readonly string[] => {
  const names: readonly unknown[] = Array.isArray(given) ? given : [given];
  const isType = (name: unknown): name is string => isName(name) && name !== 'type' && name !== 'id';
  if (names.length > 0 && names.every(isType)) return [...new Set(names.map(parsing.context.expand))];
  parsing.findings.push({ pointer: '/type', detail: 'must be a type name or an array of them' });
  return [];
};

/** §4.18: levels start with a letter and go on with letters, digits and "_". */
const SCOPE = /^\/?\p{L}[\p{L}\p{M}\p{N}_]*(\/\p{L}[\p{L}\p{M}\p{N}_]*)*$/u;

/** Scopes as an entity has them, with a slash at the start; several findings at once go to `findings`. */
export const parseScopes = (given: unknown, findings: Finding[], pointer = '/scope'): readonly string[] => {
  const scopes: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (scopes.every((scope) => typeof scope === 'string' && SCOPE.test(scope))) {
    return scopes.map((scope) => (String(scope).startsWith('/') ? String(scope) : `/${String(scope)}`));
  }
  findings.push({
    pointer,
    detail: 'must be a scope such as /Innenstadt/Domplatz, or an array of them',
  });
  return [];
};

const parseId = (given: unknown, findings: Finding[]): string => {
  if (isId(given) && given !== NGSI_LD_NULL) return given;
  findings.push({ pointer: '/id', detail: idExpected });
  return '';
};

const parseExpiry = (given: unknown, { nullDeletes, findings }: Parsing): { readonly expiresAt?: string } => {
  if (given === undefined) return {};
  if (isDateTime(given) || (given === NGSI_LD_NULL && nullDeletes)) return { expiresAt: given };
  findings.push({
    pointer: '/expiresAt',
    detail: `must be ${utcTime}`,
  });
  return {};
};

/** Refuses with all findings, if there are any. */
export const refuseFindings = (findings: readonly Finding[]): void => {
  const [first] = findings;
  if (first === undefined) return;
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
  throw badRequestData(`${first.pointer || 'The body'} ${first.detail}${more}.`, findings);
};

/** Parses an entity or a part of it in normalized or concise form; rejects with all findings. */
export const parseFragment = (body: unknown, parsing: Parsing): EntityFragment => {
  if (!isJsonObject(body)) throw notAnObject();
  const attributes: Record<string, readonly AttributeInstance[]> = {};
  for (const [name, given] of Object.entries(body)) {
    if (entityMembers.has(name)) continue;
    const pointer = `/${pointerSegment(name)}`;
    if (isName(name) && !nonReified.has(name)) {
      const expanded = parsing.context.expand(name);
      attributes[expanded] = parseInstances(given, { pointer, depth: 0, name: expanded }, parsing);
    } else parsing.findings.push({ pointer, detail: 'is not a valid attribute name' });
  }
  const { findings } = parsing;
  const id = body['id'] ?? body['@id'];
  const type = body['type'] ?? body['@type'];
  const scope = body['scope'];
  const fragment: EntityFragment = {
    ...(id === undefined ? {} : { id: parseId(id, findings) }),
    ...(type === undefined ? {} : { types: parseTypes(type, parsing) }),
    ...(scope === undefined
      ? {}
      : { scopes: scope === NGSI_LD_NULL && parsing.nullDeletes ? [] : parseScopes(scope, findings) }),
    ...parseExpiry(body['expiresAt'], parsing),
    attributes,
  };
  refuseFindings(findings);
  return fragment;
};

/** Parses a whole entity (§5.2.4): id and type are needed. */
export const parseEntity = (body: unknown, parsing: Parsing): Entity => {
  if (!isJsonObject(body)) throw notAnObject();
  if (body['id'] === undefined && body['@id'] === undefined) {
    parsing.findings.push({ pointer: '/id', detail: 'is missing' });
  }
  if (body['type'] === undefined && body['@type'] === undefined) {
    parsing.findings.push({ pointer: '/type', detail: 'is missing' });
  }
  const { id = '', types = [], scopes, expiresAt, attributes } = parseFragment(body, parsing);
  return {
    id,
    types,
    ...(scopes === undefined || scopes.length === 0 ? {} : { scopes }),
    createdAt: parsing.now,
    modifiedAt: parsing.now,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    attributes,
  };
};
