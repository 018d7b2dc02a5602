import type { Entity } from '../entities/entity.ts';
import { matchesNode } from '../query-language/matches.ts';
import type { LinkedNode } from '../query-language/query.ts';

/** Finds an entity at once, as within a transaction. */
export type FindNow = (id: string) => Entity | undefined;

const targetsOf = (entity: Entity, name: string): readonly string[] =>
  (entity.attributes[name] ?? [])
    .filter(({ kind }) => kind === 'Relationship' || kind === 'ListRelationship')
    .flatMap(({ value }) => (Array.isArray(value) ? value : [value]))
    .filter((id): id is string => typeof id === 'string');

/** Whether an entity fulfils a q expression that follows links (§4.9). */
export const matchesLinked = (entity: Entity, node: LinkedNode, find: FindNow): boolean => {
  if ('children' in node) {
    return node.kind === 'and'
      ? node.children.every((child) => matchesLinked(entity, child, find))
      : node.children.some((child) => matchesLinked(entity, child, find));
  }
  if (node.kind !== 'linked') return matchesNode(entity, node);
  const { types, condition, path } = node;
  return targetsOf(entity, path.names[0] ?? '').some((id) => {
    const target = find(id);
    if (target === undefined) return false;
    const isOfType = types === undefined || types.some((type) => target.types.includes(type));
    return isOfType && matchesLinked(target, condition, find);
  });
};
