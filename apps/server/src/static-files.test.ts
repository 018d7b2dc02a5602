import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer, HttpMethod } from '@allmende/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStaticFiles } from './static-files.ts';

describe('the page files', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'allmende-page-'));
    mkdirSync(join(folder, 'dist/assets'), { recursive: true });
    writeFileSync(join(folder, 'dist/index.html'), '<p>page</p>');
    writeFileSync(join(folder, 'dist/assets/app-1a2b.js'), 'start()');
    writeFileSync(join(folder, 'secret.txt'), 'secret');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const get = (path: string, headers = {}, method: HttpMethod = 'GET'): Promise<Answer | undefined> =>
    createStaticFiles(join(folder, 'dist'))({
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

  it('answers page addresses with the page, but neither missing files nor the APIs', async () => {
    expect(Buffer.from((await get('/karte/42'))?.body ?? '').toString()).toBe('<p>page</p>');
    for (const path of ['/assets/gone.js', '/gone.png', '/api/gone', '/ngsi-ld/v1/gone']) {
      expect(await get(path)).toBeUndefined();
    }
    expect(await get('/', {}, 'POST')).toBeUndefined();
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
