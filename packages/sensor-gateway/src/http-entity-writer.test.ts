import { describe, expect, it } from 'vitest';
import { createHttpEntityWriter } from './http-entity-writer.ts';
import type { NgsiLdEntity } from './ngsi-ld-entity.ts';

interface Call {
  readonly method: string;
  readonly path: string;
  readonly tenant: string | null;
  readonly body: unknown;
}

/** A broker that holds `stored` and answers each operation as told. */
const broker = (
  stored: readonly unknown[],
  answers: Readonly<Record<string, readonly [number, unknown?]>> = {},
) => {
  const calls: Call[] = [];
  const answer: typeof fetch = (address, init) => {
    const url = new URL(String(address));
    const headers = new Headers(init?.headers);
    const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined;
    const path = url.pathname.replace('/ngsi-ld/v1', '') + url.search;
    calls.push({ method: init?.method ?? '', path, tenant: headers.get('ngsild-tenant'), body });
    const operation = url.pathname.split('/').slice(3).join('/');
    const [status, content] = answers[operation] ?? (operation === 'entities' ? [200, stored] : [204]);
    return Promise.resolve(new Response(content === undefined ? null : JSON.stringify(content), { status }));
  };
  return { calls, fetch: answer };
};

const count = (value: number, minute: number) => ({
  type: 'Property' as const,
  value,
  observedAt: `2026-01-01T00:${String(minute).padStart(2, '0')}:00Z`,
});

const entity = (attributes: Readonly<Record<string, NgsiLdEntity[string]>>): NgsiLdEntity => ({
  id: 'urn:x:1',
  type: 'Counter',
  ...attributes,
});

const write = async (
  given: readonly NgsiLdEntity[],
  stored: readonly unknown[] = [],
  answers: Parameters<typeof broker>[1] = {},
) => {
  const { calls, fetch } = broker(stored, answers);
  const writer = createHttpEntityWriter({ baseUrl: 'http://broker.test/', tenant: 'muenster', fetch });
  const refused = await writer.write(given);
  return { refused, sent: calls.filter(({ method }) => method === 'POST'), calls };
};

describe('HTTP entity writer', () => {
  it('makes the newest instance current and adds the others to history', async () => {
    const { sent, calls, refused } = await write([
      entity({ count: [count(1, 1), count(3, 3), count(2, 2)], name: { type: 'Property', value: 'A' } }),
    ]);
    expect(refused).toEqual([]);
    expect(calls[0]).toMatchObject({
      method: 'GET',
      path: '/entities?id=urn%3Ax%3A1&limit=1&local=true',
      tenant: 'muenster',
    });
    expect(sent).toEqual([
      {
        method: 'POST',
        path: '/entityOperations/upsert?options=update',
        tenant: 'muenster',
        body: [entity({ count: count(3, 3), name: { type: 'Property', value: 'A' } })],
      },
      {
        method: 'POST',
        path: '/temporal/entities',
        tenant: 'muenster',
        body: entity({ count: [count(1, 1), count(2, 2)] }),
      },
    ]);
  });

  it('leaves a newer current value alone', async () => {
    const { sent } = await write([entity({ count: count(1, 1) })], [entity({ count: count(9, 9) })]);
    expect(sent).toMatchObject([{ path: '/temporal/entities', body: { count: [count(1, 1)] } }]);
  });

  it('sends nothing that is current already, so that repeating changes nothing', async () => {
    const same = entity({ name: { type: 'Property', value: { de: 'A' } } });
    expect((await write([same], [same])).sent).toEqual([]);
    const changed = entity({ name: { type: 'Property', value: { de: 'B' } } });
    expect((await write([changed], [same])).sent).toMatchObject([{ body: [changed] }]);
  });

  it('does not replace a measured value by one of unknown time', async () => {
    const { sent } = await write(
      [entity({ count: { type: 'Property', value: 5 } })],
      [entity({ count: count(9, 9) })],
    );
    expect(sent).toEqual([]);
  });

  it('keeps instances of different datasets apart', async () => {
    const left = { ...count(1, 1), datasetId: 'urn:d:left' };
    const right = { ...count(2, 2), datasetId: 'urn:d:right' };
    const { sent } = await write([entity({ count: [left, right] })]);
    expect(sent).toMatchObject([{ body: [{ count: [left, right] }] }]);
  });

  it('answers what the broker refuses, and writes no history of it', async () => {
    const error = { title: 'Bad.', detail: 'x', errors: [{ pointer: '/count', detail: 'is odd' }] };
    const { refused, sent } = await write([entity({ count: [count(1, 1), count(2, 2)] })], [], {
      'entityOperations/upsert': [207, { success: [], errors: [{ entityId: 'urn:x:1', error }] }],
    });
    expect(refused).toEqual([{ entityId: 'urn:x:1', findings: [{ pointer: '/count', detail: 'is odd' }] }]);
    expect(sent).toHaveLength(1);
  });

  it('answers every entity of a request that is refused as a whole', async () => {
    const { refused } = await write([entity({ count: count(1, 1) })], [], {
      'entityOperations/upsert': [400, { title: 'Bad.', detail: 'No good.' }],
    });
    expect(refused).toEqual([{ entityId: 'urn:x:1', findings: [{ pointer: '', detail: 'Bad. No good.' }] }]);
  });

  it('fails when the broker is not well, or cannot be reached', async () => {
    const given = [entity({ count: count(1, 1) })];
    await expect(write(given, [], { entities: [503, { title: 'Busy.' }] })).rejects.toMatchObject({
      message: 'The broker answered 503 to a query. Busy.',
      problem: { code: 'writer-failed' },
    });
    await expect(write(given, [], { 'entityOperations/upsert': [401] })).rejects.toThrow(/401 to an upsert/);
    const unreachable = createHttpEntityWriter({
      baseUrl: 'http://broker.test',
      fetch: () => Promise.reject(new Error('connect ECONNREFUSED')),
    });
    await expect(unreachable.write(given)).rejects.toThrow(
      'GET http://broker.test/ngsi-ld/v1/entities: connect ECONNREFUSED.',
    );
  });

  it('cuts large batches into requests that brokers accept', async () => {
    const many = Array.from({ length: 100 }, (_, index) => ({
      ...entity({ text: { type: 'Property', value: 'x'.repeat(30_000) } }),
      id: `urn:x:${index}`,
    }));
    const { sent, calls } = await write(many);
    expect(sent).toHaveLength(4);
    expect(Math.max(...sent.map(({ body }) => JSON.stringify(body).length))).toBeLessThan(1_000_000);
    expect(calls.filter(({ method }) => method === 'GET')).toHaveLength(3);
  });
});
