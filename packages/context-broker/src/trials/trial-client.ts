import type { HttpMethod } from '@allmende/http';
import type { MqttMessage } from '../subscriptions/mqtt-sender.ts';

/** A request that is sent to see what comes back. */
export interface TrialRequest {
  readonly method: HttpMethod;
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** Why there is no answer. */
export type TrialFailure = 'timeout' | 'unreachable' | 'private-network';

/** What came of a trial, and how long it took. */
export type TrialReply =
  | {
      readonly kind: 'answer';
      /** Of HTTP; an MQTT broker has none. */
      readonly status?: number;
      readonly contentType?: string;
      /** The beginning of the body. */
      readonly body: string;
      readonly isCut: boolean;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'failure';
      readonly failure: TrialFailure;
      readonly detail: string;
      readonly durationMs: number;
    };

/**
 * Port: sends something to an address that somebody wants to try.
 * - Never rejects, follows no redirects, ends after `timeoutMs` at the latest.
 * - Goes into private networks under the same condition as the calls of context sources.
 */
export interface TrialClient {
  send(request: TrialRequest): Promise<TrialReply>;
  /** Publishes to an MQTT broker. */
  publish(message: MqttMessage): Promise<TrialReply>;
}
