import type { ApiRequest } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import { isJsonObject } from '@allmende/kernel';
import type { BrokerParts } from '../broker.ts';
import { isAttributeKind, reservedMembers } from '../entities/attribute-members.ts';
import { isObject, readTrial, type MemberCheck } from './read-trial.ts';

type Json = Readonly<Record<string, unknown>>;
type Rename = (name: string) => string;

/** What a context makes of names and of an entity, in full and in short. */
export interface ContextTrial {
  readonly names: readonly { readonly name: string; readonly full: string; readonly short: string }[];
  readonly entity?: { readonly full: Json; readonly short: Json };
}

const entityMembers: ReadonlySet<string> = new Set([
  'id',
  '@id',
  'scope',
  'createdAt',
  'modifiedAt',
  'deletedAt',
  'expiresAt',
  '@context',
]);

const isName: MemberCheck = (value) =>
  Array.isArray(value) && value.length <= 100 && value.every((name) => typeof name === 'string')
    ? undefined
    : 'must be a list of at most 100 texts';

/** Renames the sub-attributes of an attribute; values stay as they are. */
const renameInstance = (value: unknown, rename: Rename): unknown => {
  if (Array.isArray(value)) return value.map((one) => renameInstance(one, rename));
  if (!isJsonObject(value) || !isAttributeKind(value['type'])) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) =>
      reservedMembers.has(name) ? [name, member] : [rename(name), renameInstance(member, rename)],
    ),
  );
};

const renameTypes = (type: unknown, rename: Rename): unknown =>
  Array.isArray(type) ? type.map((one) => renameTypes(one, rename)) : rename(String(type));

const renameEntity = (entity: Json, rename: Rename): Json =>
  Object.fromEntries(
    Object.entries(entity).map(([name, member]) => {
      if (name === 'type' || name === '@type') return [name, renameTypes(member, rename)];
      return entityMembers.has(name) ? [name, member] : [rename(name), renameInstance(member, rename)];
    }),
  );

const both = (context: CompiledContext) => {
  const full: Rename = (name) => context.expand(name);
  const short: Rename = (name) => context.compact(full(name));
  return { full, short };
};

/** Shows what a context makes of names, as this broker understands them (§4.4, §5.5.7). */
export const tryContext = async (
  { contexts }: Pick<BrokerParts, 'contexts'>,
  request: ApiRequest,
): Promise<ContextTrial> => {
  const checks = { context: () => undefined, names: isName, entity: isObject };
  const { context: source, names, entity } = await readTrial(request, checks, ['context']);
  const { full, short } = both(await contexts.compile(source));
  const given: readonly unknown[] = Array.isArray(names) ? names : [];
  return {
    names: given.map(String).map((name) => ({ name, full: full(name), short: short(name) })),
    ...(isJsonObject(entity)
      ? { entity: { full: renameEntity(entity, full), short: renameEntity(entity, short) } }
      : {}),
  };
};
