import type { Iri, LanguageMap } from '../catalogue/dataset.ts';
import { labelOf as nameInList } from '../vocabularies/labels.ts';

/** Names of the entries of code lists; undefined where the lists do not have the IRI. */
export type LabelOf = (iri: Iri) => LanguageMap | undefined;

/** Names in German and English from the code lists of DCAT-AP.de. */
export const codeListLabel: LabelOf = (iri) => {
  const de = nameInList(iri, 'de');
  return de === undefined ? undefined : { de, en: nameInList(iri, 'en') ?? de };
};

/** A value to filter by or to link to, and how people call it. */
export interface Labelled {
  readonly value: string;
  readonly label: LanguageMap;
}

const lastPart = (value: string): string => /[^/#]+(?=[/#]?$)/u.exec(value)?.[0] ?? value;

/** What no code list has is called by the last part of its IRI. */
export const labelled = (value: string, labelOf: LabelOf): Labelled => ({
  value,
  label: labelOf(value) ?? { de: /^https?:/u.test(value) ? lastPart(value) : value },
});

const isCodeListIri = (value: unknown): value is Iri => typeof value === 'string' && /^https?:/u.test(value);

/** Names of all code list entries in a record, however deep, by IRI. */
export const labelsIn = (content: unknown, labelOf: LabelOf): Readonly<Record<Iri, LanguageMap>> => {
  const found = new Map<Iri, LanguageMap>();
  const walk = (value: unknown): void => {
    if (typeof value === 'object' && value !== null) {
      for (const part of Object.values(value)) walk(part);
      return;
    }
    if (!isCodeListIri(value) || found.has(value)) return;
    const label = labelOf(value);
    if (label !== undefined) found.set(value, label);
  };
  walk(content);
  return Object.fromEntries(found);
};
