import { attributeNotFound, entityNotFound } from '../problems.ts';
import type { Transition } from './entity-store.ts';

/** Delete Attribute (§5.6.5) when the attribute is the scope (§4.18). */
export const scopeDeletion =
  (entityId: string, now: string): Transition =>
  (before) => {
    if (before === undefined) throw entityNotFound(entityId);
    const { scopes, ...rest } = before;
    if (scopes === undefined) throw attributeNotFound(entityId, 'scope');
    return { ...rest, modifiedAt: now };
  };
