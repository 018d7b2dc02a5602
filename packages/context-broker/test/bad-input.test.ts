import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';

const ldJson = { 'content-type': 'application/ld+json' };

let broker: BrokerUnderTest;
beforeEach(() => {
  broker = startBroker();
});
afterEach(() => broker.remove());

interface Problem {
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

describe('Refusals name the place and store nothing (§5.5.2, §6.3.2)', () => {
  const create = (body: unknown, headers: Record<string, string> = {}) =>
    broker.call('POST', '/entities', body, headers);
  const deep = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`;
  const withAttribute = (text: string) =>
    `{"id":"urn:a:bad","type":"T","a":{"type":"Property","value":${text}}}`;
  const problemOf = (answer: { json(): unknown }) => answer.json() as Problem;

  it.each([
    ['nothing', '', 'InvalidRequest', 'empty'],
    ['half an object', '{"id":"urn:a:bad",', 'InvalidRequest', 'position'],
    ['deep nesting', withAttribute(deep(200)), 'InvalidRequest', 'deeper than 100 (at character'],
    ['a number that is none', withAttribute('NaN'), 'InvalidRequest', 'NaN'],
    ['a number beyond all doubles', withAttribute('1e400'), 'BadRequestData', '/a/value'],
    ['such a number deep inside', withAttribute('{"b":[-1e999]}'), 'BadRequestData', '/a/value/b/0'],
    ['a list', '[]', 'InvalidRequest', 'object'],
    ['a null', 'null', 'InvalidRequest', 'object'],
  ])('%s', async (_name, text, type, detail) => {
    const answer = await create(text);
    expect(answer.status).toBe(400);
    expect(problemOf(answer).type).toBe(`https://uri.etsi.org/ngsi-ld/errors/${type}`);
    expect(answer.text).toContain(detail);
    expect((await broker.call('GET', '/entities/urn:a:bad')).status).toBe(404);
  });

  it.each([
    [{ id: 'urn:a:bad\u0000' }, '/id'],
    [{ id: 'urn:a:\ud800' }, '/id'],
    [{ type: 'T\u0000' }, '/type'],
    [{ type: '\udc00' }, '/type'],
    [{ 'a b': 1 }, '/a b'],
    [{ '': 1 }, '/'],
    [{ 'a/\ud800': 1 }, '/a~1\ud800'],
    [JSON.parse('{"__proto__": 1}'), '/__proto__'],
    [{ scope: [5] }, '/scope'],
    [{ a: { type: 'Property', value: 1, observedAt: '2026-02-30T12:00:00Z' } }, '/a/observedAt'],
    [{ a: { type: 'Property', value: 1, observedAt: '2026-03-01T12:00:00' } }, '/a/observedAt'],
    [{ a: { type: 'Property', value: 1, unitCode: 5 } }, '/a/unitCode'],
    [{ a: { type: 'Property', value: 1, datasetId: 'b' } }, '/a/datasetId'],
    [{ a: { type: 'Property', value: 1, objectType: 5 } }, '/a/objectType'],
    [{ a: { type: 'Relationship', object: 'no uri' } }, '/a/object'],
    [{ a: { type: 'GeoProperty', value: { type: 'Point', coordinates: [7.6, 951] } } }, '/a/value'],
    [{ a: { type: 'LanguageProperty', languageMap: { de: 5 } } }, '/a/languageMap'],
    [{ a: { type: 'ListProperty', valueList: 5 } }, '/a/valueList'],
    [{ a: { type: 'VocabProperty', vocab: 5 } }, '/a/vocab'],
    [{ a: [{ value: 1 }, { value: 2 }] }, '/a'],
    [{ a: { type: 'Property', value: 1, b: { type: 'Property' } } }, '/a/b/value'],
  ])('%j', async (more, pointer) => {
    const answer = await create({ id: 'urn:a:bad', type: 'T', ...(more as object) });
    expect(answer.status).toBe(400);
    expect(problemOf(answer).errors?.map((finding) => finding.pointer)).toContain(pointer);
    expect(await broker.get('/entities?type=T&format=simplified')).toEqual([]);
  });

  it.each([
    [5],
    [{ '@vocab': 5 }],
    [{ a: 5 }],
    ['relative.jsonld'],
    ['https://example.org/cyclic.jsonld'],
    [{ a: 'b:c', b: 'a:d' }],
    [Array.from({ length: 60 }, () => ({}))],
  ])('the context %j', async (context) => {
    const answer = await create({ id: 'urn:a:bad', type: 'T', '@context': context }, ldJson);
    expect([answer.status, typeof problemOf(answer).detail]).toEqual([400, 'string']);
  });

  it.each(['text/plain', 'application/xml', 'application/geo+json'])('the media type "%s"', async (type) => {
    const answer = await create({ id: 'urn:a:bad', type: 'T' }, { 'content-type': type });
    expect([answer.status, answer.text, answer.headers['content-type']]).toEqual([415, '', undefined]);
    expect(answer.headers['accept']).toBe('application/json, application/ld+json');
  });

  it('no media type, which is a precondition that is not met, not one that is not supported (§6.3.4)', async () => {
    const answer = await create({ id: 'urn:a:bad', type: 'T' }, { 'content-type': '' });
    expect([answer.status, problemOf(answer).type]).toEqual([
      400,
      'https://uri.etsi.org/ngsi-ld/errors/InvalidRequest',
    ]);
  });
});
