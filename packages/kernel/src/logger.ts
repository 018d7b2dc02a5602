type Fields = Readonly<Record<string, unknown>>;

/** Structured log: constant message plus fields; never personal data. */
export interface Logger {
  error(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  debug(message: string, fields?: Fields): void;
}

const nothing = (): void => {};

export const silentLogger: Logger = { error: nothing, warn: nothing, info: nothing, debug: nothing };
