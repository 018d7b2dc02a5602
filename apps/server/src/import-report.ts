import type { ImportReport } from '@allmende/sensor-gateway';

type Outcome = ImportReport['files'][number]['outcome'];

const maxSamples = 3;

const whole = (value: number): string => value.toLocaleString('de-DE');

const outcomes: Readonly<Record<Outcome, string>> = {
  finished: 'ganz gelesen / read to the end',
  limited: 'bis zur Grenze gelesen / read up to the limit',
  aborted: 'angehalten, der nächste Lauf setzt fort / stopped, the next run goes on',
  skipped: 'übersprungen, früher schon übernommen / skipped, taken over earlier',
  failed: 'abgebrochen / failed',
};

const sampleLines = ({ samples }: ImportReport): readonly string[] => [
  '\nSo würde gespeichert / this would be stored:',
  ...samples.slice(0, maxSamples).map((sample) => JSON.stringify(sample, undefined, 2)),
];

const fileLines = ({ files }: ImportReport, dryRun: boolean): readonly string[] =>
  files.map(({ file, outcome, records, stored, passedOver, refused }) => {
    const taken = dryRun ? 'zu speichern / to be stored' : 'gespeichert / stored';
    return [
      `\n${file}: ${outcomes[outcome]}`,
      `  ${whole(records)} Datensätze / records`,
      `  ${whole(stored)} ${taken}`,
      `  ${whole(passedOver)} übergangen / passed over`,
      `  ${whole(refused)} abgelehnt / refused`,
    ].join('\n');
  });

const refusalLines = ({ refusals }: ImportReport): readonly string[] =>
  refusals.map(({ column, reason, count, examples }) => {
    const places = examples.map(({ line }) => line).join(', ');
    const more = count > examples.length ? ', …' : '';
    const what = column === '' ? reason : `${column}: ${reason}`;
    return `  ${whole(count)} × ${what} (Zeile / line ${places}${more})`;
  });

const schemaLines = ({ schemaFindings }: ImportReport): readonly string[] =>
  schemaFindings === undefined
    ? ['\nFür diesen Typ gibt es kein Schema / there is no schema for this type']
    : [
        `\nAbweichungen vom Schema / deviations from the schema: ${schemaFindings.length}`,
        ...schemaFindings.map(
          ({ pointer, detail, count, entityId }) => `  ${whole(count)} × ${pointer}: ${detail} (${entityId})`,
        ),
      ];

/** What an import did, or a dry run would do, for people. */
export const importReportText = (
  report: ImportReport,
  { dryRun, isChecked }: { readonly dryRun: boolean; readonly isChecked: boolean },
): string =>
  [
    ...(dryRun && report.samples.length > 0 ? sampleLines(report) : []),
    ...fileLines(report, dryRun),
    ...refusalLines(report),
    ...report.notes.map(({ text, count }) => `  ${whole(count)} × ${text}`),
    ...(isChecked ? schemaLines(report) : []),
    ...(report.failure === undefined ? [] : [`\n${report.failure.problem.title} ${report.failure.message}`]),
  ].join('\n');
