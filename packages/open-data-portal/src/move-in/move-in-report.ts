import type { Proposal } from '../catalogue/proposal.ts';
import type { LinkState } from './check-links.ts';
import { isDeadLink } from './check-links.ts';
import type { FieldSummary } from './export-fields.ts';
import { createFinding, type Finding } from './finding.ts';
import type { MovedEntry, Outcome } from './move-in.ts';
import type { MoveInExport, WithheldResource } from './move-in-export.ts';

export interface ReportedDataset {
  readonly identifier: string;
  readonly title: string;
  /** Last part of its address here; absent if it could not be read. */
  readonly name?: string;
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
  /** What waits for a person's consent. */
  readonly proposals: readonly Proposal[];
}

/** What a move has done and found, for people and programs. */
export interface MoveInReport {
  readonly source: string;
  /** File or address of the export. */
  readonly from: string;
  readonly at: string;
  readonly dryRun: boolean;
  readonly counts: {
    readonly datasets: number;
    readonly distributions: number;
    readonly organisations: number;
    readonly groups: number;
    readonly proposals: number;
    readonly outcomes: Readonly<Record<Outcome, number>>;
    readonly findings: Readonly<Record<string, number>>;
  };
  readonly fields: readonly FieldSummary[];
  readonly datasets: readonly ReportedDataset[];
  readonly withheld: readonly WithheldResource[];
  /** How many addresses were asked just now; none without the check. */
  readonly checkedLinks: number;
}

interface ReportParts {
  readonly from: string;
  readonly at: string;
  readonly dryRun: boolean;
  readonly links: readonly LinkState[];
}

const linkFindings = (
  entry: MovedEntry | undefined,
  dead: ReadonlyMap<string, LinkState>,
): readonly Finding[] =>
  (entry?.record.content.distributions ?? []).flatMap(({ id, title, accessUrls }) =>
    accessUrls.flatMap((address) => {
      const state = dead.get(address);
      if (state === undefined) return [];
      const answer = state.status === undefined ? (state.reason ?? '') : `HTTP ${String(state.status)}`;
      const distribution = { id, title: title?.['de'] ?? '' };
      return [createFinding('dead-link', { distribution, value: `${address} (${answer})` })];
    }),
  );

const countBy = <Key extends string>(keys: readonly Key[]): Partial<Record<Key, number>> => {
  const counts: Partial<Record<Key, number>> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
};

const noOutcomes: Readonly<Record<Outcome, number>> = { created: 0, changed: 0, unchanged: 0, refused: 0 };

const reportDatasets = (
  { entries }: MoveInExport,
  moved: readonly MovedEntry[],
  links: readonly LinkState[],
): readonly ReportedDataset[] => {
  const byIdentifier = new Map(moved.map((one) => [one.record.origin?.identifier, one]));
  const dead = new Map(links.filter(isDeadLink).map((state) => [state.address, state]));
  return entries.map(({ identifier, title, findings }) => {
    const isRefused = findings.some(({ severity }) => severity === 'error');
    const entry = isRefused ? undefined : byIdentifier.get(identifier);
    // What was just asked is truer than what the export tells.
    const told = links.length === 0 ? findings : findings.filter(({ code }) => code !== 'dead-link');
    return {
      identifier,
      title,
      ...(entry === undefined ? {} : { name: entry.record.name }),
      outcome: entry?.outcome ?? 'refused',
      findings: [...told, ...(entry?.findings ?? []), ...linkFindings(entry, dead)],
      proposals: entry?.record.proposals ?? [],
    };
  });
};

/** The report of a move that was made, or tried. */
export const createMoveInReport = (
  read: MoveInExport,
  moved: readonly MovedEntry[],
  { from, at, dryRun, links }: ReportParts,
): MoveInReport => {
  const datasets = reportDatasets(read, moved, links);
  const kinds = countBy(read.collections.map(({ kind }) => kind));
  return {
    source: read.source,
    from,
    at,
    dryRun,
    counts: {
      datasets: datasets.length,
      distributions: read.records.reduce((sum, { content }) => sum + content.distributions.length, 0),
      organisations: kinds.organisation ?? 0,
      groups: kinds.group ?? 0,
      proposals: datasets.reduce((sum, { proposals }) => sum + proposals.length, 0),
      outcomes: { ...noOutcomes, ...countBy(datasets.map(({ outcome }) => outcome)) },
      findings: countBy(datasets.flatMap(({ findings }) => findings.map(({ code }) => code))),
    },
    fields: read.fields,
    datasets,
    withheld: read.withheld,
    checkedLinks: links.length,
  };
};
