import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpContextSourceClient } from '../src/index.ts';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';

/** A server on loopback, and its address. */
const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`;
};

describe('Sources over HTTP (§6.3.17)', () => {
  const silent = createServer(() => undefined);
  const answering = createServer((_request, response) => {
    response.end(JSON.stringify([{ id: 'urn:there', type: 'Vehicle' }]));
  });
  let broker: BrokerUnderTest;
  beforeEach(async () => {
    const contextSources = createHttpContextSourceClient({ allowPrivateAddresses: true });
    broker = startBroker({ contextSources });
    const endpoints = [await listening(silent), await listening(answering), 'http://127.0.0.1:1'];
    for (const [index, endpoint] of endpoints.entries())
      await broker.call('POST', '/csourceRegistrations', {
        id: `urn:ngsi-ld:ContextSourceRegistration:${String(index)}`,
        type: 'ContextSourceRegistration',
        information: [{ entities: [{ type: 'Vehicle' }] }],
        management: { timeout: 300 },
        endpoint,
      });
    await broker.call('POST', '/entities?local=true', { id: 'urn:here', type: 'Vehicle' });
  });
  afterEach(async () => {
    for (const server of [silent, answering]) {
      server.closeAllConnections();
      server.close();
    }
    await broker.remove();
  });

  it('that are silent or down cost a warning each, and no more time than they may take', async () => {
    const before = performance.now();
    const answer = await broker.call('GET', '/entities?type=Vehicle');
    const tookMs = performance.now() - before;
    expect(answer.json()).toEqual([
      { id: 'urn:here', type: 'Vehicle' },
      { id: 'urn:there', type: 'Vehicle' },
    ]);
    expect(answer.headers['ngsild-warning']).toEqual([
      expect.stringMatching(/^199 127\.0\.0\.1:\d+ ".*:0: it did not answer within 300 ms"$/u),
      expect.stringMatching(/^199 127\.0\.0\.1:1 ".*:2: it cannot be reached"$/u),
    ]);
    expect(tookMs).toBeGreaterThan(250);
    expect(tookMs).toBeLessThan(2000);
  });
});
