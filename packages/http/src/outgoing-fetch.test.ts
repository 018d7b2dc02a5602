import type { lookup } from 'node:dns';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createOutgoingFetch, isPrivateAddress, isRefusedAsPrivate } from './outgoing-fetch.ts';

describe('a call to an address that others have chosen', () => {
  it.each([
    ['8.8.8.8', false],
    ['172.32.0.1', false],
    ['2a00:1450::1', false],
    ['10.1.2.3', true],
    ['172.16.0.1', true],
    ['192.168.1.1', true],
    ['169.254.169.254', true],
    ['100.64.0.1', true],
    ['fe80::1', true],
    ['fd00::1', true],
    ['::ffff:10.0.0.1', true],
  ])('knows of %s whether it is private: %s', (address, isPrivate) => {
    expect(isPrivateAddress(address)).toBe(isPrivate);
  });

  it('connects to the very address that it has checked (DNS rebinding)', async () => {
    let calls = 0;
    const server = createServer((_request, response) => {
      calls += 1;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = String(typeof address === 'object' ? address?.port : 0);
    const asked: string[] = [];
    const answers = ['127.0.0.1', '203.0.113.1'];
    const resolve = ((host: string, _options: unknown, done: (...found: unknown[]) => void) => {
      asked.push(host);
      done(null, [{ address: answers.shift() ?? '127.0.0.1', family: 4 }]);
    }) as typeof lookup;
    const fetch = createOutgoingFetch({ allowPrivateAddresses: false, resolve });
    const signal = AbortSignal.timeout(300);
    const causes = [];
    for (const host of ['first.example', 'second.example'])
      causes.push(await fetch(`http://${host}:${port}/`, { signal }).catch((cause: unknown) => cause));
    server.close();
    // The first name is private at once; the second would be by the next question, which nobody asks.
    expect([causes.map(isRefusedAsPrivate), asked, calls]).toEqual([
      [true, false],
      ['first.example', 'second.example'],
      0,
    ]);
  });
});
