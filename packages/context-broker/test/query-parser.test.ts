import { DomainError } from '@allmende/kernel';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseGeoQuery } from '../src/query-language/geo-query-parser.ts';
import { matchesQuery } from '../src/query-language/matches.ts';
import { parseQuery } from '../src/query-language/parser.ts';
import { compilePattern } from '../src/query-language/safe-pattern.ts';
import { matchesScopes, parseScopeQuery } from '../src/query-language/scope-query-parser.ts';
import { parseTypeSelection } from '../src/query-language/type-selection-parser.ts';
import { entity, instance, testContext } from './query-arbitraries.ts';

const name = (term: string): string => testContext.expand(term);

const car = entity({
  [name('speed')]: [
    instance(50, {
      unitCode: 'KMH',
      observedAt: '2026-03-01T10:00:00.000Z',
      sub: { [name('accuracy')]: [instance(0.5)] },
    }),
    instance(70, { datasetId: 'urn:gps' }),
  ],
  [name('brand')]: [instance('Mercedes')],
  [name('tags')]: [instance(['red', 'fast'])],
  [name('built')]: [instance({ '@type': 'DateTime', '@value': '2020-05-01T12:00:00Z' })],
  [name('owner')]: [instance('urn:ngsi-ld:Person:1', { kind: 'Relationship' })],
  [name('label')]: [instance({ de: 'Auto', en: ['car', 'vehicle'] }, { kind: 'LanguageProperty' })],
  [name('address')]: [instance({ city: { name: 'Bonn' }, list: [{ n: 1 }, { n: 2 }] })],
  [name('category')]: [instance(name('van'), { kind: 'VocabProperty' })],
  [name('isNew')]: [instance(false)],
});

const holds = (q: string): boolean =>
  matchesQuery(car, { q: parseQuery(q, testContext), limit: 1, offset: 0 });

describe('parseQuery with matchesQuery (§4.9)', () => {
  it.each([
    'speed',
    'speed==50',
    'speed==70',
    'speed!=50',
    'speed>60',
    'speed>=70;speed<=50',
    'speed==65..75',
    'speed==1,70',
    'speed.accuracy<1',
    'speed.unitCode=="KMH"',
    'speed.observedAt>2026-02-28T00:00:00Z',
    'brand=="Mercedes"',
    'brand~=^Mer',
    'brand~="(?i)^mer.*S$"',
    'brand!~="^Opel"',
    'brand>"M"',
    'tags=="red"',
    'tags!="blue"',
    'built>2020-01-01',
    'built==2020-05-01T14:00:00+02:00',
    '!nothing',
    '!nothing;speed>60',
    '!speed.nothing',
    '!address[street]',
    'owner==urn:ngsi-ld:Person:1',
    'owner=="urn:ngsi-ld:Person:1"',
    'label[de]=="Auto"',
    'label[en]=="vehicle"',
    'label[*]=="car"',
    'address[city.name]=="Bonn"',
    'address[list.n]==2',
    'isNew==false',
    'createdAt>2025-01-01T00:00:00Z',
    'ghost|speed',
    '(ghost|speed);(brand|ghost)',
    'ghost;ghost|speed',
  ])('%s holds', (q) => {
    expect(holds(q)).toBe(true);
  });

  it.each([
    'ghost',
    'ghost!=1',
    'speed==51',
    'speed>"50"',
    'tags!="red"',
    'isNew==true',
    'label[fr]=="Auto"',
    'address[city]=="Bonn"',
    'speed;ghost',
    'built<2020-01-01',
    'brand~=^mer',
    'speed==71..80',
    'brand==50',
    'speed.ghost',
    'label[de]=="car"',
    '!speed',
    '!speed.accuracy',
    'owner>"urn:a"',
    'owner~="urn"',
  ])('%s does not hold', (q) => {
    expect(holds(q)).toBe(false);
  });

  it('expands vocabulary terms when asked to', () => {
    const q = parseQuery('category=="van"', testContext, { expandValues: ['category'] });
    expect(matchesQuery(car, { q, limit: 1, offset: 0 })).toBe(true);
    expect(holds('category=="van"')).toBe(false);
  });

  it.each([
    '',
    ';',
    'a==',
    'a==1..',
    'a==1.."b"',
    'a=1',
    '(a',
    'a)',
    'a=="x',
    'a~=[',
    'a~="(?=x)"',
    'a[',
    'a[]',
    '.a',
    'a b',
    'a==x y',
    'a<1..2',
    'a==2026-13-45',
    '('.repeat(60),
  ])('refuses %j', (q) => {
    expect(() => parseQuery(q, testContext)).toThrow(DomainError);
  });
});

describe('parsers and arbitrary text', () => {
  const alphabet = fc.constantFrom(
    ...'ab(){}[];|,.=!<>~"\\/#+*?^$-:0129TZ é\u0000'.split(''),
    '..',
    '==',
    '~=',
  );
  const noise = fc.oneof(
    fc.string(),
    fc.array(alphabet, { maxLength: 30 }).map((parts) => parts.join('')),
  );
  it.each<[string, (text: string) => unknown]>([
    ['q', (text) => matchesQuery(car, { q: parseQuery(text, testContext), limit: 1, offset: 0 })],
    [
      'pattern',
      (text) => matchesQuery(car, { q: parseQuery(`brand~=${text}`, testContext), limit: 1, offset: 0 }),
    ],
    ['scopeQ', (text) => matchesScopes(['/a/b'], parseScopeQuery(text))],
    ['type', (text) => parseTypeSelection(text, testContext)],
    ['geo', (text) => parseGeoQuery({ georel: text, geometry: text, coordinates: text }, testContext)],
  ])('%s: a value or a DomainError, never a crash', (_name, parse) => {
    fc.assert(
      fc.property(noise, (text) => {
        try {
          parse(text);
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('compilePattern', () => {
  it('agrees with RegExp', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '.',
      '[ab]',
      '[^a]',
      '\\d',
      '(a|b)',
      '(?:ab)',
      'a*',
      'b+',
      'a?',
      '(a|ab)*',
      'a{2}',
      'b{1,2}',
      '^',
      '$',
      'b*?',
      '(a*)*',
      '\\.',
      '|',
    );
    const pattern = fc.array(piece, { maxLength: 6 }).map((parts) => parts.join(''));
    const subject = fc
      .array(fc.constantFrom('a', 'b', '1', '.'), { maxLength: 8 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(pattern, subject, (source, text) => {
        expect(compilePattern(source, 'q')(text)).toBe(new RegExp(source, 'su').test(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('ignores case after (?i), punctuation included', () => {
    expect(compilePattern('(?i)^a-b/c$', 'q')('A-B/C')).toBe(true);
  });

  it('stays fast where backtracking explodes', () => {
    const started = performance.now();
    expect(compilePattern('^(a+)+$', 'q')(`${'a'.repeat(5000)}!`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it.each([
    '(a',
    'a{1000}',
    'x'.repeat(300),
    '(a{400}){400}',
    '(((()){500}){500}(a){500}){500}',
    '\\1(a)',
    '(?<n>a)',
  ])('refuses %s', (pattern) => {
    expect(() => compilePattern(pattern, 'q')).toThrow(DomainError);
  });
});

describe('scopes (§4.19), types (§4.17) and geometry (§4.10)', () => {
  it.each([
    ['/a/b', true],
    ['/a', false],
    ['/a/#', true],
    ['/#', true],
    ['/a/+', true],
    ['/+/+/+', false],
    ['/a/b;/c', true],
    ['/a/b;/d', false],
    ['/d,/c', true],
    ['(/d|/c);/a/#', true],
    ['/b/#', false],
  ])('%s: %s', (text, expected) => {
    expect(matchesScopes(['/a/b', '/c'], parseScopeQuery(text))).toBe(expected);
  });

  it('brings type selections into disjunctive form', () => {
    const types = parseTypeSelection('(A|B);C,D', testContext);
    expect(types).toEqual([[name('A'), name('C')], [name('B'), name('C')], [name('D')]]);
  });

  const house = entity({
    [name('location')]: [instance({ type: 'Point', coordinates: [7.1, 50.7] }, { kind: 'GeoProperty' })],
  });
  const square = '[[[7,50],[8,50],[8,51],[7,51],[7,50]]]';
  it.each([
    ['near;maxDistance==2000', 'Point', '[7.1,50.71]', true],
    ['near;maxDistance==1000', 'Point', '[7.1,50.71]', false],
    ['near;minDistance==1000', 'Point', '[7.1,50.71]', true],
    ['within', 'Polygon', square, true],
    ['disjoint', 'Polygon', square, false],
    ['equals', 'Point', '[7.1,50.7]', true],
    ['intersects', 'Polygon', square, true],
    ['overlaps', 'Polygon', square, false],
    ['contains', 'Point', '[7.1,50.7]', true],
  ])('%s %s %s: %s', (georel, geometry, coordinates, expected) => {
    const geo = parseGeoQuery({ georel, geometry, coordinates }, testContext);
    expect(geo).toBeDefined();
    expect(matchesQuery(house, { ...(geo === undefined ? {} : { geo }), limit: 1, offset: 0 })).toBe(
      expected,
    );
  });

  it('measures to the nearest point of a line', () => {
    const road = entity({
      [name('location')]: [
        instance(
          {
            type: 'LineString',
            coordinates: [
              [7, 50],
              [8, 50],
            ],
          },
          { kind: 'GeoProperty' },
        ),
      ],
    });
    const geo = parseGeoQuery(
      { georel: 'near;maxDistance==1200', geometry: 'Point', coordinates: [7.5, 50.01] },
      testContext,
    );
    expect(matchesQuery(road, { ...(geo === undefined ? {} : { geo }), limit: 1, offset: 0 })).toBe(true);
  });

  it.each([
    [{ georel: 'near', geometry: 'Point', coordinates: '[1,2]' }],
    [{ georel: 'near;maxDistance==0', geometry: 'Point', coordinates: '[1,2]' }],
    [{ georel: 'near;maxDistance==5;minDistance==1', geometry: 'Point', coordinates: '[1,2]' }],
    [{ georel: 'within', geometry: 'Polygon', coordinates: '[[[0,0],[1,1]]]' }],
    [{ georel: 'within;maxDistance==5', geometry: 'Polygon', coordinates: square }],
    [{ georel: 'within' }],
    [{ georel: 'beside', geometry: 'Point', coordinates: '[1,2]' }],
  ])('refuses %j', (given) => {
    expect(() => parseGeoQuery(given, testContext)).toThrow(DomainError);
  });
});
