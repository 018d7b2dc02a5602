import type { CatalogueRecord } from '../catalogue/catalogue-record.ts';
import { recordPaths, type Addresses } from '../rdf/addresses.ts';
import { anyText } from '../catalogue/any-text.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text in XML; characters that XML does not know are replaced. */
const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"]/gu, (character) => escapes[character] ?? character);

const pageOf = ({ kind, name }: CatalogueRecord, addresses: Addresses): string =>
  addresses.at(`${recordPaths[kind]}/${encodeURIComponent(name)}`);

/** The pages of the portal for search engines (sitemaps.org). */
export const sitemap = (records: readonly CatalogueRecord[], addresses: Addresses): string => {
  const urls = records.map(
    (record) =>
      `  <url><loc>${escapeXml(pageOf(record, addresses))}</loc><lastmod>${escapeXml(record.modifiedAt)}</lastmod></url>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join('\n')}\n</urlset>\n`;
};

const entryOf = (record: CatalogueRecord, addresses: Addresses): string => {
  const { content, id, kind, createdAt, modifiedAt, name } = record;
  const author = content.publisher?.name ?? '';
  return [
    '  <entry>',
    `    <id>${escapeXml(addresses.record(kind, id))}</id>`,
    `    <title>${escapeXml(anyText(content.title) ?? name)}</title>`,
    `    <link rel="alternate" type="text/html" href="${escapeXml(pageOf(record, addresses))}"/>`,
    `    <published>${escapeXml(createdAt)}</published>`,
    `    <updated>${escapeXml(modifiedAt)}</updated>`,
    `    <author><name>${escapeXml(author)}</name></author>`,
    // Markdown as text: HTML in it is shown, never run.
    `    <summary type="text">${escapeXml(anyText(content.description) ?? '')}</summary>`,
    '  </entry>',
  ].join('\n');
};

/** What changed last, as an Atom feed (RFC 4287). */
export const atomFeed = (
  title: string,
  records: readonly CatalogueRecord[],
  addresses: Addresses,
): string => {
  const updated = records[0]?.modifiedAt ?? '1970-01-01T00:00:00Z';
  const head = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">',
    `  <id>${escapeXml(addresses.at('/feed.atom'))}</id>`,
    `  <title>${escapeXml(title)}</title>`,
    `  <updated>${escapeXml(updated)}</updated>`,
    `  <link rel="self" type="application/atom+xml" href="${escapeXml(addresses.at('/feed.atom'))}"/>`,
  ];
  return `${[...head, ...records.map((record) => entryOf(record, addresses))].join('\n')}\n</feed>\n`;
};
