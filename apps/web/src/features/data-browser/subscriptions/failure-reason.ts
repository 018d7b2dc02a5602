/** Why a notification did not arrive; a key of the texts. */
export type FailureReason =
  'reason_refused' | 'reason_unknownHost' | 'reason_timeout' | 'reason_interrupted' | 'reason_certificate';

const reasons: readonly (readonly [RegExp, FailureReason])[] = [
  [/^ECONNREFUSED$/u, 'reason_refused'],
  [/^(?:ENOTFOUND|EAI_AGAIN)$/u, 'reason_unknownHost'],
  [/^(?:no answer in time|ETIMEDOUT|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT)$/u, 'reason_timeout'],
  [/^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/u, 'reason_interrupted'],
  [/CERT|^ERR_TLS/u, 'reason_certificate'],
];

/** What the system's code means; undefined for what has no words here. */
export const failureReason = (code: string): FailureReason | undefined =>
  reasons.find(([pattern]) => pattern.test(code))?.[1];
