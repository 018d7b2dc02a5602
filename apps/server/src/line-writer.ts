const fullLength = 64 * 1024;

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
  later: (run: () => void) => void = setImmediate,
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
