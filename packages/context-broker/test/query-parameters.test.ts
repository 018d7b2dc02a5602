import { DomainError } from '@allmende/kernel';
import { describe, expect, it } from 'vitest';
import { attributeList, typeInfo } from '../src/discovery/describe-types.ts';
import { parametersOf, parsePresentation, parseSelection } from '../src/query-language/entity-parameters.ts';
import { parametersOfBody } from '../src/query-language/query-body.ts';
import { testContext } from './query-arbitraries.ts';

describe('query parameters (§5.7.2, §6.4.3.2)', () => {
  it('reads a Query body like an address', () => {
    const body = {
      type: 'Query',
      entities: [
        { type: 'T', id: 'urn:1' },
        { type: 'T', id: 'urn:2' },
      ],
      geoQ: { georel: 'within', geometry: 'Point', coordinates: [1, 2] },
    };
    const address = new URLSearchParams(
      'id=urn:1,urn:2&type=T&georel=within&geometry=Point&coordinates=[1,2]',
    );
    expect(parseSelection(parametersOfBody(body, {}), testContext)).toEqual(
      parseSelection(parametersOf(address), testContext),
    );
  });

  it.each([
    {},
    { type: 'T', limit: '1001' },
    { type: 'T', limit: '0' },
    { type: 'T', offset: '-1' },
    { type: 'T', csf: '(' },
    { id: 'a,,b' },
  ])('refuses %j', (given) => {
    expect(() => parseSelection(given, testContext)).toThrow(DomainError);
  });

  it.each(['nonsense', 'concise,keyValues'])('refuses options=%s', (options) => {
    expect(() => parsePresentation({ options })).toThrow(DomainError);
  });

  it('describes types and attributes (§5.7.5 to §5.7.10)', () => {
    const type = testContext.expand('T');
    const rows = [{ type, count: 2, attributes: { [testContext.expand('a')]: ['Property'] } }];
    expect(attributeList(rows, testContext)['attributeList']).toEqual(['a']);
    expect(typeInfo(rows, type, testContext)).toMatchObject({
      entityCount: 2,
      typeName: 'T',
      attributeDetails: [{ attributeName: 'a' }],
    });
    expect(typeInfo(rows, 'urn:other', testContext)).toBeUndefined();
  });
});
