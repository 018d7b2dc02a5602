import type { Iri } from './dataset.ts';

/** A sentence for people in both languages. */
export interface Bilingual {
  readonly de: string;
  readonly en: string;
}

/** What can be proposed; the value replaces what is missing. */
export type ProposedField = 'themes' | 'accrualPeriodicity' | 'licence' | 'accessUrls';

/** A value that the data suggest for a field that is empty. It changes nothing until a person accepts it. */
export interface Proposal {
  /** Tells the proposals of one entry apart: the field, and the distribution if it is one's own. */
  readonly id: string;
  readonly field: ProposedField;
  /** Id of the distribution, for fields of distributions. */
  readonly distribution?: string;
  readonly values: readonly Iri[];
  /** How likely it is right, from 0 to 1. */
  readonly confidence: number;
  readonly reason: Bilingual;
}
