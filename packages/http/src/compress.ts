import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Content codings that answers are given in (RFC 9110 §8.4.1). */
export type Coding = 'br' | 'gzip';

/** A smaller answer gains less than its way through a compressor costs. */
export const worthCompressing = 1024;

const compressible = /^(?:text\/|image\/svg|application\/(?:json|javascript|xml|[\w.-]+\+(?:json|xml)))/u;

export const isCompressible = (contentType: unknown): boolean =>
  typeof contentType === 'string' && compressible.test(contentType);

const qualityOf = (parameters: readonly string[]): number => {
  const given = parameters.map((text) => text.trim()).find((text) => text.startsWith('q='));
  const quality = Number(given?.slice(2) ?? 1);
  return Number.isNaN(quality) ? 0 : quality;
};

/** The coding to answer with (RFC 9110 §12.5.3); undefined for none. */
export const codingFor = (acceptEncoding: string): Coding | undefined => {
  const qualities = new Map<string, number>();
  for (const entry of acceptEncoding.split(',')) {
    const [name = '', ...parameters] = entry.split(';');
    qualities.set(name.trim().toLowerCase(), qualityOf(parameters));
  }
  const [br, gz] = ['br', 'gzip'].map((name) => qualities.get(name) ?? qualities.get('*') ?? 0);
  if (br === undefined || gz === undefined || Math.max(br, gz) <= 0) return undefined;
  return br >= gz ? 'br' : 'gzip';
};

const brotliAsync = promisify(brotliCompress);
const gzipAsync = promisify(gzip);

/** About as fast as gzip, and smaller. */
const brotliQuality = 4;

/** The body in a coding; made beside the event loop. */
export const compress = (body: string | Uint8Array, coding: Coding): Promise<Buffer> =>
  coding === 'gzip'
    ? gzipAsync(body)
    : brotliAsync(body, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: brotliQuality,
          [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
        },
      });
