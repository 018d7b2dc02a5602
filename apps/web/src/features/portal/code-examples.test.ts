import { describe, expect, it } from 'vitest';
import { codeExample, exampleKinds, targetOf } from './code-examples.ts';

describe('examples of how to read the data', () => {
  it('read each kind of file in its own way', () => {
    expect(targetOf('https://example.org/a.csv', undefined).reads).toBe('csv');
    expect(targetOf('https://example.org/wfs?f=x', 'GeoJSON').reads).toBe('geojson');
    expect(targetOf('https://example.org/a', 'application/json').reads).toBe('json');
    expect(targetOf('https://example.org/a.pdf', 'PDF').reads).toBe('file');
  });

  it('name the address in every language', () => {
    for (const kind of exampleKinds)
      for (const reads of ['json', 'csv', 'geojson', 'file'] as const)
        expect(codeExample(kind, { url: 'https://example.org/a', reads })).toContain('https://example.org/a');
  });

  it('stay one text in quotes, whatever the address', () => {
    const url = `https://example.org/a'b;rm -rf ~;"x`;
    expect(codeExample('curl', { url, reads: 'json' })).toBe(
      `curl -fsSL 'https://example.org/a'\\''b;rm -rf ~;"x'`,
    );
    expect(codeExample('python', { url, reads: 'json' })).toContain(String.raw`~;\"x"`);
  });

  it('keep a file under a name without surprises', () => {
    expect(codeExample('curl', { url: 'https://example.org/a/b%20c;d.zip', reads: 'file' })).toContain(
      "-o 'b_20c_d.zip'",
    );
    expect(codeExample('curl', { url: 'https://example.org/', reads: 'file' })).toContain("-o 'daten'");
  });
});
