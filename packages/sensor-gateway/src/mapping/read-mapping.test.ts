import { DomainError } from '@allmende/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMapping } from './read-mapping.ts';

const valid = {
  name: 'counts',
  source: { format: 'csv' },
  entity: { id: 'urn:ngsi-ld:Counter:{id}', type: 'Counter' },
  attributes: { count: { from: 'count', as: 'integer' } },
};

const findingsOf = (json: unknown): readonly string[] => {
  try {
    readMapping(json);
    return [];
  } catch (cause) {
    if (!(cause instanceof DomainError)) throw cause;
    expect(cause.problem.code).toBe('invalid-mapping');
    return cause.findings.map(({ pointer, detail }) => `${pointer} ${detail}`);
  }
};

const attributeFindings = (attribute: unknown): readonly string[] =>
  findingsOf({ ...valid, attributes: { x: attribute } });

describe('mapping file', () => {
  it('accepts a small mapping', () => {
    expect(findingsOf(valid)).toEqual([]);
  });

  it('tells all findings at once, with their place', () => {
    const findings = findingsOf({
      ...valid,
      timeZone: 'Europa/Berlin',
      crs: 'EPSG:1',
      area: [8, 51, 7, 52],
      entity: { id: 'urn:x:{id|upper}', type: 'Counter' },
      attributes: { a: { from: 'a', as: 'number', unit: { from: '°C', to: 'Pa' } }, b: { unit: 'Elle' } },
    });
    expect(findings).toEqual([
      '/timeZone "Europa/Berlin" is not an IANA time zone such as Europe/Berlin',
      expect.stringMatching(/^\/crs "EPSG:1" is not one of EPSG:4326/),
      '/area must be west, south, east, north',
      '/entity/id "upper" is no filter; slug is one',
      '/attributes/a/unit °C cannot be converted to Pa',
      expect.stringMatching(/^\/attributes\/b exactly one of from, constant/),
      '/attributes/b/unit "Elle" is not a known unit',
    ]);
  });

  it('names unknown and missing members', () => {
    const { name: _name, ...nameless } = valid;
    expect(findingsOf({ ...nameless, atributes: {} })).toEqual([
      " must have required property 'name'",
      ' must NOT have additional properties ("atributes")',
    ]);
  });

  it.each([
    [{ from: 'a', constant: 1 }, 'exactly one of'],
    [{ from: 'a', range: { min: 0 } }, 'need "as": number or integer'],
    [{ from: 'a', as: 'number', scale: 0 }, '/scale'],
    [{ from: 'a', format: 'dd.MM.yyyy' }, 'goes with "as": date or date-time'],
    [{ from: 'a', as: 'date', format: 'tt.mm.jjjj' }, 'is not a date format'],
    [{ constant: 'a', split: ',' }, 'goes with from or list'],
    [{ from: 'a', geometryType: 'Point' }, 'goes with "as": geometry'],
    [{ from: 'a', history: 'all' }, 'needs observedAt'],
    [{ languages: { de: 'a' } }, 'go together'],
    [{ template: '{a' }, 'brace'],
    [{ from: 'a', kind: 'Eigenschaft' }, 'Property, GeoProperty'],
    [{ compute: { add: ['a', 'b'] } }, 'additional'],
  ])('refuses %j', (attribute, reason) => {
    expect(attributeFindings(attribute).join('\n')).toContain(reason);
  });

  it('refuses attributes that are called id or type', () => {
    expect(findingsOf({ ...valid, attributes: { type: { constant: 'x' } } })).not.toEqual([]);
  });

  it('answers with findings, never another error, whatever it is given (fuzz)', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        findingsOf(json);
        findingsOf({ ...valid, attributes: { x: json } });
        findingsOf({ ...valid, source: json, entity: json });
      }),
    );
  });
});
