import { readFile } from 'node:fs/promises';

/** One case of the suite and how it ended. */
export interface CaseResult {
  /** Suite file and name of the case, such as `001_01/001_01_02 EntityWithSimpleProperties`. */
  readonly name: string;
  /** Clauses that the case is tagged with, such as `5.6.1`. */
  readonly clauses: readonly string[];
  readonly status: 'pass' | 'fail' | 'skip';
  readonly message: string;
}

interface RobotTest {
  readonly name: string;
  readonly tags?: readonly string[];
  readonly status: string;
  readonly message?: string;
}

interface RobotSuite {
  readonly name: string;
  readonly tests?: readonly RobotTest[];
  readonly suites?: readonly RobotSuite[];
}

const clausesOf = (tags: readonly string[] = []): readonly string[] =>
  tags.filter((tag) => /^[A-F\d]+(_\d+)+$/u.test(tag)).map((tag) => tag.replace(/_/gu, '.'));

const statusOf = (status: string): CaseResult['status'] =>
  status === 'PASS' ? 'pass' : status === 'SKIP' ? 'skip' : 'fail';

/** The cases of a Robot Framework JSON result, in order. */
export const casesOf = (suite: RobotSuite): readonly CaseResult[] => [
  ...(suite.tests ?? []).map((test) => ({
    name: `${suite.name}/${test.name}`,
    clauses: clausesOf(test.tags),
    status: statusOf(test.status),
    message: (test.message ?? '').split('\n')[0] ?? '',
  })),
  ...(suite.suites ?? []).flatMap(casesOf),
];

export const readRobotResult = async (path: string): Promise<readonly CaseResult[]> => {
  const { suite } = JSON.parse(await readFile(path, 'utf8')) as { readonly suite: RobotSuite };
  return casesOf(suite);
};

/** What is kept of a case. */
export type KeptCase = Pick<CaseResult, 'clauses' | 'status'>;

/** What is kept of runs, by the name of the case, so that the next one can be compared with them. */
export type KeptResults = Readonly<Record<string, KeptCase>>;

/** The kept results with those of a run in their place, in order of name. */
export const updated = (last: KeptResults, cases: readonly CaseResult[]): KeptResults => {
  const next = cases.map(({ name, clauses, status }) => [name, { clauses, status }] as const);
  const all = { ...last, ...Object.fromEntries(next) };
  return Object.fromEntries(Object.entries(all).toSorted(([left], [right]) => (left < right ? -1 : 1)));
};

export interface Comparison {
  readonly newlyFailing: readonly string[];
  readonly newlyPassing: readonly string[];
  /** Cases that failed before as well, or that are new and fail. */
  readonly stillFailing: readonly string[];
}

/** Compares the cases of a run with those kept of the last; cases that did not run now are left out. */
export const compare = (last: KeptResults, cases: readonly CaseResult[]): Comparison => {
  const names = (fits: (result: CaseResult) => boolean): readonly string[] =>
    cases.filter(fits).map(({ name }) => name);
  return {
    newlyFailing: names(({ name, status }) => status === 'fail' && last[name]?.status === 'pass'),
    newlyPassing: names(({ name, status }) => status === 'pass' && last[name]?.status !== 'pass'),
    stillFailing: names(({ name, status }) => status === 'fail' && last[name]?.status !== 'pass'),
  };
};

const byClause = (left: string, right: string): number => left.localeCompare(right, 'en', { numeric: true });

/** The results as a Markdown table, one row per clause; a case counts for every clause that it names. */
export const clauseTable = (cases: readonly KeptCase[]): string => {
  const clauses = [...new Set(cases.flatMap((result) => result.clauses))].toSorted(byClause);
  const rows = clauses.map((clause) => {
    const own = cases.filter((result) => result.clauses.includes(clause));
    const passed = own.filter(({ status }) => status === 'pass').length;
    const failed = own.filter(({ status }) => status === 'fail').length;
    return `| ${clause} | ${String(own.length)} | ${String(passed)} | ${String(failed)} |`;
  });
  return ['| Clause | Cases | Passed | Failed |', '| --- | ---: | ---: | ---: |', ...rows].join('\n');
};
