import type { CompiledContext } from '@allmende/jsonld';
import type { EntityStore } from '../entities/entity-store.ts';

type TypeRow = Awaited<ReturnType<EntityStore['types']>>[number];
type Json = Readonly<Record<string, unknown>>;

const listId = (kind: string): string => `urn:ngsi-ld:${kind}:all`;
const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].toSorted();

/** EntityTypeList (§5.2.24). */
export const typeList = (rows: readonly TypeRow[], context: CompiledContext): Json => ({
  id: listId('EntityTypeList'),
  type: 'EntityTypeList',
  typeList: sorted(rows.map(({ type }) => context.compact(type))),
});

/** EntityType (§5.2.25) of every type. */
export const typeDetails = (rows: readonly TypeRow[], context: CompiledContext): readonly Json[] =>
  rows.map(({ type, attributes }) => ({
    id: type,
    type: 'EntityType',
    typeName: context.compact(type),
    attributeNames: sorted(Object.keys(attributes).map((name) => context.compact(name))),
  }));

/** EntityTypeInfo (§5.2.26) of one type; undefined when no entity has it. */
export const typeInfo = (
  rows: readonly TypeRow[],
  type: string,
  context: CompiledContext,
): Json | undefined => {
  const row = rows.find((candidate) => candidate.type === type);
  if (row === undefined) return undefined;
  return {
    id: type,
    type: 'EntityTypeInfo',
    typeName: context.compact(type),
    entityCount: row.count,
    attributeDetails: Object.entries(row.attributes).map(([name, kinds]) => ({
      id: name,
      type: 'Attribute',
      attributeName: context.compact(name),
      attributeTypes: kinds,
    })),
  };
};

const attributeNames = (rows: readonly TypeRow[]): readonly string[] =>
  sorted(rows.flatMap(({ attributes }) => Object.keys(attributes)));

/** AttributeList (§5.2.27). */
export const attributeList = (rows: readonly TypeRow[], context: CompiledContext): Json => ({
  id: listId('AttributeList'),
  type: 'AttributeList',
  attributeList: attributeNames(rows).map((name) => context.compact(name)),
});

/** Attribute (§5.2.28) of every attribute, without kinds and counts. */
export const attributeDetails = (rows: readonly TypeRow[], context: CompiledContext): readonly Json[] =>
  attributeNames(rows).map((name) => ({
    id: name,
    type: 'Attribute',
    attributeName: context.compact(name),
    typeNames: typeNamesOf(rows, name, context),
  }));

/** Attribute (§5.2.28) with its kinds and the number of entities; undefined when no entity has it. */
export const attributeInfo = (
  rows: readonly TypeRow[],
  name: string,
  details: { readonly context: CompiledContext; readonly count: number },
): Json | undefined => {
  const carriers = rows.filter(({ attributes }) => Object.hasOwn(attributes, name));
  if (carriers.length === 0) return undefined;
  return {
    id: name,
    type: 'Attribute',
    attributeName: details.context.compact(name),
    attributeCount: details.count,
    attributeTypes: sorted(carriers.flatMap(({ attributes }) => attributes[name] ?? [])),
    typeNames: typeNamesOf(rows, name, details.context),
  };
};

const typeNamesOf = (rows: readonly TypeRow[], name: string, context: CompiledContext): readonly string[] =>
  sorted(
    rows.filter(({ attributes }) => Object.hasOwn(attributes, name)).map(({ type }) => context.compact(type)),
  );
