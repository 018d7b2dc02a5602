import { usePageParameters } from '../../tenant/index.ts';
import { readMapState, withLayers, withList, withPlace, type MapState } from './map-state.ts';

export interface UseMapState extends MapState {
  readonly toggleLayer: (type: string) => void;
  /** Shows the layer of the place too, where its type is given. */
  readonly choosePlace: (id: string | undefined, type?: string) => void;
  readonly showList: (isList: boolean) => void;
}

/** What the map shows, kept in the address; the back button leads to the place chosen before. */
export const useMapState = (all: readonly string[], usual: readonly string[]): UseMapState => {
  const [parameters, setParameters] = usePageParameters();
  const state = readMapState(parameters, all, usual);
  return {
    ...state,
    toggleLayer: (type) => {
      const { layers } = state;
      const next = layers.has(type) ? [...layers].filter((one) => one !== type) : [...layers, type];
      setParameters(withLayers(parameters, new Set(next), all), { replace: true });
    },
    choosePlace: (id, type) => {
      const isHidden = type !== undefined && !state.layers.has(type);
      const shown = isHidden ? withLayers(parameters, new Set([...state.layers, type]), all) : parameters;
      if (id !== state.placeId) setParameters(withPlace(shown, id));
    },
    showList: (isList) => {
      setParameters(withList(parameters, isList));
    },
  };
};
