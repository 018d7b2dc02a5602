/** The caller's span, which a request's own span continues. */
export interface TraceParent {
  /** 32 hexadecimal digits, not all zero. */
  readonly traceId: string;
  /** 16 hexadecimal digits, not all zero. */
  readonly spanId: string;
  readonly isSampled: boolean;
}

/** Version 00 is exactly this long; later versions may append fields (W3C Trace Context §2.2). */
const pattern = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/u;
const zeros = /^0+$/u;
const sampledFlag = 0x01;

/** Reads a `traceparent` header; undefined when it is none that may be continued. */
export const parseTraceparent = (header: string): TraceParent | undefined => {
  const [, version, traceId = '', spanId = '', flags = '', more] = pattern.exec(header.trim()) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  if (zeros.test(traceId) || zeros.test(spanId)) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & sampledFlag) !== 0 };
};
