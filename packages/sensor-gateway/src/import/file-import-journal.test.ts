import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFileImportJournal } from './file-import-journal.ts';

const entry = {
  file: 'a.csv',
  mapping: 'counts',
  records: 300,
  stored: 290,
  passedOver: 0,
  refused: 10,
  isFinished: false,
};

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'allmende-journal-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

describe('import journal in a file', () => {
  it('remembers entries beyond the process, in a folder that it makes', async () => {
    const place = join(folder(), 'new');
    expect(await createFileImportJournal(place).find('a')).toBeUndefined();
    await createFileImportJournal(place).record('a', entry);
    await createFileImportJournal(place).record('b', { ...entry, isFinished: true });
    await createFileImportJournal(place).record('a', { ...entry, records: 400 });
    expect(await createFileImportJournal(place).find('a')).toEqual({ ...entry, records: 400 });
    expect(await createFileImportJournal(place).find('b')).toEqual({ ...entry, isFinished: true });
    expect(readdirSync(place)).toEqual(['import-journal.json']);
  });

  it.each([
    ['{"version": 1, "imp', 'it is not JSON'],
    ['{"version": 2, "imports": {}}', 'it is not an import journal of this version'],
    ['{"version": 1, "imports": {"a": {"file": "x", "records": -1}}}', 'the entry a is damaged'],
  ])('refuses a damaged journal %s and tells the remedy', async (content, reason) => {
    const place = folder();
    writeFileSync(join(place, 'import-journal.json'), content);
    const failure = createFileImportJournal(place).find('a');
    await expect(failure).rejects.toThrow(reason);
    await expect(failure).rejects.toThrow(/Remove the file to import everything anew/);
  });
});
