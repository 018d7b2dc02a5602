import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainError, silentLogger } from '@allmende/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { composeModules } from './compose.ts';
import { readConfig } from './config.ts';
import { importPortal, type PortalImportRequest } from './portal-import-command.ts';
import { startServer } from './serve.ts';

const anExport = [
  {
    'Dataset-ID': 'd-1',
    'Node-ID': '77',
    Title: 'Bänke',
    'Dataset-Name': 'bänke',
    URL: 'https://alt.example/dataset/b%C3%A4nke',
    resources: [
      { 'Resource-ID': 'r-1', 'Resource-Name': 'CSV', 'Resource-Url': 'https://alt.example/b.csv' },
    ],
  },
];

describe('allmende portal import dkan', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'allmende-move-'));
    writeFileSync(join(folder, 'export.json'), JSON.stringify(anExport));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const run = async (parts: Partial<PortalImportRequest> = {}) => {
    const printed: string[] = [];
    const terminal = { print: (text: string) => printed.push(text), status: () => undefined };
    const config = readConfig({ PORT: '0', DATA_DIR: join(folder, 'data') });
    const request: PortalImportRequest = {
      system: 'dkan',
      from: join(folder, 'export.json'),
      tenant: '',
      dryRun: false,
      acceptsProposals: false,
      checksLinks: false,
      ...parts,
    };
    const isDone = await importPortal(request, { config, terminal }, new AbortController().signal);
    return { isDone, printed: printed.join('\n'), config };
  };

  it('fills the catalogue, writes a report, and old addresses lead to the new pages', async () => {
    const report = join(folder, 'bericht.json');
    const { isDone, printed, config } = await run({ report });
    expect(isDone).toBe(true);
    expect(printed).toContain('neu / new 1');
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ counts: { datasets: 1 } });
    expect((await run()).printed).toContain('unverändert / unchanged 1');
    const server = await startServer(config, silentLogger, (parts) => composeModules(parts, { demo: false }));
    try {
      for (const path of ['/node/77', '/dataset/b%C3%A4nke', '/dataset/b%C3%A4nke/resource/r-1']) {
        const answer = await fetch(`${server.publicUrl}${path}`, { redirect: 'manual' });
        expect([answer.status, answer.headers.get('location')]).toEqual([301, '/dataset/baenke']);
      }
      expect((await fetch(`${server.publicUrl}/node/78`, { redirect: 'manual' })).status).not.toBe(301);
    } finally {
      await server.stop();
    }
  });

  it('writes Markdown unless the file is called JSON', async () => {
    const report = join(folder, 'bericht.md');
    await run({ report, dryRun: true });
    expect(readFileSync(report, 'utf8')).toContain('# Umzug aus DKAN');
  });

  it('refuses what is no export, and reports that cannot be written', async () => {
    writeFileSync(join(folder, 'no.json'), '{"result": []}');
    writeFileSync(join(folder, 'broken.json'), '[{');
    const refused = [
      { from: join(folder, 'no.json') },
      { from: join(folder, 'broken.json') },
      { from: join(folder, 'none.json') },
      { from: 'http://127.0.0.1:9/export.json' },
      { report: join(folder, 'none/bericht.md') },
    ];
    for (const parts of refused) await expect(run(parts)).rejects.toThrow(DomainError);
  });
});
