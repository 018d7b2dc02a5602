import { DomainError, type Clock, type Logger } from '@allmende/kernel';
import type { LogLevel } from './config.ts';

const ranks: Readonly<Record<LogLevel, number>> = { error: 0, warn: 1, info: 2, debug: 3 };

const readable = (value: unknown): unknown => {
  if (!(value instanceof Error)) return value;
  return {
    name: value.name,
    message: value.message,
    ...(value instanceof DomainError ? { code: value.problem.code } : {}),
    stack: value.stack,
    ...(value.cause === undefined ? {} : { cause: readable(value.cause) }),
  };
};

const rest = (entry: object): string => {
  try {
    return JSON.stringify(entry, (_key, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : readable(value),
    );
  } catch {
    return JSON.stringify({ problem: 'fields could not be written as JSON' });
  }
};

/** Members that are written once, before all others; no field takes their place. */
const headNames = new Set(['time', 'level', 'message']);

/** Members of an object of text and numbers alone, with a comma before each; nothing for other objects. */
const plainMembers = (fields: Readonly<Record<string, unknown>>): string | undefined => {
  let text = '';
  for (const name in fields) {
    const value = fields[name];
    if (headNames.has(name)) return undefined;
    if (typeof value === 'string') text += `,${JSON.stringify(name)}:${JSON.stringify(value)}`;
    else if (typeof value === 'number' && Number.isFinite(value)) text += `,${JSON.stringify(name)}:${value}`;
    else return undefined;
  }
  return text;
};

const members = (fields: Readonly<Record<string, unknown>>): string => {
  const plain = plainMembers(fields);
  if (plain !== undefined) return plain;
  const own = Object.fromEntries(Object.entries(fields).filter(([name]) => !headNames.has(name)));
  const inner = rest(own).slice(1, -1);
  return inner === '' ? '' : `,${inner}`;
};

/** Many lines share a millisecond; writing it out costs as much as the rest of a line. */
const createTimeText = (clock: Clock): (() => string) => {
  let known = Number.NaN;
  let text = '';
  return () => {
    const now = clock.now();
    if (now !== known) {
      known = now;
      text = new Date(now).toISOString();
    }
    return text;
  };
};

export interface JsonLoggerOptions {
  readonly level: LogLevel;
  readonly clock: Clock;
  readonly write: (line: string) => void;
}

/** Writes one JSON object a line. */
export const createJsonLogger = ({ level, clock, write }: JsonLoggerOptions): Logger => {
  const time = createTimeText(clock);
  const at =
    (own: LogLevel): Logger['info'] =>
    (message, fields = {}) => {
      if (ranks[own] > ranks[level]) return;
      const head = `{"time":"${time()}","level":"${own}","message":${JSON.stringify(message)}`;
      write(`${head}${members(fields)}}\n`);
    };
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
};
