import { randomBytes } from 'node:crypto';
import type { RequestFacts } from '@allmende/http';
import type { Clock, Logger } from '@allmende/kernel';
import { exportRequest, requestSpan, type OtlpSpan } from './request-span.ts';
import { parseTraceparent } from './traceparent.ts';

export interface TraceExporterOptions {
  /** Base address of an OTLP/HTTP collector, as in `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly endpoint: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly serviceName?: string;
  /** Spans that wait at most; more are dropped. */
  readonly maxQueue?: number;
  /** Spans sent at once. */
  readonly maxBatch?: number;
  /** Random hexadecimal digits for `bytes` bytes. */
  readonly randomHex?: (bytes: number) => string;
  /** Runs something later; answers how to call it off. */
  readonly after?: (delayMs: number, run: () => void) => () => void;
}

export interface TraceExporter {
  /** Notes a finished request; never throws and never waits. */
  observe(facts: RequestFacts): void;
  /** Sends what waits; resolves when that is sent, dropped, or waits for another attempt. */
  flush(): Promise<void>;
  /** Spans that were never delivered. */
  dropped(): number;
  /** Sends what waits once more, for at most three seconds. */
  stop(): Promise<void>;
}

const batchDelayMs = 5000;
const timeoutMs = 10_000;
const stopMs = 3000;
const maxPauseMs = 60_000;
/** OTLP/HTTP: only these statuses ask for another attempt. */
const repeatable = new Set([429, 502, 503, 504]);

type Outcome = 'sent' | 'refused' | 'again';

const realTimer = (delayMs: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, delayMs).unref();
  return () => {
    clearTimeout(timer);
  };
};

/** Where an endpoint takes traces; `endpoint` may end with a slash. */
export const tracesUrl = (endpoint: string): string => `${endpoint.replace(/\/+$/u, '')}/v1/traces`;

/** Collects spans of requests and sends them to a collector in OTLP/HTTP with JSON. */
class OtlpExporter implements TraceExporter {
  readonly #options: Required<TraceExporterOptions>;
  readonly #ending = new AbortController();
  readonly #queue: OtlpSpan[] = [];
  #dropped = 0;
  #failures = 0;
  #isStopping = false;
  #cancelTimer: (() => void) | undefined;
  #sending: Promise<void> | undefined;

  constructor(options: Required<TraceExporterOptions>) {
    this.#options = options;
  }

  observe(facts: RequestFacts): void {
    const { traceparent } = facts.headers;
    const parent = typeof traceparent === 'string' ? parseTraceparent(traceparent) : undefined;
    // Who began the trace decided that it is not recorded.
    if (this.#isStopping || parent?.isSampled === false) return;
    const { clock, randomHex, maxQueue, maxBatch } = this.#options;
    if (this.#queue.length >= maxQueue) {
      this.#dropped += 1;
      return;
    }
    const traceId = parent?.traceId ?? randomHex(16);
    this.#queue.push(requestSpan(facts, { parent, traceId, spanId: randomHex(8), endedAt: clock.now() }));
    if (this.#queue.length >= maxBatch && this.#failures === 0) void this.flush();
    else this.#schedule(batchDelayMs);
  }

  #schedule(delayMs: number): void {
    if (this.#isStopping) return;
    this.#cancelTimer ??= this.#options.after(delayMs, () => {
      this.#cancelTimer = undefined;
      void this.flush();
    });
  }

  flush(): Promise<void> {
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
    });
    return this.#sending;
  }

  async #sendAll(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue.slice(0, this.#options.maxBatch);
      const outcome = await this.#send(batch);
      if (outcome === 'again') {
        this.#failures += 1;
        this.#cancelTimer?.();
        this.#cancelTimer = undefined;
        this.#schedule(Math.min(batchDelayMs * 2 ** (this.#failures - 1), maxPauseMs));
        return;
      }
      this.#failures = 0;
      this.#queue.splice(0, batch.length);
      if (outcome === 'refused') this.#dropped += batch.length;
    }
  }

  /** The batch stays in the queue meanwhile, so that the bound counts it. */
  async #send(batch: readonly OtlpSpan[]): Promise<Outcome> {
    const { endpoint, fetch: call, logger, serviceName } = this.#options;
    try {
      const response = await call(tracesUrl(endpoint), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: exportRequest(serviceName, batch),
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), this.#ending.signal]),
      });
      await response.body?.cancel();
      if (response.ok) return 'sent';
      logger.warn('traces were refused', { status: response.status, spans: batch.length });
      return repeatable.has(response.status) ? 'again' : 'refused';
    } catch (cause) {
      logger.warn('traces could not be sent', { cause, waiting: this.#queue.length, dropped: this.#dropped });
      return 'again';
    }
  }

  dropped(): number {
    return this.#dropped;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#cancelTimer?.();
    const cancel = this.#options.after(stopMs, () => {
      this.#ending.abort();
    });
    await this.#sending;
    await this.flush();
    cancel();
    this.#dropped += this.#queue.splice(0).length;
  }
}

/** An exporter that sends every five seconds, or when a batch is full; failures are repeated with pauses. */
export const createTraceExporter = (options: TraceExporterOptions): TraceExporter =>
  new OtlpExporter({
    serviceName: 'allmende',
    maxQueue: 2048,
    maxBatch: 512,
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
    after: realTimer,
    ...options,
  });
