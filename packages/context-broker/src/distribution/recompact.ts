import { isJsonObject } from '@allmende/kernel';
import type { CompiledContext } from '@allmende/jsonld';
import { isAttributeKind, reservedMembers, valueMemberOf } from '../entities/attribute-members.ts';

type Json = Readonly<Record<string, unknown>>;
type Rename = (name: string) => string;

const entityMembers: ReadonlySet<string> = new Set([
  'id',
  '@id',
  'scope',
  'createdAt',
  'modifiedAt',
  '@context',
]);

/** Members of attributes whose values are names. */
const namingMembers: ReadonlySet<string> = new Set(['objectType', 'valueType', 'vocab']);

const renamedNames = (value: unknown, rename: Rename): unknown => {
  if (Array.isArray(value)) return value.map((item: unknown) => renamedNames(item, rename));
  return typeof value === 'string' ? rename(value) : value;
};

const isInstance = (value: Json): boolean =>
  isAttributeKind(value['type']) || Object.values(valueMemberOf).some((member) => member in value);

const renamedAttribute = (value: unknown, rename: Rename): unknown => {
  if (Array.isArray(value)) return value.map((item: unknown) => renamedAttribute(item, rename));
  if (!isJsonObject(value) || !isInstance(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (namingMembers.has(name)) return [name, renamedNames(member, rename)];
      return reservedMembers.has(name) ? [name, member] : [rename(name), renamedAttribute(member, rename)];
    }),
  );
};

const renamedMember = (name: string, value: unknown, rename: Rename): readonly [string, unknown] => {
  if (entityMembers.has(name)) return [name, value];
  if (name === 'type' || name === '@type') return [name, renamedNames(value, rename)];
  return [rename(name), renamedAttribute(value, rename)];
};

const renaming =
  (from: CompiledContext, to: CompiledContext): Rename =>
  (name) =>
    to.compact(from.expand(name));

/** An entity, or a part of one, in the names of another context (§4.3.6.6). */
export const recompactEntity = (body: unknown, from: CompiledContext, to: CompiledContext): unknown =>
  isJsonObject(body)
    ? Object.fromEntries(
        Object.entries(body).map(([name, value]) => renamedMember(name, value, renaming(from, to))),
      )
    : body;

/** An attribute, alone or under its name, in the names of another context. */
export const recompactAttribute = (body: unknown, from: CompiledContext, to: CompiledContext): unknown =>
  isJsonObject(body) && !isInstance(body) && 'type' in body === false
    ? recompactEntity(body, from, to)
    : renamedAttribute(body, renaming(from, to));
