import type { RequestFacts } from '@allmende/http';
import { silentLogger } from '@allmende/kernel';
import { describe, expect, it } from 'vitest';
import { createRequestLog } from './request-log.ts';

const facts: RequestFacts = {
  id: 'r-1',
  method: 'GET',
  route: '/ngsi-ld/v1/entities/:entityId',
  status: 200,
  durationMs: 1.23456,
  headers: {},
};

const linesOf = (...requests: readonly RequestFacts[]): readonly unknown[] => {
  const lines: unknown[] = [];
  const log = createRequestLog({
    ...silentLogger,
    info: (message, fields) => lines.push({ level: 'info', message, ...fields }),
    warn: (message, fields) => lines.push({ level: 'warn', message, ...fields }),
  });
  for (const request of requests) log(request);
  return lines;
};

describe('the log of requests', () => {
  it('tells id, method, pattern, status and duration', () => {
    expect(linesOf(facts)).toEqual([
      {
        level: 'info',
        message: 'request answered',
        requestId: 'r-1',
        method: 'GET',
        route: '/ngsi-ld/v1/entities/:entityId',
        status: 200,
        durationMs: 1.235,
      },
    ]);
  });

  it('warns of failures of the server, not of refusals', () => {
    const statuses = [400, 404, 500, 501, 503];
    const lines = linesOf(...statuses.map((status) => ({ ...facts, status, code: 'some-code' })));
    expect(lines.map((line) => (line as { level: string }).level)).toEqual([
      'info',
      'info',
      'warn',
      'info',
      'warn',
    ]);
    expect(lines[0]).toMatchObject({ code: 'some-code' });
  });

  it('names a tenant, but no other text that a client sent', () => {
    const [good, bad] = linesOf(
      { ...facts, headers: { 'ngsild-tenant': 'muenster' } },
      { ...facts, headers: { 'ngsild-tenant': 'Erika Mustermann', authorization: 'Bearer secret' } },
    );
    expect(good).toMatchObject({ tenant: 'muenster' });
    expect(JSON.stringify(bad)).not.toMatch(/Erika|secret/u);
  });
});
