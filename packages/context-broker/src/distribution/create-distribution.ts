import type { Distribution } from './distribution.ts';
import type { SourceUses } from '../registrations/source-uses.ts';
import { createSourceCaller } from './source-caller.ts';

/** What distributed operations of a broker are made from. */
export const createDistribution = ({
  uses,
  ...made
}: Pick<Distribution, 'parts' | 'registrations' | 'startParsing' | 'temporal'> & {
  readonly uses: SourceUses;
}): Distribution => {
  const { parts } = made;
  return {
    ...made,
    caller: createSourceCaller({ client: parts.contextSources, parts, uses }),
    core: () => parts.contexts.compile(undefined),
  };
};
