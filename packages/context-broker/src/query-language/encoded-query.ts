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
 * Parses a q of a JSON body. It needs no percent-encoding there (§4.9); one that makes no sense otherwise is taken as
 * encoded, as some clients send what they would write into an address.
 */
export const parseBodyQuery = (text: string, context: CompiledContext, options: ParseOptions): LinkedNode => {
  try {
    return parseLinkedQuery(text, context, options);
  } catch (cause) {
    const plain = cause instanceof DomainError ? decoded(text) : undefined;
    if (plain === undefined) throw cause;
    return parseLinkedQuery(plain, context, options);
  }
};
