import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

const sources = globSync('{packages,apps}/*/src/**/*.{ts,tsx}', { cwd: root })
  .filter((file) => !/\.(test|contract)\.tsx?$/u.test(file))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

const filesWith = (pattern: RegExp): readonly string[] =>
  sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

/** Rules of docs/architecture.md that imports do not show. */
describe('the source files', () => {
  it('contain SQL only in sql-*.ts, postgres-*.ts, to-sql.ts, migrations and the database package', () => {
    const sql = /[`'](?:\s|\\n)*(?:SELECT|INSERT|UPDATE|DELETE FROM|CREATE (?:TABLE|INDEX)|PRAGMA)\s/u;
    const found = filesWith(sql);
    expect(found.length).toBeGreaterThan(3);
    const allowed = /\/(?:(?:sql|postgres)-[^/]*|to-sql)\.ts$|\/migrations\/|^packages\/database\//u;
    expect(found.filter((file) => !allowed.test(file))).toEqual([]);
  });

  it('open the database only in its package', () => {
    expect(filesWith(/from 'node:sqlite'/u).filter((file) => !file.startsWith('packages/database/'))).toEqual(
      [],
    );
  });

  it('read the environment only where the configuration is made', () => {
    expect(filesWith(/process\.env/u)).toEqual(['apps/server/src/main.ts']);
  });

  it('lie in no empty package', () => {
    const packages = globSync('{packages,apps}/*/package.json', { cwd: root }).map((file) =>
      file.replace('/package.json', '/'),
    );
    expect(packages.length).toBeGreaterThan(5);
    const isEmpty = (folder: string): boolean =>
      sources.filter(({ file }) => file.startsWith(folder)).length < 3;
    expect(packages.filter(isEmpty)).toEqual([]);
  });
});
