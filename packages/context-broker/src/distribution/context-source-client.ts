import type { HttpMethod } from '@allmende/http';

/** A request to a context source. */
export interface SourceRequest {
  readonly method: HttpMethod;
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** Why there is no answer of use: none in time, no connection, or one that is no JSON or too large. */
export type SourceFailure = 'timeout' | 'unreachable' | 'invalid';

/** What came of a request to a context source. */
export type SourceReply =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** The JSON of the body; undefined when it is empty. */
      readonly body: unknown;
      readonly link?: string;
      /** NGSILD-Results-Count, where it was asked for. */
      readonly count?: number;
      /** Whether it was answered before, and nobody was asked now (§6.3.17). */
      readonly isCached?: true;
    }
  | { readonly kind: 'failure'; readonly failure: SourceFailure; readonly detail: string };

/**
 * Port: calls a context source.
 * - Never rejects: a failure is an answer too.
 * - Ends after `timeoutMs` at the latest, and when `signal` is aborted.
 * - Follows no redirects, so that a source cannot send the broker elsewhere.
 */
export interface ContextSourceClient {
  send(request: SourceRequest): Promise<SourceReply>;
}
