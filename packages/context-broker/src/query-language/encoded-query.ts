import type { CompiledContext } from '@allmende/jsonld';
import { DomainError } from '@allmende/kernel';
import { parseLinkedQuery, type ParseOptions } from './parser.ts';
import type { LinkedNode } from './query.ts';

const decoded = (text: string): string | undefined => {
  try {
    const plain = decodeURIComponent(text);
    return plain === text ? undefined : plain;
  } catch {
    return undefined;
  }
};

/**
 * Parses a q of a JSON body. Percent-encoding is for addresses (§4.9), so a body needs none; some clients send there
 * what they would write into an address. Both readings of such a q hold: what fulfils either, fulfils it.
 */
export const parseBodyQuery = (text: string, context: CompiledContext, options: ParseOptions): LinkedNode => {
  const plain = decoded(text);
  if (plain === undefined) return parseLinkedQuery(text, context, options);
  const readings = [text, plain].flatMap((reading): readonly LinkedNode[] => {
    try {
      return [parseLinkedQuery(reading, context, options)];
    } catch (cause) {
      if (cause instanceof DomainError) return [];
      throw cause;
    }
  });
  const [only, another] = readings;
  if (only === undefined) return parseLinkedQuery(text, context, options);
  return another === undefined ? only : { kind: 'or', children: readings };
};
