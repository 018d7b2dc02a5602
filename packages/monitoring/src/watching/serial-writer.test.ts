import { describe, expect, it } from 'vitest';
import { SerialWriter } from './serial-writer.ts';

const createWriter = () => {
  const transactions: string[][] = [];
  const writer = new SerialWriter<string[]>(async (work) => {
    const transaction: string[] = [];
    const value = await work(transaction);
    await new Promise((resolve) => setTimeout(resolve, 1));
    transactions.push(transaction);
    return value;
  });
  const write = (name: string): Promise<string> =>
    writer.write(async (transaction) => {
      await Promise.resolve();
      if (name === 'bad') throw new Error('bad');
      transaction.push(name);
      return name;
    });
  return { transactions, write };
};

describe('the serial writer', () => {
  it('runs in order what is given, and together what is given in one turn or meanwhile', async () => {
    const { transactions, write } = createWriter();
    const all = [write('a'), write('b')];
    await new Promise((resolve) => setImmediate(resolve));
    all.push(write('c'), write('d'));
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
    expect(transactions).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('fails what shares a transaction, and goes on', async () => {
    const { transactions, write } = createWriter();
    const outcomes = await Promise.allSettled([write('a'), write('bad')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    // At once after the end of another: nothing may be left waiting.
    for (const name of ['b', 'c', 'd']) await write(name);
    expect(transactions).toEqual([['b'], ['c'], ['d']]);
  });
});
