import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../api/portal.ts';
import { distributionName, formatName, safeUrl } from './distribution.ts';

const of = (rest: Partial<Distribution>): Distribution => ({
  id: '1',
  accessUrls: [],
  downloadUrls: [],
  documentation: [],
  ...rest,
});

describe('a file of a data set', () => {
  it.each(['javascript:alert(1)', ' JavaScript:alert(1)', 'data:text/html,x', 'http://['])(
    'is not linked where a script could run: %s',
    (url) => {
      expect(safeUrl(url)).toBeUndefined();
    },
  );

  it.each(['https://example.org/a.csv', 'http://example.org', 'ftp://example.org/x', '/files/a.csv'])(
    'is linked: %s',
    (url) => {
      expect(safeUrl(url)).toBe(url);
    },
  );

  it('is called by its title, or by the end of its address', () => {
    expect(distributionName(of({ title: { de: 'Bäume' } }), 'de')).toBe('Bäume');
    expect(distributionName(of({ downloadUrls: ['https://example.org/a/b%C3%A4ume.csv?x=1'] }), 'de')).toBe(
      'bäume.csv',
    );
    expect(distributionName(of({ accessUrls: ['https://example.org/'] }), 'de')).toBe('');
  });

  it('has a format in words', () => {
    expect(formatName(of({ format: 'http://example.org/CSV' }), {}, 'de')).toBe('CSV');
    expect(formatName(of({ mediaType: 'text/csv' }), {}, 'de')).toBe('text/csv');
    expect(formatName(of({}), {}, 'de')).toBeUndefined();
  });
});
