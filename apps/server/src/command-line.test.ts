import { expect, it } from 'vitest';
import { help } from './command-line.ts';

it('The help names the length of temporal pages', () => {
  expect(help).toContain('TEMPORAL_PAGE_SIZE');
});
