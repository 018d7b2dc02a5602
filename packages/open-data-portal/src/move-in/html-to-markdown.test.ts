import { describe, expect, it } from 'vitest';
import { htmlToMarkdown, plainToMarkdown, toMarkdown, toPlainText } from './html-to-markdown.ts';

const markdown = (html: string): string => htmlToMarkdown(html).markdown;

describe('HTML of an editor', () => {
  it('becomes Markdown: paragraphs, lists, links, emphasis', () => {
    expect(markdown('<p>Die <strong>Daten</strong>:</p><ul><li>eins</li><li>zwei</li></ul>')).toBe(
      'Die **Daten**:\n\n-   eins\n-   zwei',
    );
    expect(markdown('<p><a href="https://a.example/x (1).csv" onclick="x()">Datei</a></p>')).toBe(
      '[Datei](https://a.example/x%20%281%29.csv)',
    );
    expect(markdown('<a href="mailto:amt@stadt.example">Amt</a>')).toBe('[Amt](mailto:amt@stadt.example)');
  });

  it('keeps code, also of several lines', () => {
    expect(markdown('<p><code>a < b</code></p>')).toBe('`a < b`');
    expect(markdown('<p><code>JAHR<br />RAUM_1</code></p>')).toBe(String.raw`JAHR
RAUM\_1`);
  });

  it('keeps tables', () => {
    expect(
      markdown('<table><tr><th>Spalte</th><th>Sinn</th></tr><tr><td>a|b</td><td>x</td></tr></table>'),
    ).toBe(
      String.raw`| Spalte | Sinn |
| --- | --- |
| a\|b | x |`,
    );
  });

  it.each([
    ['<script>alert(1)</script>Text', 'Text'],
    ['<p onmouseover="alert(1)">Text</p>', 'Text'],
    ['<a href="javascript:alert(1)">Text</a>', 'Text'],
    ['<a href=" jAvA&#x0A;script:alert(1)">Text</a>', 'Text'],
    ['<a href="data:text/html,x">Text</a>', 'Text'],
    ['<img src="x" onerror="alert(1)" alt="Bild">', 'Bild'],
    ['<iframe src="https://a.example"></iframe>Text', 'Text'],
    ['<style>p{}</style>Text', 'Text'],
  ])('does no harm: %s', (html, expected) => {
    expect(markdown(html)).toBe(expected);
  });

  it('escapes what only looks like HTML after the conversion', () => {
    expect(markdown('<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;b&amp;gt;</p>')).toBe(
      String.raw`\<script>alert(1)\</script> \&lt;b\&gt;`,
    );
    expect(markdown('<img src="https://a.example/b.png" alt="&lt;svg onload=x&gt;">')).toBe(
      String.raw`![\<svg onload=x>](https://a.example/b.png)`,
    );
    expect(markdown('<p>[a](javascript:alert(1))</p>')).toBe(String.raw`\[a\](javascript:alert(1))`);
  });

  it('tells what Markdown cannot carry', () => {
    const { lost } = htmlToMarkdown('<form><select><option value="secret">als CSV</option></select></form>');
    expect(lost).toEqual(['form', 'select']);
  });

  it('stands any depth and size', () => {
    const started = performance.now();
    for (const html of [
      `${'<div>'.repeat(80_000)}Text${'</div>'.repeat(80_000)}`,
      `Text${'<div><b>'.repeat(10_000)}`,
      `Text${'<script'.repeat(80_000)}`,
      `Text${'<p><li>'.repeat(10_000)}`,
      `Text${'[a]('.repeat(10_000)}`,
    ])
      htmlToMarkdown(html);
    expect(performance.now() - started).toBeLessThan(10_000);
    const { markdown: text, lost } = htmlToMarkdown(`${'<i>'.repeat(500)}Text &lt;b&gt;`);
    expect(text).toBe(String.raw`Text \<b>`);
    expect(lost).toEqual(['size']);
  });
});

describe('plain text', () => {
  it('is shown letter by letter', () => {
    expect(plainToMarkdown('# 1 * 2 <b>')).toBe(String.raw`\# 1 \* 2 \<b>`);
    expect(toMarkdown('Nur Text').markdown).toBe('Nur Text');
  });

  it('is what is left of HTML in one line', () => {
    expect(toPlainText('<p>Stadt Münster -&nbsp;Wahlamt</p>')).toBe('Stadt Münster - Wahlamt');
    expect(toPlainText('<p><br />\n&nbsp;</p>')).toBe('');
    expect(toPlainText('a  b\nc')).toBe('a b c');
  });
});
