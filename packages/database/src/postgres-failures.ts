import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '@allmende/kernel';
import { databaseUnreachable, textNotStorable } from './problems.ts';

/** The code of a failure; empty where it has none. */
export const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';

/** Serialisation failure and deadlock: the server asks for the transaction to be made again. */
const repeatable: ReadonlySet<string> = new Set(['40001', '40P01']);

/**
 * A row was on its way into a partition that was cut while it waited. Where a rule of the schema's own is broken, the
 * server names the rule.
 */
const isMisrouted = (cause: unknown): boolean =>
  codeOf(cause) === '23514' &&
  cause instanceof Error &&
  (!('constraint' in cause) || cause.constraint === undefined);

const networkFailures: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
]);

/** Connection exceptions (08), too many connections, and a server that stops, starts or takes no writes. */
const isOutage = (code: string): boolean =>
  networkFailures.has(code) || /^(?:08|57P0[1-3]|53300|25006)/u.test(code);

/** What the client says without a code when its connection is gone. */
const isLost = ({ message }: Error): boolean =>
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after calling end|not queryable/u.test(
    message,
  );

/** Whether the database could not be reached, or was lost. */
export const isUnreachable = (cause: unknown): cause is Error =>
  cause instanceof Error && (isOutage(codeOf(cause)) || isLost(cause));

/** Text with a NUL, which PostgreSQL does not hold. */
const notStorable: ReadonlySet<string> = new Set(['22021', '22P05']);

/** The same failure; one of the connection, or of a text, as what callers know. */
export const explained = (cause: unknown): unknown => {
  if (notStorable.has(codeOf(cause)))
    return new DomainError(textNotStorable, 'A text holds a character that is not allowed (U+0000).', {
      cause,
    });
  return isUnreachable(cause)
    ? new DomainError(databaseUnreachable, `The database does not answer (${cause.message}).`, { cause })
    : cause;
};

const maxAttempts = 10;

/** Makes a transaction again as long as the server asks for it, after a growing pause that differs by process. */
export const repeating = async <Value>(transaction: () => Promise<Value>): Promise<Value> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (cause) {
      const isRepeatable = repeatable.has(codeOf(cause)) || isMisrouted(cause);
      if (!isRepeatable || attempt === maxAttempts) throw cause;
      await pause(Math.random() * 2 ** attempt);
    }
  }
};
