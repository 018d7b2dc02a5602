import { createHash } from 'node:crypto';
import type { Entity } from './entity.ts';

/** What the entities of a kind have in common: their types, and their attributes (expanded names) with kinds. */
export interface EntityShape {
  readonly types: readonly string[];
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

export const shapeOf = ({ types, attributes }: Entity): EntityShape => ({
  types: types.toSorted(),
  attributes: Object.fromEntries(
    Object.keys(attributes)
      .toSorted()
      .map((name) => [name, [...new Set(attributes[name]?.map(({ kind }) => kind))].toSorted()]),
  ),
});

/** A cheap text that differs whenever the shape does; the same shape may have several. */
export const textOfShape = ({ types, attributes }: Entity): string => {
  let text = types.join(' ');
  for (const name in attributes) {
    text += `\n${name}`;
    for (const { kind } of attributes[name] ?? []) text += ` ${kind}`;
  }
  return text;
};

/** The number that every process gives a shape: 52 bits of its hash. */
export const numberOfShape = (shape: string): number =>
  Number.parseInt(createHash('sha256').update(shape).digest('hex').slice(0, 13), 16);

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

/** Attributes of each type with their kinds, both in order of names. */
export const kindsByType = (
  shapes: Iterable<EntityShape>,
): ReadonlyMap<string, Readonly<Record<string, readonly string[]>>> => {
  const kindsOf = new Map<string, Map<string, Set<string>>>();
  for (const { types, attributes } of shapes) {
    for (const type of types) {
      const known = kindsOf.get(type) ?? new Map<string, Set<string>>();
      kindsOf.set(type, known);
      for (const [name, kinds] of Object.entries(attributes))
        known.set(name, new Set([...(known.get(name) ?? []), ...kinds]));
    }
  }
  const sorted = (kinds: ReadonlyMap<string, ReadonlySet<string>>) =>
    Object.fromEntries([...kinds].toSorted(byName).map(([name, own]) => [name, [...own].toSorted()]));
  return new Map([...kindsOf].map(([type, kinds]) => [type, sorted(kinds)]));
};
