import { describe, expect, it } from 'vitest';
import { failureReason } from './failure-reason.ts';

describe('failureReason', () => {
  it.each([
    ['ECONNREFUSED', 'reason_refused'],
    ['ENOTFOUND', 'reason_unknownHost'],
    ['no answer in time', 'reason_timeout'],
    ['UND_ERR_CONNECT_TIMEOUT', 'reason_timeout'],
    ['ECONNRESET', 'reason_interrupted'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'reason_certificate'],
  ])('says what %s means', (code, reason) => {
    expect(failureReason(code)).toBe(reason);
  });

  it('leaves what it does not know', () => {
    expect(failureReason('out of cheese')).toBeUndefined();
  });
});
