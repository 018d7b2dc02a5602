import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixedClock } from '@allmende/kernel/testing';
import { describe, expect, it } from 'vitest';
import { listMappings, readMapping, runImport } from '../src/index.ts';
import { temporaryFile } from './import-files.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'importing.md'), 'utf8');

describe('docs/importing.md', () => {
  it('shows a mapping that works', async () => {
    const example = /```json\n(.*?)```/s.exec(page)?.[1] ?? '';
    const csv =
      'Name;Art;Zeit;Frei;Kapazität;Status;Rechtswert;Hochwert\n' +
      'PH Äöü;Parkhaus;26.10.2025 02:30;50;200;voll;405000,5;5758000\n';
    const report = await runImport({
      mapping: readMapping(JSON.parse(example)),
      files: [temporaryFile('a.csv', Buffer.from(csv, 'latin1'))],
      clock: fixedClock(0),
      dryRun: true,
    });
    expect(report.notes).toMatchObject([{ count: 1 }]);
    expect(report.samples).toMatchObject([
      {
        id: 'urn:ngsi-ld:OffStreetParking:muenster:ph-aeoeue',
        location: { value: { type: 'Point' } },
        occupancy: { value: 0.75, observedAt: '2025-10-26T00:30:00Z' },
        status: { value: ['open', 'full'] },
      },
    ]);
  });

  it('names the shipped mappings', async () => {
    const missing = (await listMappings()).filter(
      ({ name }) => !page.includes(name.replace(/^muenster(-.*-containers)/, '$1')),
    );
    expect(missing).toEqual([]);
  });
});
