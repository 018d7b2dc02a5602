import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/** Copies the write-ahead log into the database whenever it is told to, and tells when it has done so. */
const database = new DatabaseSync(String(workerData));
const checkpoint = database.prepare('PRAGMA wal_checkpoint(PASSIVE)');

/** Pages that may be left, as writers go on meanwhile. */
const fewPages = 500;
const mostRounds = 4;

parentPort?.on('message', () => {
  for (let round = 0; round < mostRounds; round += 1) {
    const { log, checkpointed } = checkpoint.get() ?? {};
    if (Number(log) - Number(checkpointed) < fewPages) break;
  }
  parentPort?.postMessage('done');
});
