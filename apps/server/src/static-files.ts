import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import type { Answer, IncomingRequest } from '@allmende/http';

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

const fileAnswer = (name: string, body: Buffer, known: string | undefined): Answer => {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const headers = {
    ...securityHeaders,
    'content-type': mediaTypes[extname(name).toLowerCase()] ?? 'application/octet-stream',
    'cache-control': name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag,
  };
  const isKnown = known?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag) ?? false;
  return isKnown ? { status: 304, headers } : { status: 200, headers, body };
};

/**
 * Serves the built page: its files, and `index.html` for every address that is a page of it. Names with a
 * content hash (`/assets/`) may be kept for ever, the rest is asked for again each time.
 */
export const createStaticFiles =
  (folder: string) =>
  async ({ method, path, headers }: IncomingRequest): Promise<Answer | undefined> => {
    if ((method !== 'GET' && method !== 'HEAD') || apiPath.test(path)) return undefined;
    const root = resolve(folder);
    const name = decodeURIComponent(path);
    const file = resolve(root, `.${name}`);
    if (name.includes('\0') || (file !== root && !file.startsWith(root + sep))) return undefined;
    const known = headers['if-none-match'];
    const body = file === root ? undefined : await readIfFile(file);
    if (body !== undefined) return fileAnswer(name, body, known);
    if (extname(name) !== '' || name.startsWith('/assets/')) return undefined;
    const page = await readIfFile(resolve(root, 'index.html'));
    return page === undefined ? undefined : fileAnswer('/index.html', page, known);
  };
