import type { Iri } from '../catalogue/dataset.ts';
import {
  accessRights,
  dataThemes,
  datasetTypes,
  distributionStatuses,
  frequencies,
  languages,
  plannedAvailabilities,
} from './authority-lists.ts';
import { checksumAlgorithms, politicalGeocodingLevels, publisherTypes } from './agent-lists.ts';
import { contributors } from './contributors.ts';
import { fileTypes } from './file-types.ts';
import { hvdCategories, hvdLegislation } from './hvd.ts';
import { licences } from './licences.ts';
import type { LabelLanguage, Vocabulary } from './vocabulary.ts';

/** All code lists by the member of the model that takes their entries. */
export const vocabularies = {
  themes: dataThemes,
  accrualPeriodicity: frequencies,
  format: fileTypes,
  languages,
  accessRights,
  availability: plannedAvailabilities,
  status: distributionStatuses,
  licence: licences,
  politicalGeocodingLevels,
  hvdCategories,
  contributorIds: contributors,
  publisherType: publisherTypes,
  type: datasetTypes,
  checksumAlgorithm: checksumAlgorithms,
} as const satisfies Record<string, Vocabulary>;

export type VocabularyName = keyof typeof vocabularies;

const legislation: Readonly<Record<Iri, Readonly<Record<LabelLanguage, string>>>> = {
  [hvdLegislation]: {
    de: 'Durchführungsverordnung (EU) 2023/138 (hochwertige Datensätze)',
    en: 'Implementing Regulation (EU) 2023/138 (high-value datasets)',
  },
};

/** What to show for an entry of a code list; undefined for an IRI that none has. */
export const labelOf = (iri: Iri, language: LabelLanguage): string | undefined => {
  for (const list of Object.values(vocabularies)) {
    const concept = list.get(iri);
    if (concept !== undefined) return concept[language];
  }
  return legislation[iri]?.[language];
};
