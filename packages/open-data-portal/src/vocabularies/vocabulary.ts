import type { Iri } from '../catalogue/dataset.ts';

/** Languages of the labels that the project carries. */
export type LabelLanguage = 'de' | 'en';

/** One entry of a code list. */
export interface Concept {
  readonly iri: Iri;
  readonly de: string;
  readonly en: string;
  /** Other ways to write it, as other portals do. */
  readonly synonyms?: readonly string[];
}

/** A code list (skos:ConceptScheme). */
export interface Vocabulary<C extends Concept = Concept> {
  readonly scheme: Iri;
  readonly concepts: readonly C[];
  /** Entries that are valid but not offered for choice. */
  readonly furtherIris: readonly Iri[];
  /** By IRI. */
  get(iri: Iri): C | undefined;
  /** By IRI, last part of it, label or synonym, however it is capitalised or separated. */
  find(text: string): C | undefined;
  /** Whether the IRI is an entry of the list. */
  has(iri: Iri): boolean;
}

/** What remains of a name when it is compared: small letters and digits. */
export const comparable = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\p{N}+]/gu, '');

const lastPart = (iri: Iri): string => iri.replace(/^.*[/#]/u, '');

const namesOf = ({ iri, de, en, synonyms = [] }: Concept): readonly string[] => [
  iri,
  iri.replace(/^http:/u, 'https:'),
  lastPart(iri),
  de,
  en,
  ...synonyms,
];

const byName = <C extends Concept>(concepts: readonly C[]): ReadonlyMap<string, C> => {
  const names = new Map<string, C>();
  for (const concept of concepts) {
    for (const name of namesOf(concept)) {
      const key = comparable(name);
      if (!names.has(key)) names.set(key, concept);
    }
  }
  return names;
};

interface VocabularyParts<C extends Concept> {
  readonly scheme: Iri;
  readonly concepts: readonly C[];
  readonly furtherIris?: readonly Iri[];
}

/** Makes a code list that is found by names of all kinds; an earlier entry wins a name. */
export const createVocabulary = <C extends Concept>(parts: VocabularyParts<C>): Vocabulary<C> => {
  const { scheme, concepts, furtherIris = [] } = parts;
  const byIri = new Map(concepts.map((concept) => [concept.iri, concept]));
  const further = new Set(furtherIris);
  const names = byName(concepts);
  return {
    scheme,
    concepts,
    furtherIris,
    get: (iri) => byIri.get(iri),
    find: (text) => names.get(comparable(text)),
    has: (iri) => byIri.has(iri) || further.has(iri),
  };
};

/** Rows of code, German label, English label and synonyms under one address. */
export type ConceptRow = readonly [code: string, de: string, en: string, ...synonyms: readonly string[]];

/** Entries whose IRIs are an address and a code. */
export const conceptsOf = (base: Iri, rows: readonly ConceptRow[]): readonly Concept[] =>
  rows.map(([code, de, en, ...synonyms]) => ({ iri: `${base}${code}`, de, en, synonyms }));
