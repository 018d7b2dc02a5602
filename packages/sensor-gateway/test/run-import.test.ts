import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixedClock } from '@allmende/kernel/testing';
import { describe, expect, it } from 'vitest';
import {
  createFileImportJournal,
  type ImportOptions,
  type Progress,
  type Refusal,
  runImport,
} from '../src/index.ts';
import { countCsv, countMapping, temporaryFile, temporaryFolder } from './import-files.ts';
import { memoryEntityWriter } from './memory-entity-writer.ts';

const clock = fixedClock(Date.UTC(2026, 0, 2));

const options = (file: string, writer = memoryEntityWriter()) => ({
  mapping: countMapping(),
  files: [file],
  clock,
  writer,
});

const dryRun = async (content: string | Buffer, parts: Readonly<Record<string, unknown>> = {}) =>
  runImport({ mapping: countMapping(parts), files: [temporaryFile('a.csv', content)], clock, dryRun: true });

describe('import', () => {
  it('stores every record once and joins records of the same entity within a batch', async () => {
    const writer = memoryEntityWriter();
    const report = await runImport(options(temporaryFile('a.csv.gz', countCsv(5000)), writer));
    expect(report.files).toMatchObject([{ outcome: 'finished', records: 5000, stored: 5000, refused: 0 }]);
    expect(writer.stored.size).toBe(5000);
    expect(writer.batches.map((batch) => batch.length)).toEqual([3, 3, 3]);
    expect(writer.stored.get('urn:ngsi-ld:Counter:s1 count  2026-01-01T00:01:00Z')).toEqual({
      type: 'Property',
      value: 1,
      observedAt: '2026-01-01T00:01:00Z',
    });
  });

  it('changes nothing when repeated', async () => {
    const file = temporaryFile('a.csv', countCsv(100));
    const writer = memoryEntityWriter();
    await runImport(options(file, writer));
    const before = new Map(writer.stored);
    await runImport(options(file, writer));
    expect(writer.stored).toEqual(before);
  });

  it('writes one batch at a time and waits with reading (bounded memory)', async () => {
    const seen: number[] = [];
    const writer = memoryEntityWriter({ before: () => new Promise((resolve) => setImmediate(resolve)) });
    const onProgress = ({ records }: Progress): void => void seen.push(records);
    await runImport({
      ...options(temporaryFile('a.csv', countCsv(1000)), writer),
      batchRecords: 50,
      onProgress,
    });
    expect(writer.mostInFlight).toBe(1);
    expect(writer.batches.filter((batch) => batch.length > 0)).toHaveLength(20);
    expect(seen.slice(0, 3)).toEqual([50, 100, 150]);
  });

  it('reports progress by bytes, records and speed', async () => {
    const moving = fixedClock(0);
    const steps: Progress[] = [];
    const content = countCsv(400);
    await runImport({
      ...options(temporaryFile('a.csv', content), memoryEntityWriter({ before: () => moving.advance(1000) })),
      clock: moving,
      batchRecords: 100,
      onProgress: (progress) => steps.push(progress),
    });
    expect(steps[1]).toMatchObject({
      records: 200,
      stored: 200,
      recordsPerSecond: 100,
      totalBytes: content.length,
    });
    expect(steps.at(-1)).toMatchObject({ bytesRead: content.length, records: 400 });
  });

  it('goes on after an abort where it stopped, and skips a finished file', async () => {
    const file = temporaryFile('a.csv', countCsv(1000));
    const journal = createFileImportJournal(temporaryFolder());
    const abort = new AbortController();
    const first = memoryEntityWriter({ before: (turn) => (turn === 3 ? abort.abort() : undefined) });
    const run = (writer: ReturnType<typeof memoryEntityWriter>, more: Partial<ImportOptions> = {}) =>
      runImport({ ...options(file, writer), journal, batchRecords: 100, ...more } as ImportOptions);

    const aborted = await run(first, { signal: abort.signal });
    const done = aborted.files[0]?.records ?? 0;
    expect(aborted.files).toMatchObject([{ outcome: 'aborted', stored: done }]);
    expect(first.stored.size).toBe(done);
    expect(done).toBeGreaterThanOrEqual(300);
    expect(done).toBeLessThan(1000);

    const second = memoryEntityWriter();
    const resumed = await run(second);
    expect(resumed.files).toMatchObject([
      { outcome: 'finished', resumedAfter: done, records: 1000, stored: 1000 },
    ]);
    expect(second.stored.size).toBe(1000 - done);

    const third = memoryEntityWriter();
    expect((await run(third)).files).toMatchObject([{ outcome: 'skipped', records: 1000, stored: 1000 }]);
    expect(third.batches).toEqual([]);
    const again = await run(third, { restart: true } as Partial<ImportOptions>);
    expect(again.files).toMatchObject([{ outcome: 'finished', resumedAfter: 0, stored: 1000 }]);
  });

  it('imports a file anew when it has grown, the mapping changed, or it goes elsewhere', async () => {
    const file = temporaryFile('a.csv', countCsv(10));
    const journal = createFileImportJournal(temporaryFolder());
    const outcome = async (more: Partial<ImportOptions> = {}) => {
      const report = await runImport({ ...options(file), journal, ...more } as ImportOptions);
      return report.files[0]?.outcome;
    };
    expect([await outcome(), await outcome()]).toEqual(['finished', 'skipped']);
    expect(await outcome({ destination: 'other tenant' } as Partial<ImportOptions>)).toBe('finished');
    expect(await outcome({ mapping: countMapping({ require: ['count'] }) })).toBe('finished');
    appendFileSync(file, 's1,2026-02-01T00:00Z,1\n');
    expect(await outcome()).toBe('finished');
  });

  it('stops when the writer fails, with what was durable in the journal', async () => {
    const file = temporaryFile('a.csv', countCsv(1000));
    const journal = createFileImportJournal(temporaryFolder());
    const failing = memoryEntityWriter({
      before: (turn) => {
        if (turn === 4) throw new Error('connection refused');
      },
    });
    const report = await runImport({ ...options(file, failing), journal, batchRecords: 100 });
    expect(report.failure).toMatchObject({
      message: 'connection refused.',
      problem: { code: 'writer-failed' },
    });
    expect(report.files).toMatchObject([{ outcome: 'failed', records: 300, stored: 300 }]);
    const writer = memoryEntityWriter();
    const resumed = await runImport({ ...options(file, writer), journal });
    expect(resumed.files).toMatchObject([{ resumedAfter: 300, stored: 1000 }]);
    expect(writer.stored.size).toBe(700);
  });

  it('counts records of entities that the writer refuses as refused', async () => {
    const writer = memoryEntityWriter({
      refuse: ({ id }) =>
        id.endsWith('s2') ? { entityId: id, findings: [{ pointer: '/count', detail: 'is odd' }] } : undefined,
    });
    const report = await runImport(options(temporaryFile('a.csv', countCsv(9)), writer));
    expect(report.files).toMatchObject([{ stored: 6, refused: 3 }]);
    expect(report.refusals).toMatchObject([
      { reason: 'the broker refused the entity: /count is odd', examples: [{ line: 4, record: 3 }] },
    ]);
  });

  it('keeps whole records before a gzipped file breaks off, and says so', async () => {
    const whole = readFileSync(temporaryFile('a.csv.gz', countCsv(20_000)));
    const file = join(temporaryFolder(), 'cut.csv.gz');
    writeFileSync(file, whole.subarray(0, whole.length / 2));
    const writer = memoryEntityWriter();
    const report = await runImport(options(file, writer));
    expect(report.failure?.message).toMatch(/cut\.csv\.gz: the gzipped file is cut off/);
    expect(report.files).toMatchObject([{ outcome: 'failed', stored: writer.stored.size, refused: 0 }]);
  });

  it('refuses a missing file before anything is stored', async () => {
    const writer = memoryEntityWriter();
    const files = [temporaryFile('a.csv', countCsv(3)), '/nowhere/b.csv'];
    const failure = runImport({ ...options('', writer), files });
    await expect(failure).rejects.toMatchObject({ message: '/nowhere/b.csv: there is no such file.' });
    expect(writer.batches).toEqual([]);
  });
});

describe('refusals', () => {
  it('names file, line, column, value and reason, and stores the other records', async () => {
    const told: Refusal[] = [];
    const file = temporaryFile(
      'a.csv',
      'sensor,time,count\ns1,2026-01-01T00:00Z,viel\ns1,gestern,-1\ns1,2026-01-01T00:00Z,5\n',
    );
    const report = await runImport({ ...options(file), onRefusal: (refusal) => told.push(refusal) });
    expect(report.files).toMatchObject([{ records: 3, stored: 1, refused: 2 }]);
    const at = { file, line: 2, record: 1 };
    expect(told).toEqual([
      { ...at, column: 'count', value: 'viel', reason: 'is not a number' },
      { ...at, line: 3, record: 2, column: 'time', value: 'gestern', reason: expect.any(String) as string },
      { ...at, line: 3, record: 2, column: 'count', value: '-1', reason: 'is less than 0' },
    ]);
  });

  it('refuses broken lines and wrong encodings where they stand', async () => {
    const bytes = Buffer.from(
      'sensor,time,count\ns1,2026-01-01T00:00Z\ns"1,x,1\nM\u00fcnster,2026-01-01T00:00Z,1\n',
      'latin1',
    );
    const report = await dryRun(bytes);
    expect(report.refusals.map(({ reason, examples }) => [reason, examples[0]?.line])).toEqual([
      ['2 columns instead of 3', 2],
      [expect.stringContaining('a quote stands in the wrong place (character 2)'), 3],
      ['not valid UTF-8 at byte 2 of the line', 4],
    ]);
  });

  it('refuses times without zone unless the mapping names one', async () => {
    const content = 'sensor,time,count\ns1,2026-01-01T00:00,1\n';
    expect((await dryRun(content)).refusals).toMatchObject([
      { column: 'time', reason: 'has no time zone, and the mapping names none (timeZone)' },
    ]);
    const berlin = await dryRun(content, { timeZone: 'Europe/Berlin' });
    expect(berlin.samples).toMatchObject([{ count: { observedAt: '2025-12-31T23:00:00Z' } }]);
  });

  it('refuses skipped and doubled local hours, or takes doubled ones as told and says so', async () => {
    const content = 'sensor,time,count\ns1,2025-03-30T02:30,1\ns1,2025-10-26T02:30,2\n';
    const zone = { timeZone: 'Europe/Berlin' };
    expect((await dryRun(content, zone)).refusals.map(({ reason }) => reason)).toEqual([
      'does not exist in Europe/Berlin: the clocks skip this hour',
      'is ambiguous in Europe/Berlin: the clocks show this hour twice (ambiguousTime)',
    ]);
    const later = await dryRun(content, { ...zone, ambiguousTime: 'later' });
    expect(later.samples).toMatchObject([{ count: { value: 2, observedAt: '2025-10-26T01:30:00Z' } }]);
    expect(later.notes).toEqual([{ text: 'local time shown twice, taken as the later one', count: 1 }]);
  });

  it('keeps the first examples and counts all', async () => {
    const lines = Array.from({ length: 50 }, () => 's1,2026-01-01T00:00Z,x');
    const report = await dryRun(`sensor,time,count\n${lines.join('\n')}`);
    expect(report.refusals).toMatchObject([{ count: 50, examples: { length: 5 } }]);
  });

  it('stops at once when columns are missing, naming those there are', async () => {
    const report = await dryRun('sensor,zeit,count\ns1,x,1\n');
    expect(report.failure?.message).toMatch(/needs the columns time; the file has sensor, zeit, count/);
    expect(report.files).toMatchObject([{ outcome: 'failed', records: 0 }]);
  });

  it('stops when a JSON file breaks off, naming line and column', async () => {
    const mapping = countMapping({ source: { format: 'json', path: 'data' } });
    const file = temporaryFile(
      'a.json',
      '{"data": [\n{"sensor": "s1", "time": "2026-01-01T00:00Z", "count": 1},\n{"sen',
    );
    const writer = memoryEntityWriter();
    const report = await runImport({ mapping, files: [file], clock, writer });
    expect(report.failure?.message).toMatch(/a\.json, line 3, column 6: the file ends too early/);
    expect(writer.stored.size).toBe(1);
  });

  it('refuses one broken element of a JSON array and reads the others', async () => {
    const mapping = countMapping({ source: { format: 'json' } });
    const good = '{"sensor": "s1", "time": "2026-01-01T00:00Z", "count": 1}';
    const report = await runImport({
      mapping,
      files: [temporaryFile('a.json', `[{"a": nix},\n"text",\n${good}]`)],
      clock,
      dryRun: true,
    });
    expect(report.files).toMatchObject([{ records: 3, stored: 1, refused: 2 }]);
    expect(report.refusals.map(({ reason, examples }) => [reason, examples[0]?.line])).toEqual([
      ['not valid JSON', 1],
      ['not an object', 2],
    ]);
  });

  it('does not touch the writer side in a dry run and shows the first entities', async () => {
    const report = await dryRun(countCsv(9));
    expect(report.samples.map(({ id }) => id)).toEqual(
      ['s0', 's1', 's2'].map((key) => `urn:ngsi-ld:Counter:${key}`),
    );
    expect(report.files).toMatchObject([{ outcome: 'finished', stored: 9 }]);
  });
});
