import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

const problemFiles = ['packages', 'apps'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('problems.ts') && !file.includes('node_modules'))
    .map((file) => join(root, folder, file)),
);

const codesIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  if ('code' in value && 'category' in value) return [String(value.code)];
  return Object.values(value).flatMap(codesIn);
};

describe('docs/problems.md', () => {
  it('has a row for each problem of each package, and no other', async () => {
    const modules: unknown[] = await Promise.all(
      problemFiles.map((file) => import(pathToFileURL(file).href)),
    );
    const codes = new Set(modules.flatMap((module) => codesIn({ ...(module as object) })));
    const documented = [
      ...readFileSync(join(root, 'docs/problems.md'), 'utf8').matchAll(/^\| `([a-z-]+)`/gmu),
    ];
    expect(codes.size).toBeGreaterThan(20);
    expect(documented.map(([, code]) => code).toSorted()).toEqual([...codes].toSorted());
  });
});

describe('docs/configuration.md', () => {
  it('has a row for each setting, and no other', () => {
    const schema = readFileSync(join(root, 'apps/server/src/config.ts'), 'utf8');
    const settings = [...schema.matchAll(/^ {4}([A-Z_]+):/gmu)].map(([, name]) => name);
    const page = readFileSync(join(root, 'docs/configuration.md'), 'utf8');
    const documented = [...page.matchAll(/^\| `([A-Z_]+)`/gmu)].map(([, name]) => name);
    expect(settings.length).toBeGreaterThan(5);
    expect(documented.toSorted()).toEqual(settings.toSorted());
  });
});
