import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => `n${String(n)}`);

/** Statements of databases have bounds; queries that need more than them are answered all the same. */
describe('Queries of many terms (§4.9, §4.17, §5.7.2)', () => {
  let broker: BrokerUnderTest;
  beforeEach(async () => {
    broker = startBroker();
    const entity = { id: 'urn:a:1', type: 'n7', n9: { type: 'Property', value: 9 } };
    expect((await broker.call('POST', '/entities', entity)).status).toBe(201);
  });
  afterEach(() => broker.remove());

  it.each([
    ['types', `/entities?type=${names(1200).join(',')}`],
    ['attributes', `/entities?attrs=${names(1500).join(',')}`],
    ['picked attributes', `/entities?type=n7&pick=id,${names(1100).join(',')}`],
    [
      'types of the past',
      `/temporal/entities?timeproperty=modifiedAt&timerel=before&timeAt=2030-01-01T00:00:00Z&type=${names(1100).join(',')}`,
    ],
  ])('%s', async (_, path) => {
    expect(await broker.get(path)).toMatchObject([{ id: 'urn:a:1' }]);
  });

  it.each([
    ['alternatives in q', { q: names(1400).join('|') }],
    ['comparisons in q', { q: Array.from({ length: 1100 }, () => 'n9==9').join('|') }],
    ['conditions in q', { q: Array.from({ length: 1100 }, () => 'n9==9').join(';') }],
    ['values in q', { q: `n9==${Array.from({ length: 1600 }, (_, n) => String(n)).join(',')}` }],
    ['attributes in a body', { attrs: names(70_000) }],
    ['alternatives of a type', { entities: [{ type: names(1200).join('|') }] }],
    ['selectors', { entities: names(1200).map((name) => ({ type: 'n7', idPattern: `^urn:(a|${name}):` })) }],
  ])('%s', async (_, query) => {
    const answer = await broker.call('POST', '/entityOperations/query', { type: 'Query', ...query });
    expect([answer.status, answer.json()]).toMatchObject([200, [{ id: 'urn:a:1' }]]);
  });

  it('types of what is purged', async () => {
    expect((await broker.call('DELETE', `/entities?type=${names(1200).join(',')}`)).status).toBe(204);
    expect((await broker.call('GET', '/entities/urn:a:1')).status).toBe(404);
  });
});
