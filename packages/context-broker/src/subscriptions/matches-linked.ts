import { everyInTurn, someInTurn, whenDone, type MaybePromise } from '@allmende/kernel';
import type { Entity } from '../entities/entity.ts';
import { matchesNode } from '../query-language/matches.ts';
import type { LinkedNode } from '../query-language/query.ts';

/** Finds an entity as it is within a transaction. */
export type FindNow = (id: string) => MaybePromise<Entity | undefined>;

const targetsOf = (entity: Entity, name: string): readonly string[] =>
  (entity.attributes[name] ?? [])
    .filter(({ kind }) => kind === 'Relationship' || kind === 'ListRelationship')
    .flatMap(({ value }) => (Array.isArray(value) ? value : [value]))
    .filter((id): id is string => typeof id === 'string');

/** Whether an entity fulfils a q expression that follows links (§4.9). */
export const matchesLinked = (entity: Entity, node: LinkedNode, find: FindNow): MaybePromise<boolean> => {
  if ('children' in node) {
    const test = (child: LinkedNode): MaybePromise<boolean> => matchesLinked(entity, child, find);
    return node.kind === 'and' ? everyInTurn(node.children, test) : someInTurn(node.children, test);
  }
  if (node.kind !== 'linked') return matchesNode(entity, node);
  const { types, condition, path } = node;
  return someInTurn(targetsOf(entity, path.names[0] ?? ''), (id) =>
    whenDone(find(id), (target) => {
      if (target === undefined) return false;
      const isOfType = types === undefined || types.some((type) => target.types.includes(type));
      return isOfType && matchesLinked(target, condition, find);
    }),
  );
};
