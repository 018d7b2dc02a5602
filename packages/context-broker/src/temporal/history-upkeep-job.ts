import type { Logger } from '@allmende/kernel';
import type { HistoryKeeper } from './history-keeper.ts';
import type { HistoryPolicy } from './history-policy.ts';

/** Keeps the past within its limits, from the start on and from time to time. */
export interface HistoryUpkeepJob {
  start(): void;
  /** Resolves when a round that is under way has stopped. */
  stop(): Promise<void>;
}

const hourMs = 3_600_000;

interface UpkeepParts {
  readonly keeper: HistoryKeeper;
  readonly policy: HistoryPolicy;
  readonly logger: Logger;
  /** Between two rounds; an hour unless told. */
  readonly everyMs?: number;
}

export const createHistoryUpkeepJob = ({
  keeper,
  policy,
  logger,
  everyMs = hourMs,
}: UpkeepParts): HistoryUpkeepJob => {
  const stopping = new AbortController();
  const running: { round?: Promise<void>; timer?: NodeJS.Timeout } = {};
  const round = async (): Promise<void> => {
    try {
      const done = await keeper.keep(policy, stopping.signal);
      const isAny = done.removedRows + done.packedRows > 0 || done.droppedMonths.length > 0;
      if (isAny || done.compressedMonths.length > 0)
        logger.info('the history was kept within its limits', { ...done });
    } catch (cause) {
      if (!stopping.signal.aborted)
        logger.error('the upkeep of the history failed; it is tried again', { cause });
    }
  };
  const begin = (): void => {
    running.round ??= round().finally(() => {
      delete running.round;
    });
  };
  return {
    start: () => {
      begin();
      running.timer = setInterval(begin, everyMs);
      running.timer.unref();
    },
    stop: async () => {
      clearInterval(running.timer);
      stopping.abort();
      await running.round;
    },
  };
};
