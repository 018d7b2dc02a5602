import Turndown from 'turndown';
import { readUrl } from './notation.ts';

export interface ConvertedText {
  /** Without any HTML: what looked like it is escaped. */
  readonly markdown: string;
  /** Names of elements whose content or function Markdown cannot carry, such as `form`; each once. */
  readonly lost: readonly string[];
}

/** Larger texts are no descriptions; they would keep the process busy. */
const maxLength = 200_000;

/** Editors nest less; parsers take long over much more. */
const maxDepth = 100;

const forbidden = ['script', 'style', 'iframe', 'object', 'embed', 'svg', 'math', 'noscript', 'template'];
const interactive = ['form', 'select', 'input', 'button', 'textarea'];
const suspicious = [...forbidden, ...interactive];

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

const namedEntity = /&(amp|lt|gt|quot|apos|nbsp);/gu;

const withoutTags = (html: string): string =>
  html
    .replaceAll(/<(script|style)\b[^<>]*>[^<]*/giu, ' ')
    .replaceAll(/<[^<>]*>/gu, ' ')
    .replaceAll(namedEntity, (whole, name: string) => entities[name] ?? whole)
    .replaceAll(/[ \t]+/gu, ' ')
    .trim();

/** In CommonMark a backslash before `<` or `&` makes it plain text. */
const escapeHtml = (text: string): string => text.replaceAll(/[<&]/gu, String.raw`\$&`);

const linkTarget = (href: string | null): string | undefined => {
  const target = href ?? '';
  if (/^mailto:[^\s<>()]+$/iu.test(target)) return target;
  return readUrl(target)?.replaceAll(/[()]/gu, (one) => (one === '(' ? '%28' : '%29'));
};

const attribute = (node: Turndown.Node, name: string): string | null =>
  'getAttribute' in node ? node.getAttribute(name) : null;

const cells = (row: string): string =>
  row
    .replaceAll('|', String.raw`\|`)
    .replaceAll(/\s*\n\s*/gu, ' ')
    .trim();

const createConverter = (): Turndown => {
  const converter = new Turndown({ headingStyle: 'atx', bulletListMarker: '-', codeBlockStyle: 'fenced' });
  const escape = converter.escape.bind(converter);
  converter.escape = (text) => escapeHtml(escape(text));
  converter.remove(['script', 'style', 'noscript', 'iframe', 'object', 'title']);
  converter.addRule('link', {
    filter: (node) => node.nodeName === 'A',
    replacement: (content, node) => {
      const target = linkTarget(attribute(node, 'href'));
      const text = content.trim().replaceAll(/\s*\n\s*/gu, ' ');
      if (target === undefined) return content;
      return text === '' ? `<${target}>` : `[${text}](${target})`;
    },
  });
  converter.addRule('image', {
    filter: 'img',
    replacement: (_, node) => {
      const target = linkTarget(attribute(node, 'src'));
      const text = escapeHtml(escape((attribute(node, 'alt') ?? '').trim()));
      return target === undefined ? text : `![${text}](${target})`;
    },
  });
  converter.addRule('choice', { filter: 'option', replacement: (content) => `\n- ${content.trim()}` });
  converter.addRule('cell', { filter: ['td', 'th'], replacement: (content) => ` ${cells(content)} |` });
  converter.addRule('row', { filter: 'tr', replacement: (content) => `| ${content.trim()}\n` });
  converter.addRule('table', { filter: 'table', replacement: (content) => `\n\n${asTable(content)}\n\n` });
  // Code is shown as it is: a fence that the content cannot close. Lines of code become lines of text.
  converter.addRule('code', {
    filter: (node) => node.nodeName === 'CODE' && node.parentNode?.nodeName !== 'PRE',
    replacement: (content, node) =>
      content.includes('\n')
        ? content
            .split('\n')
            .map((line) => converter.escape(line.trim()))
            .join('  \n')
        : inlineCode(node.textContent ?? ''),
  });
  return converter;
};

const inlineCode = (text: string): string => {
  const runs = [...text.matchAll(/`+/gu)].map(([run]) => run.length);
  const fence = '`'.repeat(Math.max(0, ...runs) + 1);
  return text.trim() === '' ? '' : `${fence}${runs.length > 0 ? ` ${text} ` : text}${fence}`;
};

/** A table of Markdown needs a head; where the source has none, the first row serves. */
const asTable = (content: string): string => {
  const rows = content
    .split('\n')
    .map((row) => row.trim())
    .filter((row) => row.startsWith('|'));
  const width = Math.max(0, ...rows.map((row) => row.split(/(?<!\\)\|/u).length - 2));
  const [head = '', ...others] = rows;
  return [head, `|${' --- |'.repeat(width)}`, ...others].join('\n');
};

const nameOfElement = (name: string): RegExp => new RegExp(String.raw`<${name}[\s>/]`, 'iu');

const tidy = (markdown: string): string =>
  markdown
    .replaceAll('\u00a0', ' ')
    .replaceAll(/[ \t]+\n/gu, '\n')
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trim();

/** Elements that end by themselves when the next begins, or have no content. */
const selfEnding = new Set('p li option td th tr dd dt br hr img input col meta link wbr area'.split(' '));

const isTooDeep = (html: string): boolean => {
  let depth = 0;
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/giu)) {
    if (selfEnding.has(name.toLowerCase())) continue;
    depth = Math.max(0, depth + (slash === '/' ? -1 : 1));
    if (depth > maxDepth) return true;
  }
  return false;
};

/** Turns HTML of an editor into Markdown. Scripts, frames and addresses other than http, https and mailto go. */
export const htmlToMarkdown = (html: string): ConvertedText => {
  const lost = suspicious.filter((name) => nameOfElement(name).test(html));
  if (html.length <= maxLength && !isTooDeep(html))
    return { markdown: tidy(createConverter().turndown(html)), lost };
  return { markdown: escapeHtml(withoutTags(html.slice(0, maxLength))), lost: [...lost, 'size'] };
};

/** Plain text as Markdown that shows it letter by letter. */
export const plainToMarkdown = (text: string): string =>
  tidy(
    escapeHtml(text.replaceAll(/[\\*_[\]`]/gu, String.raw`\$&`)).replaceAll(
      /^(\s*)([#>+-]|\d+\.)(\s)/gmu,
      String.raw`$1\$2$3`,
    ),
  );

const looksLikeHtml = /<\/?[a-z][a-z0-9]*[\s>/]|&(?:[a-z]+|#\d+);/iu;

/** Converts by what a text is, as formats in exports are not to be relied on. */
export const toMarkdown = (text: string): ConvertedText =>
  looksLikeHtml.test(text) ? htmlToMarkdown(text) : { markdown: plainToMarkdown(text), lost: [] };

/** One line of plain text of what may be HTML. */
export const toPlainText = (text: string): string =>
  looksLikeHtml.test(text)
    ? tidy(
        createConverter()
          .turndown(text)
          .replaceAll(/\\([^\w\s])/gu, '$1')
          .replaceAll(/\s+/gu, ' '),
      )
    : text.replaceAll(/\s+/gu, ' ').trim();
