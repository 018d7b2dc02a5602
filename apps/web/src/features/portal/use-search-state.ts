import { usePageParameters } from '../../tenant/index.ts';
import { readSearch, writeSearch, type SearchState } from './search-state.ts';

/** The search in the address; typing replaces it, anything else is a step to go back from. */
export const useSearchState = (): readonly [SearchState, (next: SearchState) => void] => {
  const [parameters, setParameters] = usePageParameters();
  const state = readSearch(parameters);
  return [
    state,
    (next) => {
      setParameters(writeSearch(next), { replace: next.text !== state.text });
    },
  ];
};
