import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { errorTables } from '../../packages/context-broker/test/error-tables/index.ts';

const root = join(import.meta.dirname, '../..');

const testFiles = globSync('{packages,apps,tools}/**/*.{test,contract}.ts', { cwd: root })
  .filter((file) => !file.includes('node_modules'))
  .toSorted();

/** Texts of `describe`, `it` and their like, and clauses that tables of cases put into them. */
const titlesIn = (source: string): readonly string[] => [
  ...[...source.matchAll(/'(§[\d.]+)'/gu)].map(([, clause = '']) => clause),
  ...[...source.matchAll(/\b(?:describe|it|test)(?:\.each\(.*?\)|\.\w+)?\(\s*(["'`])(.*?[^\\])\1/gsu)].map(
    ([, , title = '']) => title,
  ),
];

const last = (clause: string): number => Number(clause.split('.').at(-1));
const parent = (clause: string): string => clause.split('.').slice(0, -1).join('.');

/** The clauses that a text names: `§5.6.1`, `§5.6.1.4`, `§5.6.1–§5.6.3` and `§5.6.1 to §5.6.3`. */
export const clausesIn = (text: string): readonly string[] => {
  const single = [...text.matchAll(/§(\d+(?:\.\d+)+)/gu)].map(([, clause = '']) => clause);
  const ranges = [...text.matchAll(/§(\d+(?:\.\d+)+)\s*(?:–|to)\s*§(\d+(?:\.\d+)+)/gu)].flatMap(
    ([, from = '', to = '']) =>
      parent(from) === parent(to)
        ? Array.from(
            { length: Math.max(0, last(to) - last(from) - 1) },
            (_, index) => `${parent(from)}.${String(last(from) + index + 1)}`,
          )
        : [],
  );
  return [...single, ...ranges];
};

/** Titles of tests by the file that holds them; those of error tables are made of their conditions. */
const titlesByFile = (): ReadonlyMap<string, readonly string[]> => {
  const files = testFiles.map(
    (file) => [basename(file), titlesIn(readFileSync(join(root, file), 'utf8'))] as const,
  );
  const conditions = errorTables.flatMap(({ clauses, cases }) => [
    ...clauses.map((clause) => `§${clause}`),
    ...cases.map(({ when }) => when),
  ]);
  const own = files.find(([file]) => file === 'errors.test.ts')?.[1] ?? [];
  return new Map([...files, ['errors.test.ts', [...own, ...conditions]]]);
};

const byFile = [...titlesByFile()].map(
  ([file, titles]) => [file, new Set(titles.flatMap(clausesIn))] as const,
);

/** The files whose tests name a clause or a part of it. */
export const testsOf = (clause: string): readonly string[] =>
  byFile
    .filter(([, clauses]) => [...clauses].some((named) => named === clause || named.startsWith(`${clause}.`)))
    .map(([file]) => file);

/** All clauses that tests name. */
export const namedClauses = (): ReadonlySet<string> => new Set(byFile.flatMap(([, clauses]) => [...clauses]));
