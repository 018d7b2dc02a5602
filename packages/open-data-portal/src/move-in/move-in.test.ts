import { temporaryDatabase } from '@allmende/database/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CatalogueStore } from '../catalogue/catalogue-store.ts';
import { createCatalogueStore, portalMigrations } from '../create-open-data-portal.ts';
import { aRecord } from '../testing.ts';
import { createFormerUrlAnswer } from './former-url-routes.ts';
import { moveIn, type MoveInOptions } from './move-in.ts';
import { createMoveInReport } from './move-in-report.ts';
import { readDkanExport } from './read-dkan-export.ts';
import { reportMarkdown } from './report-markdown.ts';

const now = Date.parse('2026-11-25T12:00:00Z');
const clock = { now: () => now };

const anEntry = (id: string, parts: Readonly<Record<string, unknown>> = {}) => ({
  'Dataset-ID': id,
  'Node-ID': `1${id}`,
  Title: `Bänke ${id}`,
  'Dataset-Name': `bänke-${id}`,
  URL: `https://alt.example/dataset/b%C3%A4nke-${id}`,
  Groups: '"Grünflächenamt" (40)',
  Tags: '"Umwelt und Klima" (53)',
  resources: [
    { 'Resource-ID': `r-${id}`, 'Resource-Name': 'CSV', 'Resource-Url': 'https://alt.example/b.csv' },
  ],
  ...parts,
});

describe('a move into the catalogue', () => {
  let store: CatalogueStore;
  let remove: () => Promise<void>;
  beforeEach(() => {
    const temporary = temporaryDatabase();
    temporary.database.migrate(portalMigrations);
    store = createCatalogueStore(temporary.database);
    ({ remove } = temporary);
  });
  afterEach(() => remove());

  const move = async (entries: readonly unknown[], options: Partial<MoveInOptions> = {}) => {
    const read = readDkanExport(entries, { tenant: '', now });
    const all = { tenant: '', actor: 'Test', acceptsProposals: false, dryRun: false, ...options };
    const moved = await moveIn({ store, clock }, read, all);
    return { read, moved, outcomes: moved.map(({ outcome }) => outcome) };
  };

  it('brings records, organisations and groups; again it changes nothing', async () => {
    expect((await move([anEntry('1'), anEntry('2')])).outcomes).toEqual(['created', 'created']);
    expect(await store.findCollection('', 'organisation', 'gruenflaechenamt')).toMatchObject({
      title: 'Grünflächenamt',
    });
    expect(await store.findCollection('', 'group', 'umwelt-und-klima')).toBeDefined();
    expect((await move([anEntry('1'), anEntry('2')])).outcomes).toEqual(['unchanged', 'unchanged']);
    expect(await store.revisions('', '1')).toHaveLength(1);
  });

  it('makes a new version of what changed, and keeps what people added here', async () => {
    await move([anEntry('1')]);
    const first = await store.find('', '1');
    if (first?.kind !== 'dataset') throw new Error('not stored');
    const themes = ['http://publications.europa.eu/resource/authority/data-theme/AGRI'];
    await store.replace(
      { ...first, name: 'sitzplaetze', version: 2, content: { ...first.content, themes } },
      'Klara',
    );
    expect((await move([anEntry('1', { Title: 'Neue Bänke' })])).outcomes).toEqual(['changed']);
    const record = await store.find('', '1');
    expect(record).toMatchObject({
      name: 'sitzplaetze',
      version: 3,
      content: { title: { de: 'Neue Bänke' }, themes },
    });
    expect(record?.proposals?.map(({ field }) => field)).not.toContain('themes');
  });

  it('applies proposals only when a person says so, also to what is there already', async () => {
    await move([anEntry('1')]);
    expect((await store.find('', '1'))?.content.themes).toEqual([]);
    expect((await move([anEntry('1')], { acceptsProposals: true })).outcomes).toEqual(['changed']);
    const record = await store.find('', '1');
    expect(record?.content.themes).toEqual([
      'http://publications.europa.eu/resource/authority/data-theme/ENVI',
    ]);
    expect(record?.proposals).toBeUndefined();
    expect((await move([anEntry('1')], { acceptsProposals: true })).outcomes).toEqual(['unchanged']);
  });

  it('stores nothing on a dry run', async () => {
    expect((await move([anEntry('1')], { dryRun: true })).outcomes).toEqual(['created']);
    expect(await store.find('', '1')).toBeUndefined();
    expect(await store.listCollections('', 'organisation')).toEqual([]);
  });

  it('finds a free name, and goes on after what the store refuses', async () => {
    await store.insert(aRecord('baenke-1'), 'Klara');
    await store.insert(aRecord('other', { id: '2' }), 'Klara');
    const { moved, outcomes } = await move([anEntry('1'), anEntry('2'), anEntry('3')]);
    expect(outcomes).toEqual(['created', 'refused', 'created']);
    expect(moved[0]?.record.name).toBe('baenke-1-1');
    expect(moved[1]?.findings[0]?.code).toBe('not-stored');
  });

  it('stops when it is told to', async () => {
    expect((await move([anEntry('1')], { signal: AbortSignal.abort() })).outcomes).toEqual([]);
  });

  it('is told of in a report for people', async () => {
    const { read, moved } = await move([anEntry('1'), { Title: 'ohne <b>Kennung</b> | x' }]);
    const dead = { address: 'https://alt.example/b.csv', status: 410 };
    const report = createMoveInReport(read, moved, {
      from: 'export.json',
      at: '2026-11-25',
      dryRun: false,
      links: [dead],
    });
    expect(report.counts).toMatchObject({
      datasets: 2,
      outcomes: { created: 1, refused: 1 },
      findings: { 'not-a-dataset': 1, 'dead-link': 1 },
    });
    const text = reportMarkdown(report);
    expect(text).toContain('https://alt.example/b.csv (HTTP 410)');
    expect(text).toContain('Vorschlag / proposal');
    expect(text).not.toContain('ohne <b>');
  });

  describe('answers old addresses', () => {
    const ask = (path: string, method: 'GET' | 'POST' = 'GET') =>
      createFormerUrlAnswer({ store })({ method, path, headers: {}, query: new URLSearchParams() });

    it.each([
      '/dataset/b%C3%A4nke-1',
      '/dataset/b%c3%a4nke-1/',
      '/dataset/bänke-1',
      '/de/dataset/b%C3%A4nke-1',
      '/node/11',
      '/dataset/1',
      '/dataset/b%C3%A4nke-1/resource/r-1',
      '/dataset/b%C3%A4nke-1/resource/r-1/download/b.csv',
    ])('%s by a redirect', async (path) => {
      await move([anEntry('1')]);
      expect(await ask(path)).toMatchObject({ status: 301, headers: { location: '/dataset/baenke-1' } });
    });

    it('and leaves pages, unknown addresses and drafts alone', async () => {
      await move([anEntry('1'), anEntry('2', { State: 'Inactive' })]);
      for (const path of [
        '/dataset/baenke-1',
        '/dataset/none',
        '/node/12',
        '/node/x',
        '/datasets',
        '/dataset/%',
      ])
        expect(await ask(path)).toBeUndefined();
      expect(await ask('/node/11', 'POST')).toBeUndefined();
    });
  });
});
