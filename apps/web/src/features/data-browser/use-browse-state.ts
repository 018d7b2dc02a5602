import { usePageParameters } from '../../tenant/index.ts';
import { readBrowseState, writeBrowseState, type BrowseState } from './browse-state.ts';

/** The state in the page's address. `replace` spares the history a step for each typed letter. */
export const useBrowseState = (): readonly [
  BrowseState,
  (next: Partial<BrowseState>, options?: { readonly replace: boolean }) => void,
] => {
  const [parameters, setParameters] = usePageParameters();
  const state = readBrowseState(parameters);
  return [
    state,
    (next, options = { replace: false }) => {
      setParameters(writeBrowseState({ ...state, page: 1, ...next }), options);
    },
  ];
};
