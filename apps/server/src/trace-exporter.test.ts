import { silentLogger } from '@allmende/kernel';
import { fixedClock } from '@allmende/kernel/testing';
import { describe, expect, it } from 'vitest';
import type { RequestFacts } from '@allmende/http';
import type { OtlpSpan } from './request-span.ts';
import { createTraceExporter, tracesUrl, type TraceExporterOptions } from './trace-exporter.ts';

interface Call {
  readonly url: string;
  readonly body: {
    readonly resourceSpans: readonly {
      readonly resource: unknown;
      readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
    }[];
  };
  readonly init: RequestInit | undefined;
}

const facts: RequestFacts = {
  id: 'r-1',
  method: 'GET',
  route: '/api/alerts/:id',
  status: 200,
  durationMs: 1.25,
  headers: {},
};
const startTime = Date.parse('2026-11-24T08:00:00.000Z');

/** An exporter to a collector of this process, with timers that run when told. */
const arrange = (options: Partial<TraceExporterOptions> = {}) => {
  const calls: Call[] = [];
  const answers: (number | Error)[] = [];
  const timers: { delayMs: number; run: () => void }[] = [];
  let count = 0;
  const call: typeof fetch = (url, init) => {
    calls.push({ url: String(url), body: JSON.parse(String(init?.body)) as Call['body'], init });
    const answer = answers.shift() ?? 200;
    return answer instanceof Error
      ? Promise.reject(answer)
      : Promise.resolve(new Response('{}', { status: answer }));
  };
  const exporter = createTraceExporter({
    endpoint: 'http://collector.example:4318/',
    fetch: call,
    clock: fixedClock(startTime),
    logger: silentLogger,
    randomHex: (bytes) => String((count += 1)).padStart(bytes * 2, 'a'),
    after: (delayMs, run) => {
      const timer = { delayMs, run };
      timers.push(timer);
      return () => {
        if (timers.includes(timer)) timers.splice(timers.indexOf(timer), 1);
      };
    },
    ...options,
  });
  const spans = (): readonly OtlpSpan[] =>
    calls.flatMap(({ body }) =>
      body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
    );
  return { exporter, calls, answers, timers, spans };
};

describe('the trace exporter', () => {
  it('sends a request as a server span in OTLP/HTTP with JSON', async () => {
    const { exporter, calls, spans } = arrange();
    exporter.observe(facts);
    await exporter.flush();
    expect(calls[0]).toMatchObject({
      url: 'http://collector.example:4318/v1/traces',
      init: { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/json' } },
      body: {
        resourceSpans: [
          { resource: { attributes: [{ key: 'service.name', value: { stringValue: 'allmende' } }] } },
        ],
      },
    });
    expect(spans()).toEqual([
      {
        traceId: '1'.padStart(32, 'a'),
        spanId: '2'.padStart(16, 'a'),
        name: 'GET /api/alerts/:id',
        kind: 2,
        startTimeUnixNano: '1795507199998750000',
        endTimeUnixNano: '1795507200000000000',
        attributes: [
          { key: 'http.request.method', value: { stringValue: 'GET' } },
          { key: 'http.route', value: { stringValue: '/api/alerts/:id' } },
          { key: 'http.response.status_code', value: { intValue: '200' } },
        ],
        status: {},
      },
    ]);
  });

  it('continues the trace of the caller, unless that is not recorded', async () => {
    const { exporter, spans } = arrange();
    const [traceId, spanId] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];
    exporter.observe({ ...facts, headers: { traceparent: `00-${traceId}-${spanId}-01` } });
    exporter.observe({ ...facts, headers: { traceparent: `00-${traceId}-${spanId}-00` } });
    exporter.observe({ ...facts, headers: { traceparent: 'nonsense' } });
    await exporter.flush();
    expect(spans()).toHaveLength(2);
    expect(spans()[0]).toMatchObject({ traceId, parentSpanId: spanId });
    expect(spans()[1]).not.toHaveProperty('parentSpanId');
  });

  it('marks failures of the server, not of the client, and never names an address', async () => {
    const { exporter, spans } = arrange();
    for (const status of [404, 500, 503]) exporter.observe({ ...facts, status });
    exporter.observe({ ...facts, route: 'not-found', status: 404, method: 'BREW' });
    await exporter.flush();
    expect(spans().map(({ status }) => status.code)).toEqual([undefined, 2, 2, undefined]);
    expect(spans()[1]?.attributes.at(-1)).toEqual({ key: 'error.type', value: { stringValue: '500' } });
    expect(spans()[3]).toMatchObject({
      name: 'HTTP',
      attributes: [
        { key: 'http.request.method', value: { stringValue: '_OTHER' } },
        { key: 'http.response.status_code' },
      ],
    });
  });

  it('waits five seconds for more, or until a batch is full', async () => {
    const { exporter, calls, timers, spans } = arrange({ maxBatch: 3 });
    exporter.observe(facts);
    exporter.observe(facts);
    expect(timers.map(({ delayMs }) => delayMs)).toEqual([5000]);
    expect(calls).toEqual([]);
    timers.shift()?.run();
    await exporter.flush();
    expect(spans()).toHaveLength(2);
    for (let count = 0; count < 7; count += 1) exporter.observe(facts);
    await exporter.flush();
    expect(spans()).toHaveLength(9);
    expect(calls).toHaveLength(4);
  });

  it('repeats what the collector cannot take now, with growing pauses', async () => {
    const { exporter, calls, answers, timers, spans } = arrange();
    answers.push(503, new TypeError('fetch failed'), 429);
    exporter.observe(facts);
    await exporter.flush();
    for (const pause of [5000, 10_000, 20_000]) {
      expect(timers.map(({ delayMs }) => delayMs)).toEqual([pause]);
      timers.shift()?.run();
      await exporter.flush();
    }
    expect(calls).toHaveLength(4);
    expect(new Set(spans().map(({ spanId }) => spanId)).size).toBe(1);
    expect(timers).toEqual([]);
    expect(exporter.dropped()).toBe(0);
  });

  it('never pauses longer than a minute', async () => {
    const { exporter, answers, timers } = arrange();
    answers.push(...Array.from({ length: 20 }, () => 503));
    exporter.observe(facts);
    for (let attempt = 0; attempt < 20; attempt += 1) await exporter.flush();
    expect(timers.map(({ delayMs }) => delayMs)).toEqual([60_000]);
  });

  it('drops and counts what the collector refuses, and what does not fit the queue', async () => {
    const { exporter, answers, spans } = arrange({ maxQueue: 2 });
    answers.push(400);
    exporter.observe(facts);
    await exporter.flush();
    expect(exporter.dropped()).toBe(1);
    answers.push(503);
    for (let count = 0; count < 5; count += 1) exporter.observe(facts);
    await exporter.flush();
    exporter.observe(facts);
    expect(exporter.dropped()).toBe(5);
    await exporter.flush();
    expect(spans().slice(-2)).toHaveLength(2);
    expect(exporter.dropped()).toBe(5);
  });

  it('sends the rest when it stops, and then takes nothing more', async () => {
    const { exporter, timers, spans } = arrange();
    exporter.observe(facts);
    await exporter.stop();
    exporter.observe(facts);
    expect(spans()).toHaveLength(1);
    expect(timers).toEqual([]);
  });

  it('stops although the collector does not answer', async () => {
    const silent: typeof fetch = (_url, init) =>
      new Promise((_resolve, reject) => {
        const signal = init?.signal;
        const fail = (): void => {
          reject(new Error('broken off'));
        };
        if (signal?.aborted === true) fail();
        else signal?.addEventListener('abort', fail);
      });
    const { exporter, timers } = arrange({ fetch: silent });
    exporter.observe(facts);
    const stopped = exporter.stop();
    expect(timers.map(({ delayMs }) => delayMs)).toEqual([3000]);
    timers.shift()?.run();
    await stopped;
    expect(exporter.dropped()).toBe(1);
  });

  it('finds the address of traces below the endpoint', () => {
    expect(tracesUrl('https://otel.example/tenant/')).toBe('https://otel.example/tenant/v1/traces');
  });
});
