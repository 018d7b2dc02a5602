import { silentLogger, type Logger } from '@allmende/kernel';
import { describe, expect, it } from 'vitest';
import { noUpkeep, type HistoryKeeper } from './history-keeper.ts';
import { createHistoryUpkeepJob } from './history-upkeep-job.ts';

const policy = { retention: [] };

const loggedBy = (keep: HistoryKeeper['keep']) => {
  const lines: string[] = [];
  const log = (message: string): void => {
    lines.push(message);
  };
  const logger: Logger = { ...silentLogger, info: log, error: log };
  return { lines, job: createHistoryUpkeepJob({ keeper: { keep }, policy, logger, everyMs: 5 }) };
};

describe('upkeep of the history', () => {
  it('comes at the start and again and again, one round at a time, and goes on after a failure', async () => {
    const rounds: string[] = [];
    let running = 0;
    const { job, lines } = loggedBy(async () => {
      running += 1;
      expect(running).toBe(1);
      rounds.push('round');
      await new Promise((resolve) => setTimeout(resolve, 10));
      running -= 1;
      if (rounds.length === 2) throw new Error('no');
      return { ...noUpkeep, removedRows: rounds.length === 1 ? 3 : 0 };
    });
    job.start();
    await expect.poll(() => rounds.length).toBeGreaterThan(3);
    await job.stop();
    const made = rounds.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(rounds).toHaveLength(made);
    expect(lines).toEqual([
      'the history was kept within its limits',
      'the upkeep of the history failed; it is tried again',
    ]);
  });

  it('stops between two steps, and says nothing of it', async () => {
    const { job, lines } = loggedBy(
      (_policy, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(new Error('aborted'));
          });
        }),
    );
    job.start();
    await job.stop();
    expect(lines).toEqual([]);
  });
});
