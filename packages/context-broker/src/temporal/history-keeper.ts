import type { HistoryPolicy } from './history-policy.ts';

/** What was done to keep the past within its limits. */
export interface Upkeep {
  /** Rows of the history that were over. */
  readonly removedRows: number;
  /** Whole months that were over. */
  readonly droppedMonths: readonly string[];
  /** Rows that were packed, or where the database does that itself the months. */
  readonly packedRows: number;
  readonly compressedMonths: readonly string[];
}

export const noUpkeep: Upkeep = { removedRows: 0, droppedMonths: [], packedRows: 0, compressedMonths: [] };

/**
 * Port: keeps the past within its limits.
 * - What a policy says is over is removed for good, but never what is valid now.
 * - Compression changes nothing of what is told of the past.
 * - Works in small steps beside readers and writers, and stops between two when the signal says so. Of several processes
 *   over one database one does the work.
 */
export interface HistoryKeeper {
  keep(policy: HistoryPolicy, signal: AbortSignal): Promise<Upkeep>;
}
