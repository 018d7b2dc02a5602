import { describe, expect, it } from 'vitest';
import { solrTest, type SearchDocument } from './matches-solr.ts';
import { solrTime } from './solr-date.ts';
import { parseSolrQuery } from './solr-parser.ts';

const nowMs = Date.parse('2026-11-25T12:34:56.000Z');
const document: SearchDocument = new Map([
  ['title', ['Fahrradzählstellen an Straßen']],
  ['text', ['Fahrradzählstellen an Straßen der Stadt Münster']],
  ['tags', ['Rad', 'Freie Fahrt']],
  ['organization', ['tiefbauamt']],
  ['metadata_modified', ['2026-11-20T08:00:00.000000']],
  ['num_resources', ['12']],
]);

describe('the test of entries', () => {
  it.each([
    ['*:*', true],
    ['organization:tiefbauamt', true],
    ['organization:Tiefbauamt', false],
    ['tags:"Freie Fahrt"', true],
    ['tags:Freie', false],
    ['tags:Frei*', true],
    ['tags:R?d', true],
    ['title:strassen', true],
    ['title:"an straßen"', true],
    ['title:"straßen an"', false],
    ['fahrradzaehlstellen', false],
    ['fahrradzahlstellen munster', true],
    ['fahrrad* AND NOT tags:Auto', true],
    ['tags:(Auto OR Rad)', true],
    ['tags:Auto OR -tags:Bus', false],
    ['tags:Rad OR -tags:Bus', true],
    ['-organization:[* TO *]', false],
    ['-owner_org:[* TO *]', true],
    ['owner_org:*', false],
    ['metadata_modified:[2026-11-20T00:00:00Z TO *]', true],
    ['metadata_modified:[NOW-7DAYS TO NOW]', true],
    ['metadata_modified:[NOW-3DAYS/DAY TO *]', false],
    ['metadata_modified:{2026-11-20T08:00:00Z TO *}', false],
    ['num_resources:[9 TO 100]', true],
    ['num_resources:[13 TO *]', false],
  ])('%s: %s', (query, expected) => {
    expect(solrTest(parseSolrQuery(query), nowMs)(document)).toBe(expected);
  });

  it('answers a pattern of many stars at once', () => {
    const test = solrTest(parseSolrQuery(`title:${'*a'.repeat(20)}b`), nowMs);
    const started = performance.now();
    expect(test(new Map([['title', ['a'.repeat(5000)]]]))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('date maths', () => {
  it.each([
    ['NOW', '2026-11-25T12:34:56.000Z'],
    ['NOW/DAY', '2026-11-25T00:00:00.000Z'],
    ['NOW-1MONTH/MONTH', '2026-10-01T00:00:00.000Z'],
    ['NOW/YEAR+2DAYS', '2026-01-03T00:00:00.000Z'],
    ['2026-01-31T00:00:00Z-1YEAR', '2025-01-31T00:00:00.000Z'],
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T10:00', '2026-01-31T10:00:00.000Z'],
  ])('%s', (text, expected) => {
    expect(new Date(solrTime(text, nowMs) ?? Number.NaN).toISOString()).toBe(expected);
  });

  it.each(['heute', 'NOW+1', 'NOW-1WEEK', '2026-13-45'])('tells no time for %s', (text) => {
    expect(solrTime(text, nowMs)).toBeUndefined();
  });
});
