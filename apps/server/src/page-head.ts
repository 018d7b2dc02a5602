/** What search engines and link previews are told of a page before its scripts run. */
export interface PageHead {
  readonly title: string;
  readonly description: string;
}

/** Finds what there is to tell of a page; undefined where the usual head will do. */
export type FindPageHead = (path: string, query: URLSearchParams) => Promise<PageHead | undefined>;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/gu, (sign) => entities[sign] ?? sign);

/** The page with title and description of what it shows. */
export const withPageHead = (html: string, { title, description }: PageHead): string => {
  const [name, words] = [escaped(title), escaped(description)];
  const told = [
    `<meta property="og:title" content="${name}" />`,
    `<meta property="og:description" content="${words}" />`,
    `<title>${name} – Allmende</title>`,
  ].join('');
  return html
    .replace(/<title>[^<]*<\/title>/u, () => told)
    .replace(
      /(<meta\s+name="description"\s+content=")[^"]*(")/u,
      (_all, before: string, after: string) => `${before}${words}${after}`,
    );
};
