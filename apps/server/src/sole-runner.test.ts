import { silentLogger } from '@allmende/kernel';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSoleRunner } from './sole-runner.ts';

/** Leases of several processes, of which the holder can be made to lose one. */
const createLeases = () => {
  const owner: { current?: number } = {};
  return {
    owner,
    of: (process: number) => ({
      take: () => {
        owner.current ??= process;
        return Promise.resolve(owner.current === process);
      },
      holds: () => owner.current === process,
      giveBack: () => {
        if (owner.current === process) delete owner.current;
        return Promise.resolve();
      },
    }),
  };
};

describe('what one process at a time runs', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const start = async (leases: ReturnType<typeof createLeases>, process: number, log: string[]) => {
    const note = (what: string) => () => {
      log.push(`${what} ${String(process)}`);
      return Promise.resolve();
    };
    const runner = createSoleRunner(
      { name: 'demo', start: note('start'), stop: note('stop') },
      { leases: leases.of(process), logger: silentLogger },
    );
    await runner.start();
    return runner;
  };

  it('runs in the first, and in the next when that stops', async () => {
    const [leases, log] = [createLeases(), [] as string[]];
    const [first, second] = [await start(leases, 1, log), await start(leases, 2, log)];
    await vi.advanceTimersByTimeAsync(20_000);
    expect(log).toEqual(['start 1']);
    await first.stop();
    await vi.advanceTimersByTimeAsync(5000);
    expect(log).toEqual(['start 1', 'stop 1', 'start 2']);
    await second.stop();
    expect(leases.owner).toEqual({});
  });

  it('ends in a process that was taken for dead', async () => {
    const [leases, log] = [createLeases(), [] as string[]];
    const [first, second] = [await start(leases, 1, log), await start(leases, 2, log)];
    leases.owner.current = 2;
    await vi.advanceTimersByTimeAsync(5000);
    expect(log.toSorted()).toEqual(['start 1', 'start 2', 'stop 1']);
    await first.stop();
    expect(leases.owner.current).toBe(2);
    await second.stop();
  });

  it('is tried again when it could not be found out who runs it', async () => {
    const log: string[] = [];
    const take = vi.fn(() => Promise.resolve(true)).mockRejectedValueOnce(new Error('away'));
    const runner = createSoleRunner(
      {
        name: 'demo',
        start: () => Promise.resolve(void log.push('start')),
        stop: () => Promise.resolve(),
      },
      { leases: { take, holds: () => true, giveBack: () => Promise.resolve() }, logger: silentLogger },
    );
    await runner.start();
    expect(log).toEqual([]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(log).toEqual(['start']);
    await runner.stop();
  });
});
