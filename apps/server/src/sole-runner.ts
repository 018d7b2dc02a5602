import type { PostgresLeases } from '@allmende/database';
import type { Logger } from '@allmende/kernel';

export interface SoleWork {
  readonly name: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface SoleRunner {
  /** Resolves when the work runs, here or elsewhere. */
  start(): Promise<void>;
  /** Another process may take over. */
  stop(): Promise<void>;
}

const lookMs = 5000;

/** Runs a work in one process at a time of all that share a database; its place is taken by another when it dies. */
export const createSoleRunner = (
  work: SoleWork,
  {
    leases,
    logger,
  }: { readonly leases: Pick<PostgresLeases, 'take' | 'holds' | 'giveBack'>; readonly logger: Logger },
): SoleRunner => {
  const { name } = work;
  const state = { isRunning: false, isStopping: false };
  let turn: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const end = async (): Promise<void> => {
    if (!state.isRunning) return;
    state.isRunning = false;
    await work.stop();
    await leases.giveBack(name);
  };
  const look = async (): Promise<void> => {
    if (state.isRunning && !leases.holds(name)) await end();
    if (state.isRunning || state.isStopping || !(await leases.take(name))) return;
    logger.info('this process runs what one process at a time runs', { name });
    state.isRunning = true;
    await work.start();
  };
  const lookInTurn = (): Promise<void> => {
    turn = turn.then(look).catch((cause: unknown) => {
      logger.error('what one process at a time runs could not be started or ended', { name, cause });
    });
    return turn;
  };
  return {
    start: () => {
      timer = setInterval(() => void lookInTurn(), lookMs);
      return lookInTurn();
    },
    stop: async () => {
      clearInterval(timer);
      state.isStopping = true;
      await turn;
      await end();
    },
  };
};
