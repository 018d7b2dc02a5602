import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorTables } from '../packages/context-broker/test/error-tables/index.ts';
import { commonClauses } from './clauses/clause-titles.ts';
import { clausesPage, makeClausesPage } from './clauses/clauses-page.ts';
import { clausesIn, testsOf } from './clauses/tested-clauses.ts';
import { withoutTests } from './clauses/without-tests.ts';

describe('docs/clauses.md', () => {
  it('is what the tests say (node tools/make-clauses-page.ts)', async () => {
    expect(readFileSync(clausesPage, 'utf8')).toBe(await makeClausesPage());
  });

  it('has a scenario for each operation that names its clause', () => {
    const bare = errorTables
      .filter(({ clauses }) => testsOf(clauses[0]).every((file) => file === 'errors.test.ts'))
      .map(({ clauses, operation }) => `§${clauses[0]} ${operation}`);
    expect(bare).toEqual([]);
  });

  it('has tests for each common clause, or the reason why not', () => {
    const bare = commonClauses.filter(([clause]) => testsOf(clause).length === 0).map(([clause]) => clause);
    expect(bare.toSorted()).toEqual(Object.keys(withoutTests).toSorted());
  });

  it('understands how tests name clauses', () => {
    expect(clausesIn('keeps (§5.6.1.4, §6.4–§6.7) and (§5.16.2 to §5.16.4)')).toEqual([
      '5.6.1.4',
      '6.4',
      '6.7',
      '5.16.2',
      '5.16.4',
      '6.5',
      '6.6',
      '5.16.3',
    ]);
    expect(testsOf('9.9')).toEqual([]);
  });
});
