import type { ImportReport } from '@allmende/sensor-gateway';
import { describe, expect, it } from 'vitest';
import { importReportText } from './import-report.ts';

const file = {
  file: 'plaetze.csv',
  outcome: 'finished',
  resumedAfter: 0,
  records: 1200,
  stored: 1150,
  passedOver: 40,
  refused: 10,
} as const;

const refusal = {
  file: 'plaetze.csv',
  line: 7,
  record: 6,
  column: 'Frei',
  value: 'x',
  reason: 'is no number',
};

const report: ImportReport = {
  files: [file],
  refusals: [{ column: 'Frei', reason: 'is no number', count: 10, examples: [refusal] }],
  notes: [],
  samples: [{ id: 'urn:ngsi-ld:Place:1', type: 'Place' }],
};

describe('the report of an import', () => {
  it('names each reason of refusal with its lines', () => {
    expect(importReportText(report, { dryRun: false, isChecked: false })).toBe(
      [
        '\nplaetze.csv: ganz gelesen / read to the end',
        '  1.200 Datensätze / records',
        '  1.150 gespeichert / stored',
        '  40 übergangen / passed over',
        '  10 abgelehnt / refused',
        '  10 × Frei: is no number (Zeile / line 7, …)',
      ].join('\n'),
    );
  });

  it('never says of a dry run that something was stored', () => {
    const text = importReportText(report, { dryRun: true, isChecked: false });
    expect(text).toContain('1.150 zu speichern / to be stored');
    expect(text).toContain('"id": "urn:ngsi-ld:Place:1"');
    expect(text).not.toMatch(/gespeichert \/ stored/u);
  });

  it('shows no empty places', () => {
    const refusals = [{ column: '', reason: '5 columns instead of 6', count: 1, examples: [refusal] }];
    const text = importReportText({ ...report, refusals, samples: [] }, { dryRun: true, isChecked: false });
    expect(text).toContain('  1 × 5 columns instead of 6 (Zeile / line 7)');
    expect(text).not.toContain('would be stored');
  });

  it('says whether there was a schema to check against, and what deviates', () => {
    const checked = { dryRun: true, isChecked: true };
    expect(importReportText(report, checked)).toContain('there is no schema for this type');
    const schemaFindings = [{ pointer: '/name', detail: 'is missing', count: 3, entityId: 'urn:x:1' }];
    expect(importReportText({ ...report, schemaFindings }, checked)).toContain(
      '3 × /name: is missing (urn:x:1)',
    );
  });
});
