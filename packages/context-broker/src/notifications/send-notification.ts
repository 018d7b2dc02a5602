import type { Endpoint } from '../subscriptions/subscription.ts';
import { mqttPayload } from '../subscriptions/notification.ts';
import { isMqtt, type MqttSender } from './mqtt-sender.ts';

/** How a pending notification is to be sent. */
export interface OutgoingRequest {
  readonly endpoint: Endpoint;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came of sending. */
export interface Reply {
  readonly isDelivered: boolean;
  /** Whether sending the same again is of no use. */
  readonly isFinal: boolean;
  readonly reason: string;
  readonly status?: number;
}

const defaultTimeoutMs = 10_000;
const maxTimeoutMs = 60_000;

const timeoutOf = ({ endpoint }: OutgoingRequest): number =>
  Math.ceil(Math.min(endpoint.timeout ?? defaultTimeoutMs, maxTimeoutMs));

/** What went wrong, as short as it can be said: the system's code, or the kind of failure. */
const failureOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return 'unknown';
  const root = cause.cause instanceof Error ? cause.cause : cause;
  if ('code' in root && typeof root.code === 'string') return root.code;
  return root.name === 'TimeoutError' ? 'no answer in time' : root.message;
};

const longAnswer = 64 * 1024;

/**
 * Reads a short answer to its end: a connection whose answer is not read is given up, and another one opened at once.
 * What the receiver says with it does not matter, nor whether it comes to its end.
 */
const finish = async ({ body }: Response): Promise<void> => {
  try {
    let length = 0;
    for await (const chunk of body ?? []) {
      length += chunk.byteLength;
      if (length > longAnswer) return;
    }
  } catch {
    // The status is there, and is what counts.
  }
};

const post = async (request: OutgoingRequest, ending: AbortController): Promise<Reply> => {
  // A timer costs less than a signal made of others.
  const timer = setTimeout(() => {
    ending.abort(new DOMException('no answer in time', 'TimeoutError'));
  }, timeoutOf(request));
  try {
    const response = await fetch(request.endpoint.uri, {
      method: 'POST',
      headers: request.headers,
      body: request.body,
      redirect: 'manual',
      signal: ending.signal,
    });
    await finish(response);
    const { status, ok } = response;
    const isRepeatable = status >= 500 || status === 408 || status === 425 || status === 429;
    return { isDelivered: ok, isFinal: ok || !isRepeatable, reason: `status ${String(status)}`, status };
  } catch (cause) {
    return { isDelivered: false, isFinal: false, reason: failureOf(cause) };
  } finally {
    clearTimeout(timer);
  }
};

/** What the MQTT broker refuses may work later, as its topics and users come and go. */
const publish = async (request: OutgoingRequest, mqtt: MqttSender): Promise<Reply> => {
  const { endpoint, headers, body } = request;
  try {
    await mqtt.send({ endpoint, payload: mqttPayload(headers, body), timeoutMs: timeoutOf(request) });
    return { isDelivered: true, isFinal: true, reason: 'published' };
  } catch (cause) {
    return { isDelivered: false, isFinal: false, reason: failureOf(cause) };
  }
};

/** Sends one notification over HTTP (§6.3.8) or MQTT (§7.2), until `ending` is aborted or no answer came in time. */
export const sendNotification = (
  request: OutgoingRequest,
  { mqtt, ending }: { readonly mqtt: MqttSender; readonly ending: AbortController },
): Promise<Reply> => (isMqtt(request.endpoint) ? publish(request, mqtt) : post(request, ending));
