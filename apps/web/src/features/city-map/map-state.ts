/** What the map shows, as its address tells. */
export interface MapState {
  readonly layers: ReadonlySet<string>;
  /** The address names its layers; the map then shows as much as they need. */
  readonly isChosen: boolean;
  readonly placeId: string | undefined;
  readonly isList: boolean;
}

/** `layers=A,B` (or `type=A`, as links from other pages say), `place=<id>`, `view=list`. */
export const readMapState = (
  parameters: URLSearchParams,
  all: readonly string[],
  usual: readonly string[],
): MapState => {
  const named = parameters.get('layers') ?? parameters.get('type');
  const chosen = named?.split(',').filter((type) => all.includes(type));
  return {
    layers: new Set(chosen ?? usual),
    isChosen: chosen !== undefined,
    placeId: parameters.get('place') ?? undefined,
    isList: parameters.get('view') === 'list',
  };
};

/** The address with other layers, in their usual order. */
export const withLayers = (
  parameters: URLSearchParams,
  layers: ReadonlySet<string>,
  all: readonly string[],
): URLSearchParams => {
  const next = new URLSearchParams(parameters);
  next.delete('type');
  next.set('layers', all.filter((type) => layers.has(type)).join(','));
  return next;
};

/** The address with another place, or none. */
export const withPlace = (parameters: URLSearchParams, placeId: string | undefined): URLSearchParams => {
  const next = new URLSearchParams(parameters);
  if (placeId === undefined) next.delete('place');
  else next.set('place', placeId);
  return next;
};

/** The address of the list or of the map. */
export const withList = (parameters: URLSearchParams, isList: boolean): URLSearchParams => {
  const next = new URLSearchParams(parameters);
  if (isList) next.set('view', 'list');
  else next.delete('view');
  return next;
};
