import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { readMapping, type Mapping } from '../src/index.ts';

/** A folder that is removed after the test. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'allmende-import-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Writes a file into a temporary folder; gzipped when its name says so. */
export const temporaryFile = (name: string, content: string | Buffer): string => {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, name.endsWith('.gz') ? gzipSync(content) : content);
  return file;
};

/** A small mapping of counts per sensor and time; parts of it can be replaced. */
export const countMapping = (parts: Readonly<Record<string, unknown>> = {}): Mapping =>
  readMapping({
    name: 'counts',
    source: { format: 'csv' },
    entity: { id: 'urn:ngsi-ld:Counter:{sensor}', type: 'Counter' },
    observedAt: { field: 'time' },
    attributes: { count: { from: 'count', as: 'integer', range: { min: 0 } } },
    ...parts,
  });

/** CSV of `count` records for three sensors, a minute apart. */
export const countCsv = (count: number): string => {
  const lines = Array.from({ length: count }, (_, index) => {
    const time = new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString();
    return `s${index % 3},${time},${index}`;
  });
  return `sensor,time,count\n${lines.join('\n')}\n`;
};
