import { describe, expect, it } from 'vitest';
import { markdownToHtml } from './markdown.ts';

describe('a description in Markdown', () => {
  it('becomes HTML', () => {
    const html = markdownToHtml('## Stand\n\nAlle **Bäume**:\n\n- Linde\n- Buche');
    expect(html).toContain('<h4>Stand</h4>');
    expect(html).toContain('<strong>Bäume</strong>');
    expect(html).toContain('<li>Linde</li>');
  });

  it('leads to addresses, even to those that are only written down', () => {
    expect(markdownToHtml('Siehe https://example.org/a?b=c und [hier](https://example.org)')).toMatch(
      /href="https:\/\/example\.org\/a\?b=c".*href="https:\/\/example\.org"/su,
    );
  });

  it.each([
    ['<script>alert(1)</script>', '&lt;script&gt;'],
    ['<img src=x onerror=alert(1)>', '&lt;img'],
    ['Text <b onclick="x()">fett</b>', '&lt;b onclick='],
  ])('shows HTML as text: %s', (markdown, shown) => {
    const html = markdownToHtml(markdown);
    expect(html).toContain(shown);
    expect(html).not.toMatch(/<(script|img|b)\b/u);
  });

  it.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](data:text/html,x)',
    '<javascript:alert(1)>',
    '[x]: javascript:alert(1)\n\n[x]',
    '[x](vbscript:x "onclick=1")',
  ])('leads nowhere where a script would run: %s', (markdown) => {
    expect(markdownToHtml(markdown)).not.toMatch(/href=/u);
  });

  it('keeps quotes within their attribute', () => {
    expect(markdownToHtml('[x](https://example.org/" onclick="alert(1))')).not.toMatch(/ onclick="/u);
    expect(markdownToHtml('[x](<https://example.org/"onclick="y>)')).not.toMatch(/"onclick="/u);
  });

  it('calls no other servers for pictures', () => {
    expect(markdownToHtml('![Zähler](https://tracker.example.org/p.gif)')).not.toContain('<img');
  });
});
