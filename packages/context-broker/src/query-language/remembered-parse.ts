import type { ApiRequest } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import { parametersOf, type Parameters } from './entity-parameters.ts';

/** Longer addresses are not worth the memory. */
const longest = 500;
const mostKnown = 1000;

/**
 * Understands the parameters of an address once, as what shows live data asks the same again and again. `parse` depends
 * on nothing but its arguments, and what it makes is never changed. Only for the core context, as others may change.
 */
export const rememberedParse = <Parsed>(
  parse: (given: Parameters, context: CompiledContext) => Parsed,
): ((request: Pick<ApiRequest, 'query' | 'rawQuery'>, context: CompiledContext) => Parsed) => {
  const known = new Map<string, Parsed>();
  return (request, context) => {
    const { rawQuery } = request;
    const isKept = context.source === undefined && rawQuery.length <= longest;
    const found = isKept ? known.get(rawQuery) : undefined;
    if (found !== undefined) return found;
    const parsed = parse(parametersOf(request.query), context);
    if (known.size >= mostKnown) known.clear();
    if (isKept) known.set(rawQuery, parsed);
    return parsed;
  };
};
