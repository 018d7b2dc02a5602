import type { RequestFacts } from '@allmende/http';
import type { TraceParent } from './traceparent.ts';

interface KeyValue {
  readonly key: string;
  readonly value: { readonly stringValue: string } | { readonly intValue: string };
}

/** A span in the JSON encoding of OTLP 1.x: ids as hexadecimal digits, 64-bit numbers as text. */
export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly KeyValue[];
  readonly status: { readonly code?: number };
}

const serverKind = 2;
const errorStatus = 2;
const knownMethods = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'CONNECT',
]);

const text = (key: string, value: string): KeyValue => ({ key, value: { stringValue: value } });
const whole = (key: string, value: number): KeyValue => ({ key, value: { intValue: String(value) } });

/** Milliseconds with their fraction as nanoseconds; a product of floats would lose the last digits. */
const nanoseconds = (ms: number): string => {
  const full = Math.floor(ms);
  return String(BigInt(full) * 1_000_000n + BigInt(Math.round((ms - full) * 1e6)));
};

export interface SpanPlace {
  readonly parent: TraceParent | undefined;
  readonly traceId: string;
  readonly spanId: string;
  /** When the request ended, in milliseconds since the epoch. */
  readonly endedAt: number;
}

/** A request as a server span, by the semantic conventions for HTTP: named by pattern, never by address. */
export const requestSpan = (
  facts: RequestFacts,
  { parent, traceId, spanId, endedAt }: SpanPlace,
): OtlpSpan => {
  const { method, route, status, durationMs } = facts;
  const isKnown = knownMethods.has(method);
  const isRouted = route.startsWith('/');
  const hasFailed = status >= 500;
  return {
    traceId,
    spanId,
    ...(parent === undefined ? {} : { parentSpanId: parent.spanId }),
    name: `${isKnown ? method : 'HTTP'}${isRouted ? ` ${route}` : ''}`,
    kind: serverKind,
    startTimeUnixNano: nanoseconds(endedAt - durationMs),
    endTimeUnixNano: nanoseconds(endedAt),
    attributes: [
      text('http.request.method', isKnown ? method : '_OTHER'),
      ...(isRouted ? [text('http.route', route)] : []),
      whole('http.response.status_code', status),
      ...(hasFailed ? [text('error.type', String(status))] : []),
    ],
    status: hasFailed ? { code: errorStatus } : {},
  };
};

/** The body of an export request (`ExportTraceServiceRequest`). */
export const exportRequest = (serviceName: string, spans: readonly OtlpSpan[]): string =>
  JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: [text('service.name', serviceName)] },
        scopeSpans: [{ scope: { name: 'allmende.http' }, spans }],
      },
    ],
  });
