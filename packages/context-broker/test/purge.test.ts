import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';

describe('Purge Entities (§5.6.21, §6.4.3.3)', () => {
  let broker: BrokerUnderTest;
  beforeEach(async () => {
    broker = startBroker();
    for (const [id, free] of [
      ['urn:a:1', 5],
      ['urn:a:2', 50],
    ])
      await broker.call('POST', '/entities', { id, type: 'Park', free, name: 'x', colour: 'red' });
  });
  afterEach(() => broker.remove());

  const purge = (query: string) => broker.call('DELETE', `/entities?${query}`);
  const left = () => broker.get('/entities?local=true&options=keyValues');

  it('deletes what a query finds', async () => {
    expect((await purge('type=Park&q=free>10')).status).toBe(204);
    expect(await left()).toMatchObject([{ id: 'urn:a:1' }]);
    expect((await purge('local=true&geometryProperty=location')).status).toBe(204);
    expect(await left()).toEqual([]);
  });

  it('drops attributes, or all but those that are kept', async () => {
    await purge('type=Park&id=urn:a:1&drop=name');
    await purge('type=Park&id=urn:a:2&keep=name');
    expect(await left()).toEqual([
      { id: 'urn:a:1', type: 'Park', free: 5, colour: 'red' },
      { id: 'urn:a:2', type: 'Park', name: 'x' },
    ]);
  });

  it.each([
    '',
    'id=urn:a:1',
    'idPattern=.*',
    'attrs=createdAt',
    'q=modifiedAt>"2020-01-01T00:00:00Z"',
    'type=Park&keep=name&drop=free',
    'type=Park&q=owner{name}=="x"',
    'type=Park&drop=(',
    'type=Park&limit=1',
  ])('refuses ?%s and deletes nothing', async (query) => {
    expect((await purge(query)).status).toBe(400);
    expect(await left()).toHaveLength(2);
  });
});
