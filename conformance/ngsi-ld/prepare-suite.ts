import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { extname, join } from 'node:path';

/** Where the suite's files say that its contexts are; any fork, any branch. */
const contextAddress =
  /https:\/\/(?:raw\.githubusercontent\.com|forge\.etsi\.org)\/[^\s"'<>]*\/resources\/jsonld-contexts\//gu;

/** Some data files name an older copy of the compound context elsewhere, with the same terms. */
const olderCompound = /https:\/\/easy-global-market\.github\.io\/[^\s"'<>]*-compound\.jsonld/gu;

/** Contexts of others, for which an empty one stands in: their terms do not matter to the cases. */
const contextsElsewhere = /https:\/\/fiware\.github\.io\/[^\s"'<>]*?([\w-]+\.jsonld)/gu;

/** Where some cases believe the server under test. */
const presumedServer = /http:\/\/localhost:9090(?=\$\{uri\})/gu;

const textFiles = new Set(['.robot', '.resource', '.py', '.json', '.jsonld', '.geojson']);

const elsewhere = 'elsewhere-';

const serveFolder = (folder: string): Server =>
  createServer((request, response) => {
    const name = (request.url ?? '/').slice(1);
    if (!/^[\w.-]+$/u.test(name)) {
      response.writeHead(404).end();
      return;
    }
    if (name.startsWith(elsewhere)) {
      response.writeHead(200, { 'content-type': 'application/ld+json' }).end('{"@context":{}}');
      return;
    }
    readFile(join(folder, name)).then(
      (content) => response.writeHead(200, { 'content-type': 'application/ld+json' }).end(content),
      () => response.writeHead(404).end(),
    );
  });

export interface PreparedSuite {
  readonly folder: string;
  /** Serves the suite's contexts on loopback. */
  readonly contexts: Server;
}

/**
 * Copies a checked-out suite and lets its contexts come from a server on loopback, so that a run needs no
 * internet and sees the contexts of this very checkout.
 */
export const prepareSuite = async (
  suite: string,
  folder: string,
  addresses: { readonly contextPort: number; readonly serverUrl: string },
): Promise<PreparedSuite> => {
  for (const part of ['TP', 'data', 'resources', 'libraries']) {
    await cp(join(suite, part), join(folder, part), { recursive: true });
  }
  const { contextPort, serverUrl } = addresses;
  const here = `http://127.0.0.1:${String(contextPort)}/`;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile() || !textFiles.has(extname(entry.name))) continue;
    const path = join(entry.parentPath, entry.name);
    const text = await readFile(path, 'utf8');
    const changed = text
      .replace(contextAddress, here)
      .replace(olderCompound, `${here}ngsi-ld-test-suite-compound.jsonld`)
      .replace(contextsElsewhere, `${here}${elsewhere}$1`)
      .replace(presumedServer, serverUrl);
    if (changed !== text) await writeFile(path, changed);
  }
  const contexts = serveFolder(join(folder, 'resources', 'jsonld-contexts'));
  await new Promise<void>((resolve) => contexts.listen(contextPort, '127.0.0.1', resolve));
  return { folder, contexts };
};
