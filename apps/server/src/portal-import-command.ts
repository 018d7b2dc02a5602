import { writeFile } from 'node:fs/promises';
import { createOutgoingFetch } from '@allmende/http';
import { DomainError, systemClock } from '@allmende/kernel';
import {
  createCatalogueStore,
  portalMigrations,
  reportMarkdown,
  runMoveIn,
  type MoveInReport,
  type PortalSystem,
} from '@allmende/open-data-portal';
import type { Config } from './config.ts';
import { reportNotWritable } from './problems.ts';
import { openServerDatabase, type ServerDatabase } from './server-database.ts';

/** What `allmende portal import` is asked to do. */
export interface PortalImportRequest {
  readonly system: PortalSystem;
  /** File or address of the export. */
  readonly from: string;
  readonly tenant: string;
  readonly dryRun: boolean;
  /** File that takes the report: JSON if it is called so, else Markdown. */
  readonly report?: string;
  readonly acceptsProposals: boolean;
  readonly checksLinks: boolean;
}

interface Terminal {
  print(text: string): void;
  status(text: string): void;
}

const open = (config: Config): ServerDatabase => {
  try {
    return openServerDatabase(config);
  } catch (cause) {
    if (!(cause instanceof DomainError) || cause.problem.code !== 'data-folder-in-use') throw cause;
    const detail = `A server uses the data folder ${config.dataDir}. Stop it, import, and start it again.`;
    throw new DomainError(cause.problem, detail, { cause });
  }
};

const writeReport = async (file: string, report: MoveInReport): Promise<void> => {
  const isJson = file.toLowerCase().endsWith('.json');
  const text = isJson ? `${JSON.stringify(report, undefined, 2)}\n` : reportMarkdown(report);
  try {
    await writeFile(file, text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DomainError(reportNotWritable, `${file}: ${reason}.`, { cause });
  }
};

const summaryOf = ({ counts, dryRun, checkedLinks }: MoveInReport, report: string | undefined): string => {
  const { created, changed, unchanged, refused } = counts.outcomes;
  const dead = counts.findings['dead-link'] ?? 0;
  return [
    dryRun ? 'Probelauf, nichts wurde gespeichert / dry run, nothing was stored' : '',
    `Datensätze / datasets: ${String(counts.datasets)} (neu / new ${String(created)}, geändert / changed ${String(changed)}, unverändert / unchanged ${String(unchanged)}, nicht übernommen / refused ${String(refused)})`,
    `Ressourcen / distributions: ${String(counts.distributions)}`,
    `Organisationen / organisations: ${String(counts.organisations)}, Gruppen / groups: ${String(counts.groups)}`,
    `Vorschläge, die auf Zustimmung warten / proposals that wait for consent: ${String(counts.proposals)} (--accept-proposals)`,
    `Tote Verweise / dead links: ${String(dead)}${checkedLinks === 0 ? ' (laut Export / as exported; --check-links)' : ''}`,
    report === undefined ? 'Einzelheiten / details: --report FILE' : `Bericht / report: ${report}`,
  ]
    .filter((line) => line !== '')
    .join('\n');
};

/** Moves another portal in; answers whether every entry was taken over. */
export const importPortal = async (
  request: PortalImportRequest,
  { config, terminal }: { readonly config: Config; readonly terminal: Terminal },
  signal: AbortSignal,
): Promise<boolean> => {
  const own = open(config);
  try {
    await own.prepare(portalMigrations);
    const parts = {
      store: createCatalogueStore(own.database),
      clock: systemClock,
      fetch: createOutgoingFetch({ allowPrivateAddresses: config.allowPrivateSources }),
    };
    const onProgress = (done: number, all: number): void => {
      terminal.status(`${String(done)}/${String(all)}`);
    };
    const report = await runMoveIn(parts, {
      ...request,
      actor: 'allmende portal import',
      signal,
      onProgress,
    });
    if (request.report !== undefined) await writeReport(request.report, report);
    terminal.status('');
    terminal.print(summaryOf(report, request.report));
    return report.counts.outcomes.refused === 0 && !signal.aborted;
  } finally {
    await own.close();
  }
};
