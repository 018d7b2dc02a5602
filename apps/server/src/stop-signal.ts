import type { EventEmitter } from 'node:events';

/** npm hands on a Ctrl-C that the terminal has sent already: within this time it is the same one. */
const echoMs = 1000;

export interface StopSignalOptions {
  /** Emits the signals; the process. */
  readonly source: Pick<EventEmitter, 'on'>;
  readonly now: () => number;
  /** A person asks a second time, as stopping takes too long. */
  readonly onInsist: (signal: NodeJS.Signals) => void;
}

/** Resolves with the first SIGINT or SIGTERM. */
export const stopSignal = ({ source, now, onInsist }: StopSignalOptions): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    let firstAt: number | undefined;
    const take = (signal: NodeJS.Signals): void => {
      firstAt ??= now();
      if (now() - firstAt >= echoMs) onInsist(signal);
      else resolve(signal);
    };
    source.on('SIGINT', take);
    source.on('SIGTERM', take);
  });
