import { describe, expect, it } from 'vitest';
import { conditionProblem, operatorsFor, toQuery, type Condition, type Operator } from './filter.ts';

const condition = (attribute: string, operator: Operator, value = ''): Condition => ({
  attribute,
  operator,
  value,
});
const one = (...parts: Parameters<typeof condition>): string => toQuery([condition(...parts)], 'and');

describe('toQuery', () => {
  it('compares numbers without quotes', () => {
    expect(one('availableSpotNumber', 'gt', '20')).toBe('availableSpotNumber>20');
    expect(one('temperature', 'le', ' -3.5 ')).toBe('temperature<=-3.5');
    expect(one('temperature', 'eq', '12,5')).toBe('temperature==12.5');
  });

  it('compares truth values, times and URIs without quotes', () => {
    expect(one('isOpen', 'eq', 'true')).toBe('isOpen==true');
    expect(one('observedAt', 'ge', '2026-11-24')).toBe('observedAt>=2026-11-24');
    expect(one('refDistrict', 'ne', 'urn:ngsi-ld:District:1')).toBe('refDistrict!=urn:ngsi-ld:District:1');
  });

  it('quotes text, also text that looks like a number', () => {
    expect(one('postalCode', 'is', '48143')).toBe('postalCode=="48143"');
    expect(one('name', 'isnt', 'Café "Nord"; links|rechts')).toBe('name!="Café \\"Nord\\"; links|rechts"');
  });

  it('looks for a part of a text as it is written, not as a pattern', () => {
    expect(one('name', 'contains', 'Str. (Süd)')).toBe('name~="(?i)Str\\\\. \\\\(Süd\\\\)"');
  });

  it('asks for existence', () => {
    expect(one('location', 'exists')).toBe('location');
  });

  it('joins with "and" or "or" and leaves out what is unfinished', () => {
    const conditions = [
      condition('a', 'gt', '1'),
      condition('', 'eq', '2'),
      condition('b', 'eq', ''),
      condition('address[city]', 'is', 'Münster'),
    ];
    expect(toQuery(conditions, 'and')).toBe('a>1;address[city]=="Münster"');
    expect(toQuery(conditions, 'or')).toBe('a>1|address[city]=="Münster"');
    expect(toQuery([], 'and')).toBe('');
  });
});

describe('conditionProblem', () => {
  it('names what is missing', () => {
    expect(conditionProblem(condition('', 'eq', '1'))).toBe('noAttribute');
    expect(conditionProblem(condition('a', 'eq', ' '))).toBe('noValue');
    expect(conditionProblem(condition('a', 'gt', 'many'))).toBe('notComparable');
    expect(conditionProblem(condition('a', 'gt', '2026-13-45'))).toBe('notComparable');
    expect(conditionProblem(condition('a', 'gt', '2026-11-24T10:00'))).toBe('notComparable');
    expect(conditionProblem(condition('a', 'gt', '2026-11-24T10:00Z'))).toBeUndefined();
    expect(conditionProblem(condition('a', 'exists'))).toBeUndefined();
    expect(conditionProblem(condition('a', 'contains', 'x'))).toBeUndefined();
  });
});

describe('operatorsFor', () => {
  it('offers what fits the values', () => {
    expect(operatorsFor('number')[0]).toBe('gt');
    expect(operatorsFor('text')[0]).toBe('contains');
    expect(operatorsFor('place')).toEqual(['exists']);
    expect(operatorsFor('unknown')).toContain('contains');
  });
});
