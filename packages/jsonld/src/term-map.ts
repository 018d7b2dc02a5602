import { DomainError } from '@allmende/kernel';
import { corePrefixes, coreTerms, DEFAULT_VOCABULARY } from './core-terms.ts';
import { invalidContext } from './problems.ts';

const KEYWORD_ALIASES = new Set(['id', 'type']);

/** Terms of a context while its parts are read in order; later parts override earlier ones. */
export interface TermDefinitions {
  readonly terms: Map<string, string>;
  vocabulary: string;
}

const isIri = (text: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(text);

const definedIri = (term: string, definition: unknown): string | undefined => {
  if (typeof definition === 'string') return definition;
  if (definition === null) return undefined;
  if (typeof definition === 'object' && !Array.isArray(definition)) {
    if ('@context' in definition) {
      throw new DomainError(invalidContext, `Term "${term}" has a context of its own (§5.5.7).`, {
        findings: [{ pointer: `/@context/${term}/@context`, detail: 'is not allowed' }],
      });
    }
    const id = '@id' in definition ? definition['@id'] : term;
    if (typeof id === 'string') return id;
    if (id === null) return undefined;
  }
  throw new DomainError(invalidContext, `Term "${term}" is neither an IRI nor a term definition.`, {
    findings: [{ pointer: `/@context/${term}`, detail: 'must be an IRI or an object with @id' }],
  });
};

/** Resolves `prefix:name` and plain terms over the definitions; a cycle is refused. */
const resolve = (definitions: TermDefinitions, iri: string, seen: readonly string[]): string => {
  if (seen.includes(iri)) {
    throw new DomainError(invalidContext, `Term "${iri}" is defined by itself.`);
  }
  const colon = iri.indexOf(':');
  if (colon < 0) {
    const known = definitions.terms.get(iri) ?? coreTerms.get(iri);
    if (known !== undefined) return resolve(definitions, known, [...seen, iri]);
    return iri.startsWith('@') ? iri : definitions.vocabulary + iri;
  }
  if (iri.startsWith('//', colon + 1)) return iri;
  const prefix = iri.slice(0, colon);
  const base = definitions.terms.get(prefix) ?? corePrefixes.get(prefix);
  return base === undefined ? iri : resolve(definitions, base, [...seen, iri]) + iri.slice(colon + 1);
};

/** Half of a surrogate pair is no character (RFC 3987 §2.2), and no store keeps it as it is. */
const checkCharacters = (term: string, iri: string): void => {
  if (term.isWellFormed() && iri.isWellFormed()) return;
  throw new DomainError(invalidContext, 'A term of the context, or its IRI, is not well-formed Unicode.', {
    findings: [{ pointer: `/@context/${term.toWellFormed()}`, detail: 'must be well-formed Unicode' }],
  });
};

/** Reads one `@context` object into the definitions. Core terms are protected (CIM 009 §5.5.7). */
export const addDefinitions = (
  definitions: TermDefinitions,
  context: Readonly<Record<string, unknown>>,
): void => {
  for (const [term, definition] of Object.entries(context)) {
    if (term === '@vocab') {
      if (typeof definition !== 'string' || !isIri(definition)) {
        throw new DomainError(invalidContext, '@vocab is not an IRI.');
      }
      checkCharacters(term, definition);
      definitions.vocabulary = definition;
    } else if (!term.startsWith('@')) {
      const iri = definedIri(term, definition);
      checkCharacters(term, iri ?? '');
      if (iri === undefined) definitions.terms.delete(term);
      else if (iri !== term) definitions.terms.set(term, iri);
    }
  }
};

export const emptyDefinitions = (): TermDefinitions => ({ terms: new Map(), vocabulary: DEFAULT_VOCABULARY });

interface TermMap {
  readonly expand: (term: string) => string;
  readonly compact: (iri: string) => string;
}

const shorter = (a: string | undefined, b: string): string =>
  a === undefined || b.length < a.length || (b.length === a.length && b < a) ? b : a;

/** Compiles the definitions into look-ups both ways; what has no term is kept as prefix:name or IRI. */
export const compileTerms = (definitions: TermDefinitions): TermMap => {
  const expanded = new Map<string, string>();
  const compacted = new Map<string, string>();
  const prefixes: [prefix: string, iri: string][] = [];
  for (const [term, iri] of definitions.terms) {
    if (coreTerms.has(term) || KEYWORD_ALIASES.has(term)) continue;
    const full = resolve(definitions, iri, [term]);
    expanded.set(term, full);
    compacted.set(full, shorter(compacted.get(full), term));
    if (/[/#:?&]$/.test(full)) prefixes.push([term, full]);
  }
  for (const [term, iri] of coreTerms) {
    expanded.set(term, iri);
    compacted.set(iri, term);
  }
  prefixes.push(...corePrefixes);
  prefixes.sort(([, a], [, b]) => b.length - a.length);
  const { vocabulary } = definitions;
  const inVocabulary = (iri: string): string | undefined => {
    if (!iri.startsWith(vocabulary)) return undefined;
    const name = iri.slice(vocabulary.length);
    return name !== '' && !name.includes(':') && !expanded.has(name) ? name : undefined;
  };
  const byPrefix = (iri: string): string | undefined => {
    const found = prefixes.find(([, base]) => iri.startsWith(base) && iri.length > base.length);
    if (found === undefined) return undefined;
    const name = iri.slice(found[1].length);
    const short = `${found[0]}:${name}`;
    return name.startsWith('//') || expanded.has(short) ? undefined : short;
  };
  return {
    expand: (term) => expanded.get(term) ?? resolve(definitions, term, []),
    compact: (iri) => compacted.get(iri) ?? inVocabulary(iri) ?? byPrefix(iri) ?? iri,
  };
};
