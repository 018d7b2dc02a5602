import { DomainError } from '@allmende/kernel';
import { describe, expect, it } from 'vitest';
import { createJsonLogger } from './json-logger.ts';
import { invalidCommand } from './problems.ts';

const time = '2026-11-24T08:00:00.000Z';

const linesOf = (log: (logger: ReturnType<typeof createJsonLogger>) => void): readonly unknown[] => {
  const lines: unknown[] = [];
  const write = (line: string): void => {
    expect(line.indexOf('\n')).toBe(line.length - 1);
    lines.push(JSON.parse(line));
  };
  log(createJsonLogger({ level: 'info', clock: { now: () => Date.parse(time) }, write }));
  return lines;
};

describe('the log', () => {
  it('is one JSON object a line, without what is below its level', () => {
    const lines = linesOf((logger) => {
      logger.info('with "quotes"\nand lines', { text: 'ä "b"\n', count: 1.5 });
      logger.warn('bare');
      logger.debug('hidden');
    });
    expect(lines).toEqual([
      { time, level: 'info', message: 'with "quotes"\nand lines', text: 'ä "b"\n', count: 1.5 },
      { time, level: 'warn', message: 'bare' },
    ]);
  });

  it('writes values of every kind', () => {
    const fields = { flag: true, none: null, list: [1, 'a'], inner: { a: 1 }, big: 12n, nan: Number.NaN };
    const [line] = linesOf((logger) => logger.info('kinds', { ...fields, absent: undefined }));
    expect(line).toEqual({ time, level: 'info', message: 'kinds', ...fields, big: '12', nan: null });
  });

  it('lets no field take the place of time, level or message', () => {
    const fields = { message: 'false', level: 'debug', time: 'never', other: 1 };
    const [line] = linesOf((logger) => logger.error('true', fields));
    expect(line).toEqual({ time, level: 'error', message: 'true', other: 1 });
  });

  it('tells causes with their code, and their causes', () => {
    const cause = new DomainError(invalidCommand, 'No.', { cause: new Error('inner') });
    const [line] = linesOf((logger) => logger.error('failed', { cause }));
    expect(line).toMatchObject({
      cause: { message: 'No.', code: 'invalid-command', cause: { message: 'inner' } },
    });
  });

  it('outlives what is no JSON', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const [line] = linesOf((logger) => logger.info('round', { circle }));
    expect(line).toMatchObject({ message: 'round', problem: 'fields could not be written as JSON' });
  });
});
