import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Answer, HttpMethod } from '@allmende/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStaticFiles } from './static-files.ts';

describe('the page files', () => {
  const large = 'start();\n'.repeat(500);
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'allmende-page-'));
    mkdirSync(join(folder, 'dist/assets'), { recursive: true });
    writeFileSync(join(folder, 'dist/index.html'), '<p>page</p>');
    writeFileSync(join(folder, 'dist/assets/app-1a2b.js'), 'start()');
    writeFileSync(join(folder, 'dist/assets/large-3c4d.js'), large);
    writeFileSync(join(folder, 'dist/assets/font-5e6f.woff2'), large);
    writeFileSync(join(folder, 'secret.txt'), 'secret');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const get = (
    path: string,
    headers = {},
    method: HttpMethod = 'GET',
    files = createStaticFiles(join(folder, 'dist')),
  ): Promise<Answer | undefined> =>
    files({
      id: '1',
      method,
      path,
      query: new URLSearchParams(),
      rawQuery: '',
      headers,
      text: () => Promise.resolve(''),
      signal: new AbortController().signal,
    });

  it('lets hashed assets be kept for ever and asks again for the page', async () => {
    const asset = await get('/assets/app-1a2b.js');
    expect(asset?.headers).toMatchObject({ 'content-type': 'text/javascript; charset=utf-8' });
    expect(asset?.headers?.['cache-control']).toContain('immutable');
    expect((await get('/'))?.headers?.['cache-control']).toBe('no-cache');
  });

  it('tells of what a page shows in its head', async () => {
    const files = createStaticFiles(join(folder, 'dist'), (path) =>
      Promise.resolve(path === '/dataset/baeume' ? { title: 'Bäume', description: 'Alle' } : undefined),
    );
    writeFileSync(join(folder, 'dist/index.html'), '<title>Allmende</title>');
    const bodyOf = async (path: string): Promise<string> =>
      Buffer.from((await get(path, {}, 'GET', files))?.body ?? '').toString();
    expect(await bodyOf('/dataset/baeume')).toContain('<title>Bäume – Allmende</title>');
    expect(await bodyOf('/dataset/none')).toBe('<title>Allmende</title>');
    writeFileSync(join(folder, 'dist/index.html'), '<p>page</p>');
  });

  it('answers page addresses with the page, but neither missing files nor the APIs', async () => {
    expect(Buffer.from((await get('/karte/42'))?.body ?? '').toString()).toBe('<p>page</p>');
    for (const path of ['/assets/gone.js', '/gone.png', '/api/gone', '/ngsi-ld/v1/gone']) {
      expect(await get(path)).toBeUndefined();
    }
    expect(await get('/', {}, 'POST')).toBeUndefined();
  });

  it('compresses large texts as the client takes them', async () => {
    const asked = (coding: string, path = '/assets/large-3c4d.js') =>
      get(path, { 'accept-encoding': coding });
    const [br, gz] = [await asked('gzip, deflate, br, zstd'), await asked('gzip;q=0.5, br;q=0')];
    expect(br?.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' });
    expect(brotliDecompressSync(br?.body ?? '').toString()).toBe(large);
    expect(gz?.headers).toMatchObject({ 'content-encoding': 'gzip' });
    expect(gunzipSync(gz?.body ?? '').toString()).toBe(large);
    const etags = [br, gz, await asked('identity')].map((answer) => answer?.headers?.['etag']);
    expect(new Set(etags).size).toBe(3);
    const again = await get('/assets/large-3c4d.js', { 'accept-encoding': 'br', 'if-none-match': etags[0] });
    expect([again?.status, again?.body]).toEqual([304, undefined]);
  });

  it('leaves as they are small files, fonts, and what is asked for plainly', async () => {
    for (const path of ['/assets/app-1a2b.js', '/assets/font-5e6f.woff2'])
      expect((await get(path, { 'accept-encoding': 'br' }))?.headers).not.toHaveProperty('content-encoding');
    expect((await get('/assets/large-3c4d.js'))?.headers).not.toHaveProperty('content-encoding');
  });

  it('compresses anew what has changed', async () => {
    const files = createStaticFiles(join(folder, 'dist'));
    const page = join(folder, 'dist/other.html');
    const read = async (text: string): Promise<string> => {
      writeFileSync(page, text);
      const answer = await get('/other.html', { 'accept-encoding': 'br' }, 'GET', files);
      return brotliDecompressSync(answer?.body ?? '').toString();
    };
    const [first, second] = ['one '.repeat(400), 'two '.repeat(400)];
    expect([await read(first), await read(second)]).toEqual([first, second]);
  });

  it('never leaves its folder', async () => {
    expect(await get('/../secret.txt')).toBeUndefined();
    expect(await get('/%2e%2e%2fsecret.txt')).toBeUndefined();
  });

  it('answers 304 to who has the file already', async () => {
    const etag = (await get('/'))?.headers?.['etag'];
    expect((await get('/', { 'if-none-match': etag }))?.status).toBe(304);
  });
});
