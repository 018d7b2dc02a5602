import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { DomainError } from '@allmende/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchDocumentOverHttp } from './fetch-document.ts';

const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  '/good': (response) => response.end('{"@context":{}}'),
  '/text': (response) => response.end('<html>'),
  '/latin1': (response) => response.end(Buffer.from('{"a":"\xe4"}', 'latin1')),
  '/big': (response) => response.end(`"${'x'.repeat(2000)}"`),
  '/missing': (response) => response.writeHead(404).end(),
  '/moved': (response) => response.writeHead(302, { location: '/good' }).end(),
  '/circle': (response) => response.writeHead(302, { location: '/circle' }).end(),
  '/silent': () => undefined,
};

describe('a context document over HTTP', () => {
  let server: Server;
  let base: string;
  beforeEach(async () => {
    server = createServer((request, response) => answers[request.url ?? '']?.(response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    base = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const options = { allowPrivateAddresses: true, timeoutMs: 300, maxBytes: 1000 };
  const reasonOf = async (address: string, own = options): Promise<string> => {
    const cause: unknown = await fetchDocumentOverHttp(own)(address).catch((thrown: unknown) => thrown);
    return cause instanceof DomainError ? cause.message : 'not refused';
  };

  it('is read, also where its address has moved', async () => {
    const read = fetchDocumentOverHttp(options);
    expect([await read(`${base}/good`), await read(`${base}/moved`)]).toEqual([
      { '@context': {} },
      { '@context': {} },
    ]);
  });

  it.each([
    ['/text', 'is not JSON'],
    ['/latin1', 'it is not UTF-8'],
    ['/big', 'it is larger than 1000 bytes'],
    ['/missing', 'its server answered 404'],
    ['/circle', 'it redirects too often'],
    ['/silent', 'its server did not answer in time'],
  ])('is refused at %s with the reason', async (path, reason) => {
    expect(await reasonOf(base + path)).toContain(reason);
  });

  it('is refused where no server is', async () => {
    server.close();
    await once(server, 'close');
    expect(await reasonOf(`${base}/good`)).toContain('its server cannot be reached');
  });

  it('does not come from this machine or a private network, however that is written', async () => {
    const port = new URL(base).port;
    const hosts = [
      '127.0.0.1',
      'localhost',
      '2130706433',
      '0x7f000001',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '0.0.0.0',
    ];
    const own = { ...options, allowPrivateAddresses: false };
    for (const host of hosts) {
      expect(await reasonOf(`http://${host}:${port}/good`, own)).toContain('private network');
    }
    for (const address of ['file:///etc/passwd', 'ftp://example.org/c']) {
      expect(await reasonOf(address, own)).toContain('only http and https are read');
    }
  });
});
