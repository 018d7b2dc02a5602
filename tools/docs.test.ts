import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const pages = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: root })];

/** Files that a page names: relative links, and repository paths in code marks. */
const namedFiles = (page: string): readonly string[] => {
  const text = readFileSync(join(root, page), 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = '']) =>
    join(dirname(page), target),
  );
  const paths = [
    ...text.matchAll(/`((?:packages|apps|docs|tools|bench)\/[\w./-]+\.(?:ts|tsx|md|json))`/g),
  ].map(([, target = '']) => target);
  return [...links, ...paths];
};

describe('documentation', () => {
  it.each(pages)('%s names only files that exist', (page) => {
    expect(namedFiles(page).filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});
