import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { errorTables } from '../../packages/context-broker/test/error-tables/index.ts';
import { commonClauses } from './clause-titles.ts';
import { testsOf } from './tested-clauses.ts';
import { withoutTests } from './without-tests.ts';

const root = join(import.meta.dirname, '../..');

export const clausesPage = join(root, 'docs/clauses.md');

const cell = (text: string): string => text.replaceAll('|', '\\|');
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
const code = (text: string): string => `\`${text}\``;

/** The tests of a clause by the stem of their files, those of error tables apart. */
const testsShown = (clause: string): string => {
  const files = testsOf(clause).filter((file) => file !== 'errors.test.ts');
  return files.map((file) => code(file.replace(/\.(test|contract)\.ts$/u, ''))).join(', ');
};

const operations = (): string =>
  [
    row(['operation', 'HTTP', 'route', 'error conditions', 'scenarios that name the clause']),
    row(['---', '---', '---', '--:', '---']),
    ...errorTables.map(({ operation, clauses, method, route, cases, common }) =>
      row([
        `§${clauses[0]} ${operation}`,
        `§${clauses[1]}`,
        code(`${method} ${route}`),
        `${String(cases.length)} + ${String(common.length)}`,
        testsShown(clauses[0]),
      ]),
    ),
  ].join('\n');

const common = (): string =>
  [
    row(['clause', 'title', 'tests that name the clause']),
    row(['---', '---', '---']),
    ...commonClauses.map(([clause, title]) =>
      row([`§${clause}`, title, withoutTests[clause] ?? (testsShown(clause) || code('errors'))]),
    ),
  ].join('\n');

const introduction = readFileSync(join(import.meta.dirname, 'introduction.md'), 'utf8');

/** docs/clauses.md as it is to be. */
export const makeClausesPage = async (): Promise<string> => {
  const page = introduction.replace('{{operations}}', operations()).replace('{{common}}', common());
  return format(page, { ...(await resolveConfig(clausesPage)), parser: 'markdown' });
};
