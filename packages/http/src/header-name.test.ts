import { describe, expect, it } from 'vitest';
import { headerName } from './header-name.ts';

describe('the name of a header', () => {
  it.each([
    ['location', 'Location'],
    ['content-type', 'Content-Type'],
    ['ngsild-results-count', 'NGSILD-Results-Count'],
    ['etag', 'ETag'],
    ['www-authenticate', 'WWW-Authenticate'],
    ['Content-Range', 'Content-Range'],
  ])('%s is written %s', (name, written) => {
    expect(headerName(name)).toBe(written);
  });
});
