import type { Proposal } from '../catalogue/proposal.ts';
import { createFinding, type Finding, type FindingCode } from './finding.ts';
import type { FieldSummary } from './export-fields.ts';
import type { MoveInReport, ReportedDataset } from './move-in-report.ts';
import { plainToMarkdown } from './html-to-markdown.ts';

const percent = (confidence: number): string => `${String(Math.round(confidence * 100))} %`;

const plain = (text: string): string =>
  plainToMarkdown(text.replaceAll(/\s+/gu, ' ')).replaceAll('|', String.raw`\|`);

const outcomes = {
  created: 'neu / new',
  changed: 'geändert / changed',
  unchanged: 'unverändert / unchanged',
  refused: 'nicht übernommen / refused',
} as const;

const head = ({ from, source, at, dryRun, counts, checkedLinks }: MoveInReport): readonly string[] => {
  const rows: readonly (readonly [string, number])[] = [
    ['Datensätze / datasets', counts.datasets],
    ['Ressourcen / distributions', counts.distributions],
    ['Organisationen / organisations', counts.organisations],
    ['Gruppen / groups', counts.groups],
    ['offene Vorschläge / open proposals', counts.proposals],
    ['jetzt geprüfte Adressen / addresses checked now', checkedLinks],
    ...Object.entries(counts.outcomes).map(([name, count]): readonly [string, number] => [
      outcomes[name as keyof typeof outcomes],
      count,
    ]),
  ];
  return [
    `# Umzug aus ${source.toUpperCase()} / Move from ${source.toUpperCase()}`,
    '',
    `${plain(from)}, ${at}${dryRun ? ' – Probelauf, nichts wurde gespeichert / dry run, nothing was stored' : ''}`,
    '',
    '| was / what | Anzahl / count |',
    '| --- | ---: |',
    ...rows.map(([name, count]) => `| ${name} | ${String(count)} |`),
    '',
  ];
};

const codesOf = ({ counts }: MoveInReport): readonly string[] => {
  const rows = Object.entries(counts.findings).map(([code, count]) => {
    const { message, fix } = createFinding(code as FindingCode);
    return `| ${String(count)} | ${message.de}<br>${message.en} | ${fix.de}<br>${fix.en} |`;
  });
  return rows.length === 0
    ? []
    : [
        '## Befunde / Findings',
        '',
        '| Anzahl / count | Befund / finding | Abhilfe / fix |',
        '| ---: | --- | --- |',
        ...rows,
        '',
      ];
};

const findingLine = ({ message, fix, field, value, distribution }: Finding): string => {
  const place = [distribution === undefined ? '' : `„${plain(distribution.title)}“`, field ?? ''].filter(
    (one) => one !== '',
  );
  const where = place.length === 0 ? '' : ` (${place.join(', ')})`;
  const what = value === undefined ? '' : ` – ${plain(value)}`;
  return `- ${message.de}${where}${what} **${fix.de}**`;
};

const proposalLine = ({ field, values, confidence, reason }: Proposal): string =>
  `- Vorschlag / proposal \`${field}\`: ${values.map((value) => `\`${value}\``).join(', ')} (${percent(confidence)}) – ${plain(reason.de)} / ${plain(reason.en)}`;

const datasetLines = ({
  title,
  name,
  identifier,
  outcome,
  findings,
  proposals,
}: ReportedDataset): readonly string[] =>
  findings.length + proposals.length === 0
    ? []
    : [
        `### ${plain(title === '' ? identifier : title)}`,
        '',
        `\`${name ?? identifier}\` – ${outcomes[outcome]}`,
        '',
        ...findings.map(findingLine),
        ...proposals.map(proposalLine),
        '',
      ];

const fieldRow = ({ field, mapped, extras, ordinary }: FieldSummary): string => {
  const dropped = Object.values(ordinary).reduce((sum, count) => sum + count, 0);
  return `| ${plain(field)} | ${String(mapped)} | ${String(extras)} | ${String(dropped)} |`;
};

const fieldLines = ({ fields }: MoveInReport): readonly string[] => [
  '## Felder / Fields',
  '',
  'Wohin die ausgefüllten Felder kamen. „Gewöhnlich“ sind Werte, die nichts sagen (nicht angeheftet, veröffentlicht).',
  'Where the filled fields went. “Ordinary” are values that tell nothing (not sticky, published).',
  '',
  '| Feld / field | übernommen / mapped | weitere Angaben / extras | gewöhnlich / ordinary |',
  '| --- | ---: | ---: | ---: |',
  ...fields.map(fieldRow),
  '',
];

const withheldLines = ({ withheld }: MoveInReport): readonly string[] =>
  withheld.length === 0
    ? []
    : [
        '## Nicht veröffentlichte Ressourcen / Unpublished resources',
        '',
        ...withheld.flatMap(({ dataset, fields }) => [
          `- \`${dataset}\``,
          ...Object.entries(fields).map(([name, value]) => `  - ${plain(name)}: ${plain(value)}`),
        ]),
        '',
      ];

/** The report as a page for people, in German with English beside it. */
export const reportMarkdown = (report: MoveInReport): string =>
  [
    ...head(report),
    ...codesOf(report),
    '## Datensätze / Datasets',
    '',
    ...report.datasets.flatMap(datasetLines),
    ...withheldLines(report),
    ...fieldLines(report),
  ].join('\n');
