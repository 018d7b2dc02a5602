import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import {
  codingFor,
  compress,
  worthCompressing,
  type Answer,
  type Coding,
  type IncomingRequest,
} from '@allmende/http';
import { withPageHead, type FindPageHead } from './page-head.ts';

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.geojson': 'application/geo+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.pbf': 'application/x-protobuf',
  '.txt': 'text/plain; charset=utf-8',
};

/** MapLibre starts its workers from blobs and sets styles on elements. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "child-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const securityHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

const apiPath = /^\/(ngsi-ld|api|health|ready|metrics)(\/|$)/;

const readIfFile = async (file: string): Promise<Buffer | undefined> => {
  try {
    return await readFile(file);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') {
      return undefined;
    }
    throw cause;
  }
};

/** Fonts and pictures are compressed already, and a small file fits one packet anyway. */
const isWorthCompressing = (name: string, body: Buffer): boolean =>
  /\.(html|js|css|json|webmanifest|geojson|svg|txt)$/i.test(name) && body.length >= worthCompressing;

interface Asked {
  readonly name: string;
  readonly body: Buffer;
  readonly headers: IncomingRequest['headers'];
}

/** Answers with a file, compressed where that helps; what was compressed once is kept as long as the file is the same. */
const createFileAnswer = () => {
  const compressed = new Map<string, { readonly hash: string; readonly body: Promise<Buffer> }>();
  const encode = (name: string, hash: string, body: Buffer, coding: Coding): Promise<Buffer> => {
    const key = `${coding} ${name}`;
    const kept = compressed.get(key);
    if (kept?.hash === hash) return kept.body;
    const fresh = { hash, body: compress(body, coding) };
    compressed.set(key, fresh);
    return fresh.body;
  };
  return async ({ name, body, headers: given }: Asked): Promise<Answer> => {
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
    const isCompressible = isWorthCompressing(name, body);
    const coding = isCompressible ? codingFor(String(given['accept-encoding'] ?? '')) : undefined;
    const etag = coding === undefined ? `"${hash}"` : `"${hash}-${coding}"`;
    const headers = {
      ...securityHeaders,
      'content-type': mediaTypes[extname(name).toLowerCase()] ?? 'application/octet-stream',
      'cache-control': name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      etag,
      ...(isCompressible ? { vary: 'accept-encoding' } : {}),
    };
    const known = given['if-none-match'];
    const isKnown = known?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag) ?? false;
    if (isKnown) return { status: 304, headers };
    if (coding === undefined) return { status: 200, headers, body };
    const encoded = await encode(name, hash, body, coding);
    return { status: 200, headers: { ...headers, 'content-encoding': coding }, body: encoded };
  };
};

/**
 * Serves the built page: its files, and `index.html` for every address that is a page of it. Names with a
 * content hash (`/assets/`) may be kept for ever, the rest is asked for again each time. `findHead` knows what to tell
 * of a page in its head.
 */
export const createStaticFiles = (
  folder: string,
  findHead: FindPageHead = () => Promise.resolve(undefined),
) => {
  const fileAnswer = createFileAnswer();
  return async ({ method, path, query, headers }: IncomingRequest): Promise<Answer | undefined> => {
    if ((method !== 'GET' && method !== 'HEAD') || apiPath.test(path)) return undefined;
    const root = resolve(folder);
    const name = decodeURIComponent(path);
    const file = resolve(root, `.${name}`);
    if (name.includes('\0') || (file !== root && !file.startsWith(root + sep))) return undefined;
    const body = file === root ? undefined : await readIfFile(file);
    if (body !== undefined) return fileAnswer({ name, body, headers });
    if (extname(name) !== '' || name.startsWith('/assets/')) return undefined;
    const page = await readIfFile(resolve(root, 'index.html'));
    if (page === undefined) return undefined;
    const head = await findHead(path, query);
    const shown = head === undefined ? page : Buffer.from(withPageHead(page.toString(), head));
    return fileAnswer({ name: '/index.html', body: shown, headers });
  };
};
