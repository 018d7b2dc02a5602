import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTraceparent } from './traceparent.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

describe('traceparent (W3C Trace Context)', () => {
  it('names the trace, the span of the caller, and whether it is recorded', () => {
    expect(parseTraceparent(`00-${traceId}-${spanId}-01`)).toEqual({ traceId, spanId, isSampled: true });
    expect(parseTraceparent(`00-${traceId}-${spanId}-02`)).toEqual({ traceId, spanId, isSampled: false });
  });

  it('may be longer in later versions only', () => {
    expect(parseTraceparent(`01-${traceId}-${spanId}-01-more`)).toMatchObject({ traceId });
    expect(parseTraceparent(`00-${traceId}-${spanId}-01-more`)).toBeUndefined();
  });

  it.each([
    '',
    `ff-${traceId}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${traceId}-${spanId}`,
    `00-${traceId}-${spanId}-01, 00-${traceId}-${spanId}-01`,
  ])('is not continued when it is not valid: %o', (header) => {
    expect(parseTraceparent(header)).toBeUndefined();
  });

  it('never fails', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        parseTraceparent(header);
      }),
    );
  });
});
