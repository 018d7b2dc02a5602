import type { Quad, Term } from '@rdfjs/types';
import type { LanguageMap } from '../catalogue/dataset.ts';
import { dateNode } from './graph.ts';
import { iriOf, type CompactName } from './namespaces.ts';

/** Asks a graph for the values of nodes. Lists are in the order of the document, as far as the format has one. */
export interface GraphReader {
  values(node: Term, ...names: readonly CompactName[]): readonly Term[];
  first(node: Term, ...names: readonly CompactName[]): Term | undefined;
  /** IRIs that are values; texts that look like one count, as many portals write them. */
  iris(node: Term, ...names: readonly CompactName[]): readonly string[];
  iri(node: Term, ...names: readonly CompactName[]): string | undefined;
  /** The first text. */
  text(node: Term, ...names: readonly CompactName[]): string | undefined;
  /** Texts by language; one without is in the default language. */
  texts(node: Term, ...names: readonly CompactName[]): LanguageMap | undefined;
  textLists(node: Term, name: CompactName): Readonly<Record<string, readonly string[]>>;
  /** A date or point in time as the model has it. */
  date(node: Term, ...names: readonly CompactName[]): string | undefined;
  number(node: Term, name: CompactName): number | undefined;
  /** Nodes of a type. */
  ofType(name: CompactName): readonly Term[];
  hasType(node: Term, name: CompactName): boolean;
  readonly defaultLanguage: string;
}

const looksLikeIri = (text: string): boolean => /^[a-z][a-z0-9+.-]*:\S+$/iu.test(text);

const languageOf = (term: Term, defaultLanguage: string): string =>
  term.termType === 'Literal' && term.language !== '' ? term.language.toLowerCase() : defaultLanguage;

const isSubject = (term: Term) => term.termType === 'NamedNode' || term.termType === 'BlankNode';

const keyOf = ({ termType, value }: Term): string => `${termType} ${value}`;

/** Objects by subject and property, each once, in the order of the document, which a store does not keep. */
const indexOf = (quads: readonly Quad[]): ReadonlyMap<string, ReadonlyMap<string, readonly Term[]>> => {
  const bySubject = new Map<string, Map<string, Term[]>>();
  for (const { subject, predicate, object } of quads) {
    const properties = bySubject.get(keyOf(subject)) ?? new Map<string, Term[]>();
    const objects = properties.get(predicate.value) ?? [];
    if (!objects.some((other) => other.equals(object))) objects.push(object);
    properties.set(predicate.value, objects);
    bySubject.set(keyOf(subject), properties);
  }
  return bySubject;
};

const textsOf = (literals: readonly Term[], defaultLanguage: string): LanguageMap | undefined => {
  const texts: Record<string, string> = {};
  for (const literal of literals) {
    const language = languageOf(literal, defaultLanguage);
    if (literal.termType === 'Literal' && literal.value !== '') texts[language] ??= literal.value;
  }
  return Object.keys(texts).length === 0 ? undefined : texts;
};

const dateOf = (text: string): string | undefined => {
  const trimmed = text.trim();
  // XML Schema allows a time zone after a date, the model does not.
  const date = /^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})$/u.exec(trimmed)?.[1] ?? trimmed;
  return dateNode(date)?.value;
};

export const createGraphReader = (quads: readonly Quad[], defaultLanguage = 'de'): GraphReader => {
  const bySubject = indexOf(quads);
  const values: GraphReader['values'] = (node, ...names) => {
    const properties = isSubject(node) ? bySubject.get(keyOf(node)) : undefined;
    return names.flatMap((name) => properties?.get(iriOf(name)) ?? []);
  };
  const literals = (node: Term, names: readonly CompactName[]) =>
    values(node, ...names).filter(({ termType }) => termType === 'Literal');
  const iris: GraphReader['iris'] = (node, ...names) => [
    ...new Set(
      values(node, ...names)
        .filter(
          ({ termType, value }) =>
            termType === 'NamedNode' || (termType === 'Literal' && looksLikeIri(value)),
        )
        .map(({ value }) => value),
    ),
  ];
  return {
    defaultLanguage,
    values,
    iris,
    first: (node, ...names) => values(node, ...names)[0],
    iri: (node, ...names) => iris(node, ...names)[0],
    text: (node, ...names) => literals(node, names)[0]?.value,
    texts: (node, ...names) => textsOf(literals(node, names), defaultLanguage),
    textLists: (node, name) => {
      const lists = Map.groupBy(literals(node, [name]), (literal) => languageOf(literal, defaultLanguage));
      return Object.fromEntries(
        [...lists].map(([language, members]) => [language, members.map(({ value }) => value)]),
      );
    },
    date: (node, ...names) =>
      literals(node, names)
        .map(({ value }) => dateOf(value))
        .find((date) => date !== undefined),
    number: (node, name) => {
      const [literal] = literals(node, [name]);
      const number = Number(literal?.value ?? Number.NaN);
      return Number.isFinite(number) ? number : undefined;
    },
    ofType: (name) => {
      const isOne = ({ predicate, object }: Quad) =>
        predicate.value === iriOf('rdf:type') && object.value === iriOf(name);
      const subjects = quads.filter(isOne).map(({ subject }) => subject);
      return [...new Map(subjects.map((subject) => [keyOf(subject), subject])).values()];
    },
    hasType: (node, name) => values(node, 'rdf:type').some(({ value }) => value === iriOf(name)),
  };
};

/** Optional members that have a value. */
export type Defined<T extends object> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out members that have no value, as the model's optional members want it. */
export const defined = <T extends object>(members: T): Defined<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<T>;
