export interface LineWriterOptions {
  /** How much is gathered at most. */
  readonly fullLength?: number;
  readonly later?: (run: () => void) => void;
}

/** What is not longer than this stays whole where several processes write to one pipe (POSIX, PIPE_BUF). */
export const atomicBytes = 4096;

export interface LineWriter {
  write(line: string): void;
  /** Writes what waits. */
  flush(): void;
}

/**
 * Gathers the lines of one turn of the event loop and writes them at once: under load the system calls of
 * single lines would cost more than answering.
 */
export const createLineWriter = (
  writeOut: (text: string) => void,
  { fullLength = 64 * 1024, later = setImmediate }: LineWriterOptions = {},
): LineWriter => {
  let waiting = '';
  let isDue = false;
  const flush = (): void => {
    const text = waiting;
    waiting = '';
    if (text !== '') writeOut(text);
  };
  return {
    flush,
    write: (line) => {
      if (waiting.length + line.length > fullLength) flush();
      waiting += line;
      if (waiting.length >= fullLength) flush();
      if (isDue || waiting === '') return;
      isDue = true;
      later(() => {
        isDue = false;
        flush();
      });
    },
  };
};
