import type { DatasetContent, Distribution, LanguageMap } from '../../api/portal.ts';
import { inLanguage, nameOf } from './in-language.ts';

/** An address that may be led to: http, https, ftp or a path of this server. */
export const safeUrl = (url: string): string | undefined => {
  try {
    const { protocol } = new URL(url, 'https://portal.invalid/');
    return ['http:', 'https:', 'ftp:'].includes(protocol) ? url : undefined;
  } catch {
    return undefined;
  }
};

type Labels = Readonly<Record<string, LanguageMap>>;

/** What the format of a file is called. */
export const formatName = (
  { format, mediaType }: Distribution,
  labels: Labels,
  language: string,
): string | undefined => (format === undefined ? mediaType : nameOf(format, labels, language));

const fileName = (url: string): string => {
  const last = /[^/?#]+(?=(?:[?#].*)?$)/u.exec(url.replace(/^[a-z]+:\/\/[^/]+/iu, ''))?.[0] ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
};

/** What a file is called: its title, or the last part of its address. */
export const distributionName = (
  { title, downloadUrls, accessUrls }: Distribution,
  language: string,
): string => inLanguage(title, language) || fileName(downloadUrls[0] ?? accessUrls[0] ?? '');

/** The first address that leads to the data themselves, for examples. */
export const firstAddress = ({ distributions }: DatasetContent): string | undefined => {
  const safe = (urls: readonly string[]): readonly string[] => urls.flatMap((url) => safeUrl(url) ?? []);
  return (
    distributions.flatMap(({ downloadUrls }) => safe(downloadUrls))[0] ??
    distributions.flatMap(({ accessUrls }) => safe(accessUrls))[0]
  );
};
