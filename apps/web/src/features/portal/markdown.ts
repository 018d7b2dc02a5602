import { micromark } from 'micromark';
import { gfmAutolinkLiteral, gfmAutolinkLiteralHtml } from 'micromark-extension-gfm-autolink-literal';

/**
 * Markdown as HTML that is safe to show: HTML in it is shown as text, links lead to http, https and mailto only, and
 * pictures, which would call other servers, stay links. Headings fit below those of the page.
 */
export const markdownToHtml = (markdown: string): string => {
  const html = micromark(markdown, {
    extensions: [
      gfmAutolinkLiteral(),
      { disable: { null: ['htmlFlow', 'htmlText', 'labelStartImage', 'codeIndented'] } },
    ],
    htmlExtensions: [gfmAutolinkLiteralHtml()],
  });
  return html
    .replaceAll(
      /<(\/?)h([1-6])>/gu,
      (_tag, slash: string, level: string) => `<${slash}h${String(Math.min(6, Number(level) + 2))}>`,
    )
    .replaceAll('<a href=""', '<a')
    .replaceAll('<a href="', '<a class="kern-link portal__prose-link" rel="nofollow noopener" href="');
};
