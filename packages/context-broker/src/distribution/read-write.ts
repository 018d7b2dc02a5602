import { isJsonObject } from '@allmende/kernel';
import type { ApiRequest } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import type { Parsing } from '../entities/attribute-parser.ts';
import { parseEntity, parseFragment, refuseFindings } from '../entities/entity-parser.ts';
import { entityIdOf, readBodyWithContext, readContext, tenantOf } from '../entities/request-context.ts';
import { badRequestData, notAnObject } from '../problems.ts';
import { parseTypeSelection } from '../query-language/type-selection-parser.ts';
import { parseAttributes, parseEvolution } from '../temporal/evolution-parser.ts';
import type { Distribution } from './distribution.ts';
import type { WriteSubject } from './plan-write.ts';
import type { WriteKind } from './write-kinds.ts';

/** Members of an entity that go to every place that gets a part of it. */
const sharedMembers: ReadonlySet<string> = new Set(['id', '@id', 'type', '@type', 'scope', '@context']);

/** Most instances that are read to learn the types of an entity. */
const maxInstances = 1000;

/** A write that is read and found valid. */
export interface Write {
  readonly kind: WriteKind;
  readonly request: ApiRequest;
  readonly context: CompiledContext;
  readonly body: unknown;
  readonly subject: WriteSubject;
}

/** The attributes that a body is about, by their expanded names. */
export const attributesIn = (body: unknown, { expand }: CompiledContext): readonly string[] =>
  isJsonObject(body)
    ? Object.keys(body)
        .filter((name) => !sharedMembers.has(name))
        .map(expand)
    : [];

/** The entity with those attributes only. */
export const partOf = (
  body: unknown,
  attributes: readonly string[] | undefined,
  { expand }: CompiledContext,
): unknown => {
  if (attributes === undefined || !isJsonObject(body)) return body;
  return Object.fromEntries(
    Object.entries(body).filter(([name]) => sharedMembers.has(name) || attributes.includes(expand(name))),
  );
};

/** A body without its context, which travels as the source wants it. */
export const withoutContext = (body: unknown): unknown => {
  if (!isJsonObject(body)) return body;
  const { '@context': _context, ...rest } = body;
  return rest;
};

const refuseForeignId = (body: unknown, id: string): void => {
  const given = isJsonObject(body) ? (body['id'] ?? body['@id']) : undefined;
  if (given !== undefined && given !== id)
    throw badRequestData('The id in the body differs from the id in the address.', [
      { pointer: '/id', detail: `must be ${id}, or be left out` },
    ]);
};

const findingsOf = (body: unknown, parsing: Parsing): Parsing['findings'] => {
  parseAttributes(body, parsing);
  return parsing.findings;
};

/** Refuses what no place would take, before any place is asked. */
const refuseInvalid = (
  { startParsing }: Distribution,
  { kind, request, context, body }: Omit<Write, 'subject'>,
): void => {
  if (kind.body === 'none') return;
  if (typeof body !== 'object' || body === null) throw notAnObject();
  if (kind.body === 'attribute') return;
  const { nullDeletes = false } = kind;
  const parsing = startParsing(context, { nullDeletes, isMerge: kind.body === 'merge' });
  if (kind.body === 'evolution') parseEvolution(body, parsing);
  else if (kind.body === 'past') refuseFindings(findingsOf(body, parsing));
  else if (kind.body === 'entity') parseEntity(body, parsing);
  else if (kind.body === 'fragment' || request.rawQuery === '') parseFragment(body, parsing);
};

/** The types that a body names; undefined when it names none. */
export const typesIn = (body: unknown, { expand }: CompiledContext): readonly string[] | undefined => {
  const given = isJsonObject(body) ? (body['type'] ?? body['@type']) : undefined;
  if (given === undefined) return undefined;
  return (Array.isArray(given) ? given : [given]).map((type) => expand(String(type)));
};

/** The types of the entity: those in the request, or of what is here; else they are not known. */
const typesOf = async (
  { parts, temporal }: Distribution,
  { request, context, body, kind }: Omit<Write, 'subject'>,
  id: string,
): Promise<readonly string[] | undefined> => {
  const given = kind.body === 'attribute' ? undefined : typesIn(body, context);
  if (given !== undefined) return given;
  const selection = request.query.get('type');
  if (selection !== null && selection !== '*') return parseTypeSelection(selection, context).flat();
  const tenant = tenantOf(request);
  if (kind.isTemporal === true) {
    const newest = { property: 'modifiedAt', lastN: 1 } as const;
    return (await temporal.store.find(tenant, id, newest, maxInstances))?.types;
  }
  return (await parts.entities.find(tenant, id))?.types;
};

const attributesOf = ({
  kind,
  request,
  context,
  body,
}: Omit<Write, 'subject'>): readonly string[] | undefined => {
  const { attribute } = request.params;
  if (attribute !== undefined) return [context.expand(attribute)];
  return kind.body === 'none' ? undefined : attributesIn(body, context);
};

/** The entity that a request is about: in its address, or in its body. */
const idOf = (request: ApiRequest, body: unknown): string => {
  if ('id' in request.params) return entityIdOf(request);
  return isJsonObject(body) ? String(body['id'] ?? body['@id'] ?? '') : '';
};

/** Reads a write; refuses an invalid one. */
export const readWrite = async (
  distribution: Distribution,
  request: ApiRequest,
  kind: WriteKind,
): Promise<Write> => {
  const { contexts } = distribution.parts;
  const read =
    kind.body === 'none'
      ? { body: undefined, context: await readContext(request, contexts) }
      : await readBodyWithContext(request, contexts);
  const given = { kind, request, ...read };
  refuseInvalid(distribution, given);
  const id = idOf(request, read.body);
  // Attributes have no id of their own; a place that gets some checks it where it matters.
  if (kind.result === 'batch' && kind.body !== 'attribute') refuseForeignId(read.body, id);
  const [types, attributes] = [await typesOf(distribution, given, id), attributesOf(given)];
  return {
    ...given,
    subject: {
      id,
      ...(types === undefined ? {} : { types }),
      ...(attributes === undefined ? {} : { attributes }),
    },
  };
};
