import { describe, expect, it } from 'vitest';
import { problemFrom } from './api-error.ts';

const messageOf = async (body: string): Promise<string> =>
  (await problemFrom(new Response(body, { status: 404 }))).message;

describe('problemFrom', () => {
  it('reads as one sentence, whatever the title ends with', async () => {
    expect(await messageOf('{"title":"The tenant does not exist.","detail":"There is no x."}')).toBe(
      'The tenant does not exist: There is no x.',
    );
    expect(await messageOf('{"title":"Not found","detail":"There is no x."}')).toBe(
      'Not found: There is no x.',
    );
    expect(await messageOf('{"detail":"There is no x."}')).toBe('There is no x.');
  });
});
