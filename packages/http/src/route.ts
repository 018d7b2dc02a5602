import type { IncomingHttpHeaders } from 'node:http';
import type { DomainError } from '@allmende/kernel';

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** A request as handlers see it. The body is read only when asked for. */
export interface ApiRequest {
  readonly id: string;
  readonly method: HttpMethod;
  /** Path without the query, still percent-encoded. */
  readonly path: string;
  /** Decoded path parameters (`:id`). */
  readonly params: Readonly<Record<string, string>>;
  /** Query parameters, decoded; the raw string is kept for paging links. */
  readonly query: URLSearchParams;
  readonly rawQuery: string;
  readonly headers: IncomingHttpHeaders;
  /** Whole body as UTF-8 text; rejects with `payload-too-large` or `invalid-encoding`. */
  text(): Promise<string>;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
}

/** What a handler answers. `stream` answers (server-sent events) run until the client leaves. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
  readonly stream?: (send: (chunk: string) => void, signal: AbortSignal) => Promise<void>;
}

/** How an API writes its errors; each standard has its own body (house style 6.4). */
export interface ErrorFormat {
  readonly mediaType: string;
  /** Undefined where the standard wants the status alone. */
  body(error: DomainError, status: number, requestId: string): unknown;
  /** Headers that tell more. */
  headers?(error: DomainError): Readonly<Record<string, string>>;
}

/** One operation: a row of a module's route table. */
export interface Route {
  /** Clause of the standard, where there is one. */
  readonly clause?: string;
  readonly method: HttpMethod;
  /** Absolute path with `:name` parameters. */
  readonly path: string;
  /** Names of allowed query parameters; any other is refused. Absent: all are allowed. */
  readonly query?: readonly string[];
  readonly errors: ErrorFormat;
  /** Whether the route answers a request to its address; the others are answered by what no route does (pages). */
  readonly isFor?: (request: ApiRequest) => boolean;
  /** Request headers that every answer repeats. */
  readonly echoes?: readonly string[];
  readonly handle: (request: ApiRequest) => Answer | Promise<Answer>;
}
