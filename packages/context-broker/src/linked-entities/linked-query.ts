import { DomainError } from '@allmende/kernel';
import { NGSI_LD_NULL } from '../entities/attribute-members.ts';
import type { EntityStore } from '../entities/entity-store.ts';
import { invalidParameter, queryProblems } from '../query-language/problems.ts';
import type { LinkedNode, QueryNode } from '../query-language/query.ts';

/** How many links a q expression follows. */
export const linkDepth = (node: LinkedNode): number => {
  if (node.kind === 'linked') return 1 + linkDepth(node.condition);
  return node.kind === 'and' || node.kind === 'or' ? Math.max(...node.children.map(linkDepth)) : 0;
};

/** Refuses a q that follows more links than are joined (§5.7.2.4). */
export const refuseDeepLinks = (node: LinkedNode | undefined, joinLevel: number): void => {
  if (node !== undefined && linkDepth(node) > joinLevel) {
    throw invalidParameter('q', 'follows more links than join and joinLevel allow');
  }
};

/** Most entities that may fulfil the condition at the end of a link. */
const maxTargets = 10_000;

/**
 * Puts the ids of the entities that fulfil the condition at the end of a link in the link's place, so that
 * stores need not know of links (§4.9).
 */
export const resolveLinks = async (
  node: LinkedNode,
  { entities, tenant }: { readonly entities: EntityStore; readonly tenant: string },
): Promise<QueryNode> => {
  if ('children' in node) {
    const children: QueryNode[] = [];
    for (const child of node.children) children.push(await resolveLinks(child, { entities, tenant }));
    return { kind: node.kind, children };
  }
  if (node.kind !== 'linked') return node;
  const q = await resolveLinks(node.condition, { entities, tenant });
  const { types } = node;
  const query = { q, limit: maxTargets + 1, offset: 0, ...(types === undefined ? {} : { types: [types] }) };
  const found = await entities.query(tenant, query);
  if (found.entities.length > maxTargets) {
    throw new DomainError(queryProblems.tooMany, 'q: too many entities fulfil the condition of a link');
  }
  // The NGSI-LD null is never stored, so that it stands for: no entity at all.
  const ids = found.entities.length === 0 ? [NGSI_LD_NULL] : found.entities.map(({ id }) => id);
  const values = ids.map((id) => ({ kind: 'uri', value: id }) as const);
  return { kind: 'compare', path: node.path, operator: '==', value: { kind: 'list', values } };
};
