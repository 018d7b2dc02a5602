import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Progress, renderProgress } from './progress.ts';

const progress: Progress = {
  file: 'a.csv',
  bytesRead: 250,
  totalBytes: 1000,
  records: 1_234_567,
  stored: 1_234_555,
  refused: 12,
  recordsPerSecond: 10_000,
};

describe('progress bar', () => {
  it('tells share, records, speed, refusals and the time left', () => {
    expect(renderProgress(progress, { barWidth: 8 })).toBe(
      '██░░░░░░  25 % · 1.234.567 Datensätze · 10.000/s · 12 abgelehnt · noch 6:10',
    );
    expect(renderProgress(progress, { barWidth: 4, language: 'en' })).toBe(
      '█░░░  25 % · 1,234,567 records · 10,000/s · 12 refused · left 6:10',
    );
  });

  it('is one line of the same bar width for any numbers', () => {
    const count = fc.nat({ max: 1e12 });
    fc.assert(
      fc.property(count, count, count, count, (bytesRead, totalBytes, records, recordsPerSecond) => {
        const line = renderProgress({ ...progress, bytesRead, totalBytes, records, recordsPerSecond });
        expect(line).toMatch(/^[█░]{24} /);
        expect(line).not.toMatch(/\n|NaN|Infinity/);
      }),
    );
  });
});
