import type { DatasetView } from '../../api/portal.ts';
import { inLanguage, nameOf } from './in-language.ts';

/** The words that name the source: those the office wants, or those that the licences ask for. */
export const attributionOf = (
  { content, labels, organisation }: DatasetView,
  { language, address }: { readonly language: string; readonly address: string },
): string => {
  const wanted = content.distributions.flatMap(({ licenceAttributionByText }) => {
    const words = inLanguage(licenceAttributionByText, language);
    return words === '' ? [] : [words];
  });
  if (wanted.length > 0) return [...new Set(wanted)].join('\n');
  const licences = [...new Set(content.distributions.flatMap(({ licence }) => licence ?? []))];
  return [
    content.publisher?.name ?? organisation?.title ?? '',
    `„${inLanguage(content.title, language)}“`,
    ...licences.map((licence) => nameOf(licence, labels, language)),
    address,
  ]
    .filter((part) => part !== '')
    .join(', ');
};
