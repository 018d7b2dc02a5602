import { describe, expect, it } from 'vitest';
import { curlCommand } from './curl-command.ts';

describe('curlCommand', () => {
  it('quotes for the shell', () => {
    expect(curlCommand("https://x/?q='a'")).toBe(
      `curl --header 'Accept: application/json' 'https://x/?q='\\''a'\\'''`,
    );
  });

  it('carries method, tenant and body', () => {
    const options = { method: 'POST', tenant: 'bonn', body: `{"a":"it's"}` } as const;
    expect(curlCommand('https://x/', options)).toBe(
      `curl --request POST --header 'Accept: application/json' --header 'NGSILD-Tenant: bonn' ` +
        `--header 'Content-Type: application/json' --data '{"a":"it'\\''s"}' 'https://x/'`,
    );
  });
});
