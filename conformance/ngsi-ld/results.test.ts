import { describe, expect, it } from 'vitest';
import { casesOf, clauseTable, compare, updated } from './results.ts';

const suite = {
  name: 'root',
  suites: [
    {
      name: '001 01',
      tests: [
        { name: 'A', tags: ['5_6_1', 'since_v1.9.1', 'A_2'], status: 'PASS' },
        { name: 'B', tags: ['5_6_1', '5_6_10'], status: 'FAIL', message: 'first line\nsecond' },
        { name: 'C', status: 'SKIP' },
      ],
    },
  ],
};

describe('results of the ETSI suite', () => {
  it('reads cases with their clauses', () => {
    expect(casesOf(suite)).toEqual([
      { name: '001 01/A', clauses: ['5.6.1', 'A.2'], status: 'pass', message: '' },
      { name: '001 01/B', clauses: ['5.6.1', '5.6.10'], status: 'fail', message: 'first line' },
      { name: '001 01/C', clauses: [], status: 'skip', message: '' },
    ]);
  });

  it('tells what changed since the last run', () => {
    const last = {
      '001 01/A': { clauses: [], status: 'fail' },
      '001 01/B': { clauses: [], status: 'pass' },
      '001 01/gone': { clauses: [], status: 'pass' },
    } as const;
    expect(compare(last, casesOf(suite))).toEqual({
      newlyFailing: ['001 01/B'],
      newlyPassing: ['001 01/A'],
      stillFailing: [],
    });
    expect(compare({}, casesOf(suite)).stillFailing).toEqual(['001 01/B']);
  });

  it('keeps what did not run, and puts what did in its place, in order', () => {
    const last = {
      '002/X': { clauses: ['1.2'], status: 'pass' },
      '001 01/A': { clauses: [], status: 'fail' },
    } as const;
    expect(Object.entries(updated(last, casesOf(suite)))).toEqual([
      ['001 01/A', { clauses: ['5.6.1', 'A.2'], status: 'pass' }],
      ['001 01/B', { clauses: ['5.6.1', '5.6.10'], status: 'fail' }],
      ['001 01/C', { clauses: [], status: 'skip' }],
      ['002/X', { clauses: ['1.2'], status: 'pass' }],
    ]);
  });

  it('counts by clause, in order of number', () => {
    const rows = clauseTable(casesOf(suite)).split('\n').slice(2);
    expect(rows).toEqual(['| 5.6.1 | 2 | 1 | 1 |', '| 5.6.10 | 1 | 0 | 1 |', '| A.2 | 1 | 1 | 0 |']);
  });
});
