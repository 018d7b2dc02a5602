import { openReader } from '@allmende/database';
import { parentPort, workerData } from 'node:worker_threads';
import { timedScan, type Asked } from './sql-entity-scan.ts';

/** A scan to do; `id` tells its answer from others. */
export interface ScanTask {
  readonly id: number;
  readonly tenant: string;
  readonly asked: Asked;
}

/** Scans entities over a connection of its own, one query after the other. */
const connection = openReader(String(workerData), { cacheKiB: 8192 });

parentPort?.on('message', ({ id, tenant, asked }: ScanTask) => {
  try {
    parentPort?.postMessage({ id, scanned: timedScan(connection, tenant, asked) });
  } catch (cause) {
    parentPort?.postMessage({ id, failure: cause });
  }
});
