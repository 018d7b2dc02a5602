import { readFileSync } from 'node:fs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { brokerRoutes } from './broker-routes.ts';
import { clauseRows, clausesPage, features, operations, speaksOf } from './clauses.ts';

const path = join(import.meta.dirname, '../docs/clauses.md');

describe('docs/clauses.md', () => {
  it('is what the route tables and tests say; npm run docs:clauses writes it anew', async () => {
    const page = await format(clausesPage(await brokerRoutes()), {
      ...(await resolveConfig(path)),
      filepath: path,
    });
    expect(readFileSync(path, 'utf8')).toBe(page);
  });

  it('has a route and a test for every operation, and a test for everything else', async () => {
    const routes = await brokerRoutes();
    const rows = clauseRows(routes);
    const withoutRoute = operations.filter(([, binding]) => !routes.some(({ clause }) => clause === binding));
    expect(withoutRoute).toEqual([]);
    const untested = [...rows.operations, ...rows.features].filter(({ tests }) => tests.length === 0);
    expect(untested.map(({ clause }) => clause)).toEqual([]);
    const bound = new Set(operations.map(([, binding]) => binding));
    const unlisted = routes.flatMap(({ clause }) =>
      clause === undefined || bound.has(clause) ? [] : [clause],
    );
    expect(unlisted).toEqual([]);
    const source = join(import.meta.dirname, '../packages/context-broker/src');
    expect(features.filter(([, , place]) => !existsSync(join(source, place)))).toEqual([]);
  });

  it('finds clauses by name, by a part and in ranges', () => {
    expect(speaksOf('as it must (§5.7.2.4)', '5.7.2')).toBe(true);
    expect(speaksOf('(§5.6.11–§5.6.16)', '5.6.13')).toBe(true);
    expect(speaksOf('(§5.16.2 to §5.16.5)', '5.16.4')).toBe(true);
    expect(speaksOf('(§5.6.11)', '5.6.1')).toBe(false);
    expect(speaksOf('(§5.6.1–§5.6.3)', '5.6.4')).toBe(false);
  });
});
