import { describe, expect, it } from 'vitest';
import { withPageHead } from './page-head.ts';

const html =
  '<head><meta\n  name="description"\n  content="Allmende: die Plattform"\n/><title>Allmende</title></head><p>page</p>';

describe('the head of a page', () => {
  it('tells title and description of what the page shows', () => {
    const page = withPageHead(html, { title: 'Baumkataster', description: 'Alle Bäume.' });
    expect(page).toContain('<title>Baumkataster – Allmende</title>');
    expect(page).toMatch(/name="description"\s+content="Alle Bäume\."/u);
    expect(page).toContain('<meta property="og:title" content="Baumkataster" />');
    expect(page).toContain('<p>page</p>');
  });

  it('keeps what is not text from becoming part of the page', () => {
    const page = withPageHead(html, {
      title: '</title><script>alert(1)</script>',
      description: '"><script>alert(1)</script>$&$1',
    });
    expect(page).not.toContain('<script>');
    expect(page).toContain('&quot;&gt;&lt;script&gt;');
    expect(page).toContain('$&amp;$1');
  });
});
