import { describe, expect, it } from 'vitest';
import { createLineWriter } from './line-writer.ts';

const setUp = () => {
  const written: string[] = [];
  const due: (() => void)[] = [];
  const writer = createLineWriter((text) => written.push(text), { later: (run) => due.push(run) });
  return { written, due, writer };
};

describe('the writer of lines', () => {
  it('writes the lines of one turn at once, in order', () => {
    const { written, due, writer } = setUp();
    writer.write('a\n');
    writer.write('b\n');
    expect([written, due.length]).toEqual([[], 1]);
    due.pop()?.();
    writer.write('c\n');
    due.pop()?.();
    expect(written).toEqual(['a\nb\n', 'c\n']);
  });

  it('keeps no more than some 64 kB waiting', () => {
    const { written, writer } = setUp();
    for (let count = 0; count < 100; count += 1) writer.write(`${'x'.repeat(1023)}\n`);
    expect(written.map(({ length }) => length)).toEqual([65_536]);
  });

  it('writes what waits when asked, and nothing twice', () => {
    const { written, due, writer } = setUp();
    writer.write('last\n');
    writer.flush();
    due.pop()?.();
    expect(written).toEqual(['last\n']);
  });
});
