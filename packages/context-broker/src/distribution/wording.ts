import { CORE_CONTEXT_ADDRESS, type CompiledContext, type ContextCompiler } from '@allmende/jsonld';
import type { SourceTerms } from './source-terms.ts';

/** In which names a source is talked to. */
export interface Wording {
  /** The context of what is sent. */
  readonly context: CompiledContext;
  /** Its address for the Link header; undefined for the core context, and when the body carries it. */
  readonly address?: string;
  /** The context that bodies carry, which are application/ld+json then. */
  readonly inBody?: unknown;
  /** Whether texts of the request (q, names in bodies) can be passed on as they are. */
  readonly isThatOfRequest: boolean;
}

/** The one address that stands for a context, if there is one; the core context is always understood. */
const addressOf = ({ source }: CompiledContext): string | undefined => {
  const parts: readonly unknown[] = (Array.isArray(source) ? source : [source]).filter(
    (part) => part !== CORE_CONTEXT_ADDRESS,
  );
  const [only] = parts;
  return parts.length === 1 && typeof only === 'string' ? only : undefined;
};

/** The wording of a request without a body: a context without an address gives way to full names. */
export const wordingOfParameters = async (
  { jsonldContext }: SourceTerms,
  given: CompiledContext,
  contexts: ContextCompiler,
): Promise<Wording> => {
  if (jsonldContext !== undefined) {
    const context = await contexts.compile(jsonldContext);
    return { context, address: jsonldContext, isThatOfRequest: addressOf(given) === jsonldContext };
  }
  const address = addressOf(given);
  if (address !== undefined) return { context: given, address, isThatOfRequest: true };
  return given.source === undefined
    ? { context: given, isThatOfRequest: true }
    : { context: await contexts.compile(undefined), isThatOfRequest: false };
};

/** The wording of a request with a body: a context without an address goes into it, as sources that want ld+json get it. */
export const wordingOfBody = async (
  terms: SourceTerms,
  given: CompiledContext,
  contexts: ContextCompiler,
): Promise<Wording> => {
  if (terms.jsonldContext !== undefined) return wordingOfParameters(terms, given, contexts);
  const address = addressOf(given);
  const isLinkedData = terms.contentType?.startsWith('application/ld+json') === true;
  const isInBody = isLinkedData || (address === undefined && given.source !== undefined);
  return {
    context: given,
    isThatOfRequest: true,
    ...(isInBody
      ? { inBody: given.source ?? CORE_CONTEXT_ADDRESS }
      : address === undefined
        ? {}
        : { address }),
  };
};
