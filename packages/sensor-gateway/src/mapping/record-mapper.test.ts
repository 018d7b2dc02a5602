import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mappedAttributes, recordMapper } from './record-mapper.ts';
import { readMapping } from './read-mapping.ts';

type Parts = Readonly<Record<string, unknown>>;

const mappingOf = (attributes: Parts, parts: Parts = {}) =>
  readMapping({
    name: 'test',
    source: { format: 'csv' },
    entity: { id: 'urn:x:{id}', type: 'Thing' },
    attributes,
    ...parts,
  });

/** Maps one record given as field → cell; answers attributes by name, or the problems. */
const map = (record: Parts, attributes: Parts, parts: Parts = {}): unknown => {
  const mapping = mappingOf(attributes, parts);
  const full: Parts = { id: '1', ...record };
  const mapped = recordMapper(
    mapping,
    Object.keys(full),
    () => undefined,
  )({
    number: 1,
    line: 2,
    cells: Object.values(full),
  });
  if (mapped.outcome === 'refused') return mapped.problems.map(({ column, reason }) => `${column} ${reason}`);
  if (mapped.outcome === 'passed-over') return mapped.outcome;
  const names = mappedAttributes(mapping);
  return Object.fromEntries(
    mapped.instances.flatMap((instance, index) => (instance === undefined ? [] : [[names[index], instance]])),
  );
};

/** What an attribute of the record becomes. */
const value = (raw: unknown, attribute: Parts, parts: Parts = {}): unknown => {
  const mapped = map({ a: raw }, { x: { from: 'a', ...attribute } }, parts);
  return Array.isArray(mapped) ? mapped : Object.values(mapped as Parts)[0];
};

const property = (content: unknown) => ({ type: 'Property', value: content });

describe('conversion of a cell', () => {
  it.each([
    [' a ', {}, 'a'],
    [7, {}, '7'],
    ['1.5', { as: 'number' }, 1.5],
    [1.5, { as: 'number' }, 1.5],
    ['12', { as: 'integer' }, 12],
    ['ja', { as: 'boolean' }, true],
    [false, { as: 'boolean' }, false],
    [{ b: 1 }, { as: 'json' }, { b: 1 }],
    ['free', { map: { free: 'open' } }, 'open'],
    ['x', { map: { free: 'open', '*': 'other' } }, 'other'],
    ['a, b,a', { split: ',' }, ['a', 'b']],
    ['10', { as: 'number', scale: 0.1 }, 1],
    ['07.03.2022', { as: 'date', format: 'dd.MM.yyyy' }, { '@type': 'Date', '@value': '2022-03-07' }],
    [
      '2022-03-07T09:00+01:00',
      { as: 'date-time' },
      { '@type': 'DateTime', '@value': '2022-03-07T08:00:00Z' },
    ],
  ])('makes %j by %j to %j', (raw, attribute, expected) => {
    expect(value(raw, attribute)).toEqual(property(expected));
  });

  it.each([
    ['1,5', { as: 'number' }, 'a is not a number'],
    ['1.5', { as: 'integer' }, 'a is not a whole number'],
    ['vielleicht', { as: 'boolean' }, 'a is not true or false'],
    ['x', { map: { free: 'open' } }, 'a is none of free'],
    ['5', { as: 'number', range: { max: 4 } }, 'a is more than 4'],
    ['', { emptyMeans: 'refuse' }, 'a is empty'],
    ['31.02.2022', { as: 'date', format: 'dd.MM.yyyy' }, 'a is not a date (dd.MM.yyyy)'],
    ['2022-03-07T09:00', { as: 'date-time' }, 'a has no time zone, and the mapping names none (timeZone)'],
    ['POINT(7 51)', { as: 'geometry' }, 'a is no GeoJSON geometry'],
  ])('refuses %j by %j', (raw, attribute, problem) => {
    expect(value(raw, attribute)).toEqual([problem]);
  });

  it('leaves an attribute out when there is no value', () => {
    for (const raw of ['', '  ', null, undefined, '-999']) {
      expect(value(raw, { as: 'number', missing: ['-999'] })).toBeUndefined();
    }
    expect(value('no_data', { map: { no_data: null } })).toBeUndefined();
  });

  it('converts units and names the code', () => {
    const unit = { from: 'mg/m³', to: 'µg/m³' };
    expect(value('0.04', { as: 'number', unit })).toEqual({ ...property(40), unitCode: 'GQ' });
    expect(value('20', { as: 'number', unit: '°C' })).toEqual({ ...property(20), unitCode: 'CEL' });
  });

  it('reads numbers with decimal comma when the source is written so', () => {
    const source = { source: { format: 'csv', decimalComma: true } };
    expect(value('1.234,5', { as: 'number' }, source)).toEqual(property(1234.5));
  });
});

describe('mapping of a record', () => {
  it('computes occupied places and the share of them', () => {
    const occupied = { subtract: ['capacity', 'free'] };
    const attributes = {
      occupied: { compute: occupied, range: { min: 0 } },
      occupancy: { compute: { ratio: [occupied, 'capacity'] } },
    };
    expect(map({ capacity: '300', free: '200' }, attributes)).toEqual({
      occupied: property(100),
      occupancy: property(0.333333),
    });
    expect(map({ capacity: '300', free: '' }, attributes)).toEqual({});
    expect(map({ capacity: '0', free: '5' }, attributes)).toEqual([
      'occupied is less than 0',
      'occupancy cannot be computed: division by zero',
    ]);
  });

  it('makes points, relationships, language maps, joined texts and lists', () => {
    const mapped = map(
      { x: '3405694', y: '5760010', district: '23', de: 'Rathaus', en: '', p1: 'a', p2: 'b,a' },
      {
        location: { point: { x: 'x', y: 'y' } },
        refDistrict: { template: 'urn:d:{district}', kind: 'Relationship' },
        title: { languages: { de: 'de', en: 'en' }, kind: 'LanguageProperty' },
        label: { template: '{de} ({district})' },
        plugs: { list: ['p1', 'p2'], split: ',' },
      },
      { crs: 'EPSG:31467' },
    );
    expect(mapped).toMatchObject({
      location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [7.62679, 51.9659931] } },
      refDistrict: { type: 'Relationship', object: 'urn:d:23' },
      title: { type: 'LanguageProperty', languageMap: { de: 'Rathaus' } },
      label: property('Rathaus (23)'),
      plugs: property(['a', 'b']),
    });
  });

  it('refuses places outside the area, such as swapped axes', () => {
    const attributes = { location: { point: { x: 'x', y: 'y' } } };
    const area = { area: [6, 50, 9, 53] };
    expect(map({ x: '51.9', y: '7.6' }, attributes, area)).toEqual([
      'x, y lies outside the area of the mapping',
    ]);
  });

  it('gives observedAt as the end of the period, whichever end the source gives', () => {
    const attributes = {
      count: { from: 'n', as: 'integer' },
      span: { template: '{@periodStart}/{@periodEnd}' },
    };
    const at = (end: 'start' | 'end'): unknown =>
      map({ n: '5', t: '2026-01-01T12:00Z' }, attributes, {
        observedAt: { field: 't', periodMinutes: 15, at: end },
      });
    expect(at('start')).toMatchObject({
      count: { observedAt: '2026-01-01T12:15:00Z' },
      span: { value: '2026-01-01T12:00:00Z/2026-01-01T12:15:00Z' },
    });
    expect(at('end')).toMatchObject({ count: { observedAt: '2026-01-01T12:00:00Z' } });
  });

  it('passes over records that do not fulfil every condition', () => {
    const attributes = { n: { from: 'n' } };
    const where = [
      { field: 'a', equalsField: 'b' },
      { field: 'c', in: ['1', '2'] },
      { field: 'n', notEmpty: true },
    ];
    const outcome = (record: Parts): unknown =>
      map({ a: 'x', b: 'x', c: '2', n: '1', ...record }, attributes, { where });
    expect(outcome({})).toEqual({ n: property('1') });
    for (const other of [{ b: 'y' }, { c: '3' }, { n: ' ' }]) expect(outcome(other)).toBe('passed-over');
  });

  it('refuses ids that are empty or no URI', () => {
    const attributes = { n: { constant: 1 } };
    expect(map({ id: '' }, attributes)).toEqual(['id the id cannot be made, a part of it is empty']);
    expect(map({ id: 'a b' }, attributes)).toEqual(['id the id is no URI; use {field|slug}']);
  });

  it('adds where the data comes from', () => {
    const provenance = { source: 'https://example.org', dataProvider: 'Stadt' };
    expect(map({}, { n: { constant: 1 } }, { provenance })).toMatchObject({
      source: property('https://example.org'),
      dataProvider: property('Stadt'),
    });
  });

  it('answers every record, whatever stands in its cells (fuzz)', () => {
    const attributes = {
      n: { from: 'n', as: 'number', range: { min: 0 } },
      d: { from: 'd', as: 'date-time', format: 'dd.MM.yyyy HH:mm' },
      g: { from: 'g', as: 'geometry' },
      c: { compute: { ratio: ['n', 'd'] } },
      l: { from: 'g', split: ',' },
    };
    const parts = { observedAt: { field: 't' }, timeZone: 'Europe/Berlin' };
    const cell = fc.oneof(fc.string(), fc.jsonValue(), fc.double());
    fc.assert(
      fc.property(cell, cell, cell, cell, (n, d, g, t) => {
        expect(map({ n, d, g, t }, attributes, parts)).toBeDefined();
      }),
    );
  });
});
