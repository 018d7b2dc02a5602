import { describe, expect, it } from 'vitest';
import { failureText } from './failure-text.ts';

describe('failureText', () => {
  it('speaks the language of the page, German unless it is English', () => {
    expect(failureText('unreachable', {}, 'en')).toMatch(/^The server cannot be reached/u);
    expect(failureText('unreachable', {}, '')).toMatch(/^Der Server ist nicht erreichbar/u);
    expect(failureText('unexpected', { status: 502 }, 'de')).toContain('HTTP 502');
  });
});
