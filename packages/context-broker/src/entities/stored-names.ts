import type { CompiledContext } from '@allmende/jsonld';

/** One value alone, several as an array, as JSON-LD writes them; and back. */
export const one = (values: readonly string[]): unknown => (values.length === 1 ? values[0] : values);
export const many = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]) as string[];

/** A pure function of names that remembers its answers, as there are few names. */
export const remembering = <Value extends string | boolean>(
  resolve: (name: string) => Value,
): ((name: string) => Value) => {
  const known = new Map<string, Value>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const answer = resolve(name);
    if (known.size >= 10_000) known.clear();
    known.set(name, answer);
    return answer;
  };
};

/** Names as stored, both ways. A name that would be taken for a member stays an IRI. */
export interface Names {
  readonly expand: (name: string) => string;
  readonly compact: (iri: string) => string;
  readonly attribute: (iri: string) => string;
  readonly sub: (iri: string) => string;
}

/** Names of the core context; those in `reserved` have a meaning of their own in their place. */
export const createNames = (
  core: CompiledContext,
  reserved: { readonly attribute: ReadonlySet<string>; readonly sub: ReadonlySet<string> },
): Names => {
  const compact = remembering(core.compact);
  const compactUnless = (members: ReadonlySet<string>) =>
    remembering((iri) => (members.has(compact(iri)) ? iri : compact(iri)));
  return {
    expand: remembering(core.expand),
    compact,
    attribute: compactUnless(reserved.attribute),
    sub: compactUnless(reserved.sub),
  };
};
