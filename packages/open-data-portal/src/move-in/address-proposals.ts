import type { DatasetRecord } from '../catalogue/catalogue-record.ts';
import type { Distribution, Iri } from '../catalogue/dataset.ts';
import type { Bilingual, Proposal } from '../catalogue/proposal.ts';
import { readUrl } from './notation.ts';

/** Addresses that a Markdown text links to. */
const linksOf = (markdown: string): readonly Iri[] => [
  ...new Set(
    [...markdown.matchAll(/\]\((https?:[^\s()]+)\)|<(https?:[^\s<>]+)>/gu)].flatMap(
      ([, link, plain]) => readUrl(link ?? plain ?? '') ?? [],
    ),
  ),
];

interface Found {
  readonly values: readonly Iri[];
  readonly confidence: number;
  readonly reason: Bilingual;
}

const findAddresses = (
  { content, origin }: DatasetRecord,
  { description }: Distribution,
): Found | undefined => {
  const links = linksOf(description?.['de'] ?? '');
  if (links.length > 0) {
    const reason = {
      de: 'Die Beschreibung der Ressource verweist auf diese Adressen.',
      en: 'The description of the resource links to these addresses.',
    };
    return { values: links, confidence: 0.7, reason };
  }
  const page = content.landingPages[0] ?? origin?.formerUrls[0];
  if (page === undefined) return undefined;
  const reason = {
    de: 'Keine andere Adresse ist bekannt als die Seite des Datensatzes.',
    en: 'No other address is known than the page of the dataset.',
  };
  return { values: [page], confidence: 0.3, reason };
};

/** Addresses for the distributions that have none. */
export const proposeAddresses = (record: DatasetRecord): readonly Proposal[] =>
  record.content.distributions
    .filter(({ accessUrls }) => accessUrls.length === 0)
    .flatMap((distribution) => {
      const found = findAddresses(record, distribution);
      if (found === undefined) return [];
      return [
        { id: `accessUrls:${distribution.id}`, field: 'accessUrls', distribution: distribution.id, ...found },
      ];
    });
