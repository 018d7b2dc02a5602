import type { CompiledContext } from '@allmende/jsonld';
import { entityNotFound } from '../problems.ts';
import { parseTypeSelection } from '../query-language/type-selection-parser.ts';
import type { Entity } from './entity.ts';
import type { Transition } from './entity-store.ts';

/** Whether an entity has the types that `type` selects (§4.17); without `type`, or with `*`, it does. */
export const hasSelectedType = (
  { types }: Entity,
  selection: string | undefined | null,
  context: CompiledContext,
): boolean =>
  selection === undefined ||
  selection === null ||
  selection === '*' ||
  parseTypeSelection(selection, context).some((all) => all.every((type) => types.includes(type)));

/** A transition of entities of the selected types; for others the entity is not found (§5.6.2 ff.). */
export const ofSelectedType = (
  transition: Transition,
  selection: string | undefined | null,
  context: CompiledContext,
): Transition => {
  if (selection === undefined || selection === null) return transition;
  return (before) => {
    if (before !== undefined && !hasSelectedType(before, selection, context)) throw entityNotFound(before.id);
    return transition(before);
  };
};
