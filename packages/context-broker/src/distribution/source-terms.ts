import type { IncomingHttpHeaders } from 'node:http';
import type { Registration } from '../registrations/registration.ts';

/** How a context source wants to be called (contextSourceInfo, §4.3.6.5 and §4.3.6.6). */
export interface SourceTerms {
  /** Headers to send along. */
  readonly headers: Readonly<Record<string, string>>;
  readonly accept?: string;
  readonly contentType?: string;
  /** Address of the context whose names the source understands. */
  readonly jsonldContext?: string;
}

/** Keys with a meaning of their own; they are no headers (§4.3.6.6). */
const processedKeys: ReadonlySet<string> = new Set(['accept', 'contenttype', 'jsonldcontext']);

/** Headers that belong to the connection, the tenant or the way of a request; a registration cannot set them. */
const ownHeaders: ReadonlySet<string> = new Set(
  (
    'ngsild-tenant via host connection content-length content-type transfer-encoding te trailer upgrade ' +
    'keep-alive proxy-connection expect link'
  ).split(' '),
);

const TOKEN = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/u;
const FIELD_VALUE = /^[\t\u0020-\u007e]*$/u;

/** Takes the value from the request that is being answered. */
const FROM_REQUEST = 'urn:ngsi-ld:request';

type Pair = readonly [key: string, value: string];

const pairsOf = ({ members }: Registration): readonly Pair[] => {
  const { contextSourceInfo } = members;
  const pairs: readonly unknown[] = Array.isArray(contextSourceInfo) ? contextSourceInfo : [];
  return pairs.flatMap((pair) =>
    typeof pair === 'object' && pair !== null && 'key' in pair && 'value' in pair
      ? [[String(pair.key), String(pair.value)] as const]
      : [],
  );
};

const resolved = ([key, value]: Pair, given: IncomingHttpHeaders): readonly Pair[] => {
  if (value !== FROM_REQUEST) return [[key, value]];
  const copied = given[key.toLowerCase()];
  return copied === undefined ? [] : [[key, String(copied)]];
};

/** The terms of a source for a request with some headers. */
export const termsOf = (registration: Registration, given: IncomingHttpHeaders): SourceTerms => {
  const pairs = pairsOf(registration);
  const processed = new Map(
    pairs
      .filter(([key]) => processedKeys.has(key.toLowerCase()))
      .map(([key, value]) => [key.toLowerCase(), value]),
  );
  const headers = pairs
    .filter(([key]) => !processedKeys.has(key.toLowerCase()) && !ownHeaders.has(key.toLowerCase()))
    .flatMap((pair) => resolved(pair, given))
    .filter(([key, value]) => TOKEN.test(key) && FIELD_VALUE.test(value));
  const [accept, contentType, jsonldContext] = ['accept', 'contenttype', 'jsonldcontext'].map((key) =>
    processed.get(key),
  );
  return {
    headers: Object.fromEntries(headers),
    ...(accept === undefined ? {} : { accept }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(jsonldContext === undefined ? {} : { jsonldContext }),
  };
};
