import { describe, expect, it } from 'vitest';
import { cleanText, readDate, readTerms, readUrl, slugOf } from './notation.ts';

describe('terms of DKAN', () => {
  it('are read with their numbers and addresses', () => {
    expect(readTerms('"Umwelt" (194), "Verkehr" (195)')).toEqual([
      { name: 'Umwelt', key: '194' },
      { name: 'Verkehr', key: '195' },
    ]);
    expect(readTerms('"Stadtwerke" (https://stadtwerke.example/)')).toEqual([
      { name: 'Stadtwerke', key: 'https://stadtwerke.example/' },
    ]);
    expect(readTerms('"" (https://www.geonames.org/1)')).toEqual([
      { name: '', key: 'https://www.geonames.org/1' },
    ]);
  });

  it('may hold brackets, commas and quotes', () => {
    expect(readTerms('"Bezirke (Stand 2018) " (https://a.example/x), "Das "neue" Netz, Plan" (7)')).toEqual([
      { name: 'Bezirke (Stand 2018)', key: 'https://a.example/x' },
      { name: 'Das "neue" Netz, Plan', key: '7' },
    ]);
  });

  it('are refused whole if a part is anything else', () => {
    expect(readTerms('Umwelt')).toBeUndefined();
    expect(readTerms('"Umwelt" (194) und mehr')).toBeUndefined();
    expect(readTerms('')).toBeUndefined();
  });

  it('take linear time however hostile they are', () => {
    const started = performance.now();
    readTerms('"a'.repeat(50_000));
    readTerms(`"${'" ('.repeat(50_000)}`);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('texts, dates and addresses of an export', () => {
  it('lose what spreadsheets leave behind', () => {
    expect(cleanText('<p>Stadt</p>_x000D_\n')).toBe('<p>Stadt</p>');
    expect(cleanText('a_x000D_\nb')).toBe('a\nb');
  });

  it.each([
    ['2018-01-01 00:00:00', '2018-01-01'],
    ['2018-01-01 08:30:00', '2018-01-01T08:30:00Z'],
    ['31/12/2020', '2020-12-31'],
    ['1.2.2020', '2020-02-01'],
    ['2019', '2019-01-01'],
    ['2024-11-11T17:17:35+01:00', '2024-11-11T17:17:35+01:00'],
    ['30/02/2020', undefined],
    ['12/31/2020', undefined],
    ['gestern', undefined],
  ])('reads the date %s as %s', (text, date) => {
    expect(readDate(text)).toBe(date);
  });

  it('become valid IRIs, or none', () => {
    expect(readUrl('https://a.example/Straßen Liste.csv')).toBe('https://a.example/Stra%C3%9Fen%20Liste.csv');
    expect(readUrl('https://a.example/?q={"a"}|b')).toBe('https://a.example/?q=%7B%22a%22%7D%7Cb');
    for (const no of ['javascript:alert(1)', 'ftp://a.example/', 'https://', 'datei.csv'])
      expect(readUrl(no)).toBeUndefined();
  });

  it('become readable names', () => {
    expect(slugOf('Unfälle & Straßen in Münster (2024)')).toBe('unfaelle-strassen-in-muenster-2024');
    expect(slugOf('unfa\u0308lle-café')).toBe('unfaelle-cafe');
    expect(slugOf('🚲')).toBe('');
  });
});
