import type { Distribution } from './distribution.ts';
import { createSourceCaller } from './source-caller.ts';

/** What distributed operations of a broker are made from. */
export const createDistribution = (
  made: Pick<Distribution, 'parts' | 'registrations' | 'startParsing'>,
): Distribution => {
  const { parts } = made;
  return {
    ...made,
    caller: createSourceCaller({ client: parts.contextSources, parts }),
    core: () => parts.contexts.compile(undefined),
  };
};
