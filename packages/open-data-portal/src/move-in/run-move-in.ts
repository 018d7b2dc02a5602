import type { OutgoingFetch } from '@allmende/http';
import { addressesOf, checkLinks, type LinkState } from './check-links.ts';
import { moveIn, type MoveInOptions, type MoveInParts } from './move-in.ts';
import type { MoveInExport, ReadingOptions } from './move-in-export.ts';
import { createMoveInReport, type MoveInReport } from './move-in-report.ts';
import { readDkanExport } from './read-dkan-export.ts';
import { readExportFile } from './read-export-file.ts';

/** Portals that can be left. */
export const portalSystems = ['dkan'] as const;

export type PortalSystem = (typeof portalSystems)[number];

const readers: Readonly<Record<PortalSystem, (json: unknown, options: ReadingOptions) => MoveInExport>> = {
  dkan: readDkanExport,
};

export interface MoveInRequest extends MoveInOptions {
  readonly system: PortalSystem;
  /** File or address of the export. */
  readonly from: string;
  /** Asks every address of the export. */
  readonly checksLinks: boolean;
}

interface Parts extends MoveInParts {
  readonly fetch: OutgoingFetch;
}

const checksAtOnce = 8;
const checkTimeoutMs = 15_000;

const check = (
  { fetch }: Parts,
  { checksLinks, signal }: MoveInRequest,
  read: MoveInExport,
): Promise<readonly LinkState[]> =>
  checksLinks
    ? checkLinks(addressesOf(read.records), {
        fetch: (address, init) => fetch(address, init),
        concurrency: checksAtOnce,
        timeoutMs: checkTimeoutMs,
        ...(signal === undefined ? {} : { signal }),
      })
    : Promise.resolve([]);

/** Moves a portal in: reads its export, brings it into the catalogue, and tells what was done and found. */
export const runMoveIn = async (parts: Parts, request: MoveInRequest): Promise<MoveInReport> => {
  const now = parts.clock.now();
  const { system, from, tenant, dryRun } = request;
  const read = readers[system](await readExportFile(from, parts.fetch), { tenant, now });
  const links = await check(parts, request, read);
  const moved = await moveIn(parts, read, request);
  return createMoveInReport(read, moved, { from, at: new Date(now).toISOString(), dryRun, links });
};
