import type { LanguageMap } from '../../api/portal.ts';

/** A text in the wanted language, in German where it lacks, in any other then. */
export const inLanguage = (texts: LanguageMap | undefined, language: string): string =>
  texts?.[language] ?? texts?.['de'] ?? Object.values(texts ?? {})[0] ?? '';

/** What a code list entry is called; the last part of its IRI where no list has it. */
export const nameOf = (
  iri: string,
  labels: Readonly<Record<string, LanguageMap>>,
  language: string,
): string => {
  const label = inLanguage(labels[iri], language);
  return label === '' ? (/[^/#]+(?=[/#]?$)/u.exec(iri)?.[0] ?? iri) : label;
};
